/** One line of a payload's tree. */
import { type Json, JsonArray, JsonNumber } from "../contract/json.ts";
import { AgentLink } from "./agent-link.tsx";
import { VisibleText } from "./agent-text.tsx";
import { plural } from "./bytes.ts";
import { ChevronRight } from "./icons.tsx";
import { LineMark } from "./payload-line.tsx";
import type { TreeRow } from "./payload-outline.ts";
import { countOf, inlineParts, isContainer, keyText, scalarText, STRING_SHOWN } from "./payload-tree.ts";
import { readLink } from "./read-link.ts";

export const ROW_HEIGHT = 20;
const INDENT = 16;
/** Deeper rows indent no further, or values would leave the page. */
const INDENTED_MAX = 24;
const KEY_SHOWN = 400;

interface RowProps {
  readonly id: string;
  readonly row: TreeRow;
  readonly text: string;
  /** Px, in a window. */
  readonly top: number | undefined;
  readonly isPicked: boolean;
  /** Its object holds this key more than once. */
  readonly isRepeated: boolean;
  readonly onPick: () => void;
}

export function PayloadRow({ id, row, text, top, isPicked, isRepeated, onPick }: RowProps) {
  const left = Math.min(row.depth, INDENTED_MAX) * INDENT;
  const look = `h-5 w-full font-mono text-12 leading-5 whitespace-pre ${top === undefined ? "relative" : "absolute"}`;
  const place = { paddingLeft: left + INDENT, ...(top === undefined ? {} : { top }) };
  if (row.kind === "close") {
    return (
      <div aria-hidden="true" data-part="close" className={`${look} text-ink-3`} style={place}>
        {row.value instanceof JsonArray ? "]" : "}"}
      </div>
    );
  }
  if (row.kind === "text") {
    return (
      <div role="none" data-part="line" className={`${look} text-code-string`} style={place}>
        {row.line?.isCut && <LineMark />}
        <VisibleText text={row.line?.text ?? ""} />
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
      {row.depth > INDENTED_MAX && <span className="text-11 text-ink-3 select-none">level {row.depth + 1} </span>}
      {row.name !== undefined && (
        <>
          <span data-part="name" className={typeof row.name === "number" ? "text-ink-3" : "text-ink"}>
            <VisibleText text={typeof row.name === "number" ? String(row.name) : shownKey(row.name)} />
          </span>
          <span className="text-ink-3">: </span>
        </>
      )}
      <span data-part="value">
        <Value row={row} text={text} />
      </span>
      {isRepeated && <span className="ml-2 text-11 text-wait">key sent more than once</span>}
    </div>
  );
}

/** Nobody reads a key of a thousand characters in a row; it can be copied whole. */
function shownKey(key: string): string {
  return key.length > KEY_SHOWN
    ? `${keyText(key.slice(0, KEY_SHOWN))}… ${plural(key.length, "character")}`
    : keyText(key);
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
              <VisibleText text={shownKey(part.name)} />:{" "}
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
  const link = readLink(value);
  const shown = (
    <VisibleText text={isCut ? `${scalarText(value.slice(0, STRING_SHOWN)).slice(0, -1)}…"` : scalarText(value)} />
  );
  return (
    <span className="text-code-string">
      {link ? (
        <AgentLink link={link} isNamed={link.isPlain && !isCut}>
          {shown}
        </AgentLink>
      ) : (
        shown
      )}
      {isCut && <span className="text-ink-3"> show all {plural(value.length, "character")}</span>}
    </span>
  );
}
