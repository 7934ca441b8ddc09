/** What timeline and table share: which rows are drawn, which one has the keyboard, how one is picked. */
import { type KeyboardEvent, type MouseEvent, useState } from "react";
import { flushSync } from "react-dom";
import type { Step } from "../contract/step.ts";
import { rowForKey } from "./steps-keys.ts";

/** Below this many rows all are drawn. */
const WINDOW_FROM = 200;
/** Rows drawn beyond the screen on either side; the window moves in steps of half of it. */
const OVERSCAN = 20;

interface Range {
  readonly first: number;
  readonly last: number;
}

export function useStepsGrid(props: {
  rows: readonly Step[];
  rowHeight: number;
  selectedKey: string | undefined;
  onSelect: (key: string, how: { isQuiet: boolean }) => void;
}) {
  const { rows, rowHeight, selectedKey, onSelect } = props;
  const [activeKey, setActiveKey] = useState<string | undefined>(undefined);
  const [range, setRange] = useState<Range>({ first: 0, last: 60 });
  const [watchScroll] = useState(() => scrollWatcher(setRange));
  const isWindowed = rows.length > WINDOW_FROM;

  const indexOf = (key: string | undefined) => (key === undefined ? -1 : rows.findIndex((s) => s.key === key));
  const active = indexOf(activeKey) >= 0 ? indexOf(activeKey) : Math.max(0, indexOf(selectedKey));

  const shown: number[] = [];
  const last = isWindowed ? Math.min(rows.length - 1, range.last) : rows.length - 1;
  // The row with the keyboard stays drawn wherever it is, or scrolling would drop the focus.
  if (isWindowed && active < range.first) shown.push(active);
  for (let i = isWindowed ? range.first : 0; i <= last; i++) shown.push(i);
  if (active > last && active < rows.length) shown.push(active);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const row = (event.target as HTMLElement).closest("[role=row]");
    if (!row || event.target !== row) return;
    if (event.key === "Enter" || event.key === " ") {
      const step = rows[active];
      event.preventDefault();
      if (step) onSelect(step.key, { isQuiet: false });
      return;
    }
    const target = rowForKey(event.key, active, rows.length);
    const step = target === undefined ? undefined : rows[target];
    if (!step) return;
    event.preventDefault();
    const body = event.currentTarget;
    flushSync(() => {
      setActiveKey(step.key);
      // With the inspector open, it follows the keyboard.
      if (indexOf(selectedKey) >= 0) onSelect(step.key, { isQuiet: true });
    });
    const element = body.querySelector<HTMLElement>(`[data-index="${target}"]`);
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: "nearest" });
  };

  const onClick = (event: MouseEvent<HTMLElement>) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-index]");
    const step = row && rows[Number(row.dataset["index"])];
    // Whoever marks text to copy it does not mean to pick the row.
    if (!step || window.getSelection()?.type === "Range") return;
    setActiveKey(step.key);
    onSelect(step.key, { isQuiet: false });
  };

  return { shown, active, onKeyDown, onClick, watchBody: isWindowed ? watchScroll(rowHeight) : undefined };
}

/** Calls back with the rows on screen when the page scrolls; only a move of half the overscan counts. */
function scrollWatcher(onRange: (update: (before: Range) => Range) => void) {
  const refs = new Map<number, (element: HTMLElement | null) => (() => void) | undefined>();
  return (rowHeight: number) => {
    const known = refs.get(rowHeight);
    if (known) return known;
    const ref = (element: HTMLElement | null) => {
      if (!element) return undefined;
      const measure = () => {
        const top = -element.getBoundingClientRect().top / rowHeight;
        const half = OVERSCAN / 2;
        const first = Math.max(0, Math.floor(top / half) * half - half);
        const last = first + Math.ceil(window.innerHeight / rowHeight) + 2 * OVERSCAN;
        onRange((before) => (before.first === first && before.last === last ? before : { first, last }));
      };
      measure();
      document.addEventListener("scroll", measure, { passive: true, capture: true });
      window.addEventListener("resize", measure);
      return () => {
        document.removeEventListener("scroll", measure, { capture: true });
        window.removeEventListener("resize", measure);
      };
    };
    refs.set(rowHeight, ref);
    return ref;
  };
}
