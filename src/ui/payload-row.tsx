/** One line of a payload's tree. */
import { type Json, JsonArray, JsonNumber } from "../contract/json.ts";
import { VisibleText } from "./agent-text.tsx";
import { plural } from "./bytes.ts";
import { ChevronRight } from "./icons.tsx";
import { countOf, inlineParts, isContainer, scalarText, STRING_SHOWN, type TreeRow } from "./payload-tree.ts";

export const ROW_HEIGHT = 20;
const INDENT = 16;
/** Deeper rows indent no further, or values would leave the page. */
const INDENTED_MAX = 24;

interface RowProps {
  readonly id: string;
  readonly row: TreeRow;
  readonly text: string;
  /** Px, in a window. */
  readonly top: number | undefined;
  readonly isPicked: boolean;
  readonly onPick: () => void;
}

export function PayloadRow({ id, row, text, top, isPicked, onPick }: RowProps) {
  const left = Math.min(row.depth, INDENTED_MAX) * INDENT;
  const look = `h-5 w-full font-mono text-12 leading-5 whitespace-pre ${top === undefined ? "relative" : "absolute"}`;
  const place = { paddingLeft: left + INDENT, ...(top === undefined ? {} : { top }) };
  if (row.kind === "close") {
    return (
      <div aria-hidden="true" className={`${look} text-ink-3`} style={place}>
        {row.value instanceof JsonArray ? "]" : "}"}
      </div>
    );
  }
  if (row.kind === "text") {
    return (
      <div role="none" className={`${look} text-code-string`} style={place}>
        <VisibleText text={row.line ?? ""} />
      </div>
    );
  }
  return (
    <div
      role="treeitem"
      id={id}
      aria-level={row.depth + 1}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={isPicked}
      {...(row.canOpen ? { "aria-expanded": row.isOpen } : {})}
      onClick={() => window.getSelection()?.isCollapsed !== false && onPick()}
      className={`${look} cursor-default pr-2 ${isPicked ? "bg-selected" : "hover:bg-sunken"}`}
      style={place}
    >
      {row.canOpen && (
        <span className="absolute top-0.5 text-ink-3" style={{ left: left - 2 }}>
          <ChevronRight className={`size-4 ${row.isOpen ? "rotate-90" : ""}`} />
        </span>
      )}
      {row.name !== undefined && (
        <>
          <span className={typeof row.name === "number" ? "text-ink-3" : "text-ink"}>
            <VisibleText text={String(row.name)} />
          </span>
          <span className="text-ink-3">: </span>
        </>
      )}
      <Value row={row} text={text} />
    </div>
  );
}

function Value({ row, text }: { row: TreeRow; text: string }) {
  const { value } = row;
  if (!isContainer(value)) return <Scalar value={value} isOpen={row.isOpen} />;
  const [left, right] = value instanceof JsonArray ? ["[", "]"] : ["{", "}"];
  if (row.isOpen) return <span className="text-ink-3">{left}</span>;
  const parts = inlineParts(value, text, row);
  const count = countOf(value);
  const words = plural(count, value instanceof JsonArray ? "item" : "field");
  if (!parts)
    return <span className="text-ink-3">{count === 0 ? `${left}${right}` : `${left} ${words} ${right}`}</span>;
  return (
    <span className="text-ink-3">
      {left}{" "}
      {parts.map((part, index) => (
        <span key={part.start}>
          {index > 0 && ", "}
          {typeof part.name === "string" && (
            <>
              <VisibleText text={part.name} />:{" "}
            </>
          )}
          <Scalar value={part.value} isOpen={false} />
        </span>
      ))}{" "}
      {right}
    </span>
  );
}

function Scalar({ value, isOpen }: { value: Json; isOpen: boolean }) {
  if (value instanceof JsonNumber) return <span className="text-code-number">{value.raw}</span>;
  if (typeof value !== "string") return <span className="text-code-word">{scalarText(value)}</span>;
  if (isOpen) return <span className="text-ink-3">{plural(value.length, "character")}</span>;
  const isCut = value.length > STRING_SHOWN;
  return (
    <span className="text-code-string">
      <VisibleText text={isCut ? `${scalarText(value.slice(0, STRING_SHOWN)).slice(0, -1)}…"` : scalarText(value)} />
      {isCut && <span className="text-ink-3"> {plural(value.length, "character")}</span>}
    </span>
  );
}
