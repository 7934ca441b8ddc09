/** The tree of a payload: one line per value, opened where somebody looks, moved through by arrow keys. */
import { type KeyboardEvent, useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { AgentText } from "./agent-text.tsx";
import { CopyButton } from "./copy-button.tsx";
import { PayloadRow, ROW_HEIGHT } from "./payload-row.tsx";
import { chainTo, firstOpen, flatten, pathText, type Place, type TreeRow } from "./payload-tree.ts";
import { useWindowRows } from "./window-rows.tsx";

/** Rows that stand in the page without a window of their own. */
const WHOLE_MAX = 160;

interface RowsProps {
  readonly root: Place;
  readonly text: string;
  readonly label: string;
  /** Start of a value that a search found: opened, picked and scrolled to. */
  readonly shown: number | undefined;
}

export function PayloadRows({ root, text, label, shown }: RowsProps) {
  const id = useId();
  const scrollRef = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(() => firstOpen(root, text));
  const [picked, setPicked] = useState<number>();
  const [found, setFound] = useState<number>();
  if (shown !== found) {
    setFound(shown);
    if (shown !== undefined) {
      setOpen(
        new Set([
          ...open,
          ...chainTo(root, shown)
            .slice(0, -1)
            .map(({ start }) => start),
        ]),
      );
      setPicked(shown);
    }
  }
  const rows = flatten(root, open);
  const isWhole = rows.length <= WHOLE_MAX;
  const seen = useWindowRows({ count: rows.length, rowHeight: ROW_HEIGHT, scrollRef });
  const start = isWhole ? 0 : seen.start;
  const end = isWhole ? rows.length : seen.end;
  const pickedAt = rows.findIndex((row) => row.kind === "value" && row.start === picked);

  const reveal = (index: number) => {
    if (!isWhole) seen.showRow(index);
    else document.getElementById(`${id}-${rows[index]?.start}`)?.scrollIntoView({ block: "nearest" });
  };
  const revealFound = useEffectEvent(() => reveal(pickedAt));
  useEffect(() => {
    if (found !== undefined) revealFound();
  }, [found]);

  const toggle = (row: TreeRow) => {
    const next = new Set(open);
    if (!next.delete(row.start)) next.add(row.start);
    setOpen(next);
  };
  const pickAt = (index: number) => {
    const row = rows[index];
    if (!row) return;
    setPicked(row.start);
    reveal(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = Math.max(0, pickedAt);
    const row = rows[at];
    const step = (by: number) => pickAt(nextValue(rows, at, by));
    if (!row) return;
    if (event.key === "ArrowDown") step(pickedAt < 0 ? 0 : 1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Home") pickAt(0);
    else if (event.key === "End") pickAt(nextValue(rows, rows.length, -1));
    else if (event.key === "ArrowRight" && row.canOpen && !row.isOpen) toggle(row);
    else if (event.key === "ArrowRight") step(1);
    else if (event.key === "ArrowLeft" && row.isOpen) toggle(row);
    else if (event.key === "ArrowLeft") pickAt(parentOf(rows, at));
    else if ((event.key === "Enter" || event.key === " ") && row.canOpen) toggle(row);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div
        ref={scrollRef}
        role="tree"
        aria-label={label}
        tabIndex={0}
        aria-activedescendant={pickedAt >= start && pickedAt < end ? `${id}-${picked}` : undefined}
        onKeyDown={onKeyDown}
        className={`rounded-bar ${isWhole ? "overflow-x-auto" : "h-[70vh] max-h-[640px] overflow-auto"}`}
      >
        <div role="none" className="relative w-max min-w-full" style={isWhole ? {} : { height: seen.totalHeight }}>
          {rows.slice(start, end).map((row, index) => (
            <PayloadRow
              key={`${row.kind}${row.start}${row.kind === "text" ? start + index : ""}`}
              id={`${id}-${row.start}`}
              row={row}
              text={text}
              top={isWhole ? undefined : (start + index) * ROW_HEIGHT}
              isPicked={row.kind === "value" && row.start === picked}
              onPick={() => {
                setPicked(row.start);
                if (row.canOpen) toggle(row);
              }}
            />
          ))}
        </div>
      </div>
      {picked !== undefined && <PickedValue text={text} chain={chainTo(root, picked)} />}
    </>
  );
}

function PickedValue({ text, chain }: { text: string; chain: readonly Place[] }) {
  const place = chain[chain.length - 1];
  const path = pathText(chain);
  if (!place) return null;
  return (
    <div className="mt-2 flex items-center gap-2 border-t border-line pt-1">
      <code className="min-w-0 flex-1 truncate text-ink-2" title={path}>
        <AgentText text={path} />
      </code>
      <span className="-mr-2.5 flex">
        <CopyButton text={() => text.slice(place.start, place.end)} label="Copy value" />
        <CopyButton text={path} label="Copy path" />
      </span>
    </div>
  );
}

/** The next row that is a value, in a direction; the row itself when there is none. */
function nextValue(rows: readonly TreeRow[], from: number, by: number): number {
  if (by === 0) return from;
  for (let i = from + by; i >= 0 && i < rows.length; i += by) if (rows[i]?.kind === "value") return i;
  return from;
}

function parentOf(rows: readonly TreeRow[], from: number): number {
  const depth = rows[from]?.depth ?? 0;
  for (let i = from - 1; i >= 0; i--) if (rows[i]?.kind === "value" && (rows[i]?.depth ?? 0) < depth) return i;
  return from;
}
