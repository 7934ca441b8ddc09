/** Rows as a table: numbers as sent, right-aligned at the decimal point; long tables in a window. */
import { useRef } from "react";
import { type Json, JsonArray, JsonNumber } from "../contract/json.ts";
import { AgentText } from "./agent-text.tsx";
import { plural } from "./bytes.ts";
import { type PayloadTable, padding, type TableColumn } from "./payload-table.ts";
import { countOf, isContainer, keyText, scalarText, stringText } from "./payload-tree.ts";
import { useWindowRows } from "./window-rows.tsx";

const ROW_HEIGHT = 36;
/** Rows that need no window. */
const WHOLE_MAX = 100;
const CELL_SHOWN = 200;

export function PayloadTableView({ table, label }: { table: PayloadTable; label: string }) {
  const scrollRef = useRef<HTMLDivElement>(null);
  const { columns, rows, names } = table;
  const isWhole = rows.length <= WHOLE_MAX;
  const seen = useWindowRows({ count: rows.length, rowHeight: ROW_HEIGHT, scrollRef });
  const start = isWhole ? 0 : seen.start;
  const end = isWhole ? rows.length : seen.end;
  return (
    <>
      <div
        ref={scrollRef}
        tabIndex={0}
        role="region"
        aria-label={`${label}, table`}
        className={`overflow-auto ${isWhole ? "" : "h-[70vh] max-h-[640px]"}`}
      >
        <table className="w-full border-collapse text-13" aria-rowcount={rows.length + 1}>
          <thead className={isWhole ? "" : "sticky top-0 z-1 bg-surface"}>
            <tr className="h-9 text-11 text-ink-3">
              <th scope="col" className="w-10 border-b border-line pr-4 text-right font-normal">
                <span className="sr-only">Row</span>
              </th>
              {columns.map(({ key, isNumeric }) => (
                <th
                  key={key}
                  scope="col"
                  className={`border-b border-line px-2 font-normal whitespace-nowrap ${isNumeric ? "text-right last:pr-0" : "text-left"}`}
                >
                  <AgentText text={keyText(key)} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Gap rows={start} />
            {rows.slice(start, end).map((row, index) => (
              <tr key={start + index} aria-rowindex={start + index + 2} className="h-9 border-b border-line">
                <th
                  scope="row"
                  className={`pr-4 font-normal ${names ? "max-w-[320px] truncate text-left font-mono text-12" : "text-right text-ink-3"}`}
                >
                  {names ? <AgentText text={keyText(names[start + index] ?? "")} /> : start + index}
                </th>
                {columns.map((column) => (
                  <Cell key={column.key} column={column} value={row.get(column.key)} />
                ))}
              </tr>
            ))}
            <Gap rows={rows.length - end} />
          </tbody>
        </table>
      </div>
      {columns.some(({ isNumeric }) => isNumeric) && (
        <p className="pt-2 text-12 text-ink-3">Values exactly as sent, aligned at the decimal point.</p>
      )}
    </>
  );
}

function Gap({ rows }: { rows: number }) {
  if (rows === 0) return null;
  return (
    <tr aria-hidden="true">
      <td style={{ height: rows * ROW_HEIGHT }} />
    </tr>
  );
}

function Cell({ column, value }: { column: TableColumn; value: Json | undefined }) {
  if (column.isNumeric) {
    return (
      <td className="px-2 text-right whitespace-nowrap last:pr-0">
        {value instanceof JsonNumber ? (
          <>
            {value.raw}
            <span aria-hidden="true" className="invisible select-none">
              {padding(value.raw, column.tail)}
            </span>
          </>
        ) : (
          <Plain value={value} />
        )}
      </td>
    );
  }
  return (
    <td className="max-w-[320px] truncate px-2 whitespace-pre">
      <Plain value={value} />
    </td>
  );
}

function Plain({ value }: { value: Json | undefined }) {
  if (value === undefined) return <span className="sr-only">not sent</span>;
  if (isContainer(value))
    return <span className="text-ink-3">{plural(countOf(value), value instanceof JsonArray ? "item" : "field")}</span>;
  if (typeof value === "string") {
    return (
      <AgentText text={value.length > CELL_SHOWN ? `${stringText(value.slice(0, CELL_SHOWN))}…` : stringText(value)} />
    );
  }
  return <span className="text-ink-2">{scalarText(value)}</span>;
}
