/** Which rows of the steps are drawn: those on screen and a few beyond, however many there are. */
import { useState } from "react";
import { flushSync } from "react-dom";

/** Up to this many rows all are drawn. */
const WINDOW_ABOVE = 24;
/** The window moves in steps of this many rows, and reaches as far beyond the screen. */
const STRIDE = 2;
/** Px at the top of the screen that the bar and the axis cover. */
export const COVERED = 76;

interface Range {
  readonly first: number;
  readonly last: number;
}

export function useStepsWindow({ count, rowHeight, active }: { count: number; rowHeight: number; active: number }) {
  const [range, setRange] = useState<Range>({ first: 0, last: WINDOW_ABOVE });
  const [body, setBody] = useState<HTMLElement | null>(null);
  const [watch] = useState(() => watchers(setRange, setBody));
  const isWindowed = count > WINDOW_ABOVE;

  const shown: number[] = [];
  const first = isWindowed ? Math.min(range.first, Math.max(0, count - 1)) : 0;
  const last = Math.min(count - 1, isWindowed ? range.last : count);
  // The row with the keyboard stays drawn wherever it is, or scrolling would drop the focus.
  if (active < first && active < count) shown.push(active);
  for (let i = first; i <= last; i++) shown.push(i);
  if (active > last && active < count) shown.push(active);
  return { shown, body, watchBody: watch(rowHeight) };
}

/** For each row height a ref that follows page and window; only a move by a stride makes React work. */
function watchers(onRange: (range: Range) => void, onBody: (element: HTMLElement | null) => void) {
  const refs = new Map<number, (element: HTMLElement | null) => (() => void) | undefined>();
  return (rowHeight: number) => {
    const known = refs.get(rowHeight);
    if (known) return known;
    const ref = (element: HTMLElement | null) => {
      if (!element) return undefined;
      let last = "";
      const measure = () => {
        const top = Math.max(0, COVERED - element.getBoundingClientRect().top) / rowHeight;
        const first = Math.max(0, Math.floor(top / STRIDE) * STRIDE - STRIDE);
        const range = { first, last: first + Math.ceil((window.innerHeight - COVERED) / rowHeight) + 2 * STRIDE };
        if (last === JSON.stringify(range)) return;
        last = JSON.stringify(range);
        onRange(range);
      };
      // Drawn within the frame that shows the new position, or rows would come a moment late.
      const onMove = () => flushSync(measure);
      measure();
      onBody(element);
      // The page also moves when something above the rows comes or goes.
      const observer = new ResizeObserver(onMove);
      observer.observe(document.body);
      document.addEventListener("scroll", onMove, { passive: true, capture: true });
      window.addEventListener("resize", onMove);
      return () => {
        observer.disconnect();
        document.removeEventListener("scroll", onMove, { capture: true });
        window.removeEventListener("resize", onMove);
        onBody(null);
      };
    };
    refs.set(rowHeight, ref);
    return ref;
  };
}
