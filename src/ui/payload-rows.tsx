/** The tree of a payload: one line per value, opened where somebody looks, moved through by arrow keys. */
import { type KeyboardEvent, useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { PayloadPartBar } from "./payload-part-bar.tsx";
import { usePartRows } from "./payload-parts.ts";
import { PayloadPicked } from "./payload-picked.tsx";
import { PayloadRow, ROW_HEIGHT } from "./payload-row.tsx";
import { Outline, type TreeRow } from "./payload-outline.ts";
import { chainTo, containersIn, firstOpen, type Place } from "./payload-tree.ts";

/** Rows that stand in the page without a window of their own. */
const WHOLE_MAX = 160;
const PAGE_ROWS = 20;

interface RowsProps {
  readonly root: Place;
  readonly text: string;
  readonly label: string;
  readonly repeated: ReadonlySet<number>;
  /** Start of a value that a search found: opened, picked and scrolled to. */
  readonly shown: number | undefined;
}

export function PayloadRows({ root, text, label, repeated, shown }: RowsProps) {
  const id = useId();
  const scrollRef = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(() => firstOpen(root, text));
  const [picked, setPicked] = useState<number>();
  const [found, setFound] = useState<number>();
  if (shown !== found) {
    setFound(shown);
    if (shown !== undefined) {
      const outer = chainTo(root, shown).slice(0, -1);
      setOpen(new Set([...open, ...outer.map(({ start }) => start)]));
      setPicked(shown);
    }
  }
  const outline = new Outline(root, open);
  const isWhole = outline.count <= WHOLE_MAX;
  const seen = usePartRows({ count: outline.count, rowHeight: ROW_HEIGHT, scrollRef });
  const start = isWhole ? 0 : seen.start;
  const end = isWhole ? outline.count : seen.end;
  const pickedAt = picked === undefined ? -1 : outline.indexOf(picked);

  const reveal = (index: number) => {
    if (!isWhole) seen.showRow(index);
    else document.getElementById(`${id}-${outline.rowAt(index)?.start}`)?.scrollIntoView({ block: "nearest" });
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
  const expand = (place: Place) => setOpen(new Set([...open, ...containersIn(place)]));
  const collapse = (place: Place) =>
    setOpen(new Set([...open].filter((start) => start <= place.start || start >= place.end)));
  const pickAt = (index: number) => {
    const row = outline.rowAt(index);
    if (!row) return;
    setPicked(row.start);
    reveal(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = Math.max(0, pickedAt);
    const row = outline.rowAt(at);
    if (!row) return;
    const walk = (by: 1 | -1, count: number) => {
      let to = at;
      for (let i = 0; i < count; i++) to = outline.step(to, by);
      pickAt(to);
    };
    if (event.key === "ArrowDown") walk(1, pickedAt < 0 ? 0 : 1);
    else if (event.key === "ArrowUp") walk(-1, 1);
    else if (event.key === "PageDown") walk(1, PAGE_ROWS);
    else if (event.key === "PageUp") walk(-1, PAGE_ROWS);
    else if (event.key === "Home") pickAt(0);
    else if (event.key === "End") pickAt(outline.step(outline.count, -1));
    else if (event.key === "ArrowRight" && row.canOpen && !row.isOpen) toggle(row);
    else if (event.key === "ArrowRight") walk(1, 1);
    else if (event.key === "ArrowLeft" && row.isOpen) toggle(row);
    else if (event.key === "ArrowLeft") pickAt(outline.indexOf(chainTo(root, row.start).at(-2)?.start ?? root.start));
    else if (event.key === "*") expand(row);
    else if ((event.key === "Enter" || event.key === " ") && row.canOpen) toggle(row);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <PayloadPartBar rows={seen} count={outline.count} />
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
          {outline.rows(start, end).map((row, i) => {
            const index = start + i;
            return (
              <PayloadRow
                key={`${row.kind}${row.start}${row.kind === "text" ? index : ""}`}
                id={`${id}-${row.start}`}
                row={row}
                text={text}
                top={isWhole ? undefined : (index - seen.first) * ROW_HEIGHT}
                isPicked={row.kind === "value" && row.start === picked}
                isRepeated={repeated.has(row.start)}
                onPick={() => {
                  setPicked(row.start);
                  if (row.canOpen) toggle(row);
                }}
              />
            );
          })}
        </div>
      </div>
      {picked !== undefined && (
        <PayloadPicked text={text} chain={chainTo(root, picked)} onExpand={expand} onCollapse={collapse} />
      )}
    </>
  );
}
