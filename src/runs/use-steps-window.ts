/** Which rows of the steps are drawn: those on screen, after the first view a few beyond, however many there are. */
import { type Dispatch, type SetStateAction, useState } from "react";
import { flushSync } from "react-dom";
import { useAfterFirstView } from "../api/use-after-first-view.ts";
import { usePrinted } from "../ui/use-printed.ts";

/** Up to this many rows all are drawn. */
const WINDOW_ABOVE = 24;
/** Rows on paper at most; where all are drawn at once, thousands take seconds. */
export const PRINTED_MOST = 500;
/** The window moves in steps of this many rows. */
const STRIDE = 2;
/** So many rows beyond the screen are drawn before they are scrolled to. */
const BEYOND = { above: STRIDE, below: 2 * STRIDE };
const NOT_BEYOND = { above: 0, below: 0 };
/** Px at the top of the screen that the bar and the axis cover. */
export const COVERED = 76;
/** Px that the bar, the shortest head of a run, the toolbar and the axis take. */
const ABOVE_LEAST = 240;

/** What the rows stand in; a place to look, not a value to draw. */
export interface Body {
  current: HTMLElement | null;
}

interface Range {
  readonly first: number;
  readonly last: number;
}

export function useStepsWindow({ count, rowHeight, active }: { count: number; rowHeight: number; active: number }) {
  // What stands above the rows is not known before they stand; should it be less, the missing come before the first paint.
  const [range, setRange] = useState(() => rangeAt(ABOVE_LEAST, rowHeight));
  const [body] = useState<Body>(() => ({ current: null }));
  const [watch] = useState(() => watchers(setRange, body));
  const isPrinted = usePrinted();
  const isWindowed = count > WINDOW_ABOVE && !isPrinted;
  const beyond = useAfterFirstView() ? BEYOND : NOT_BEYOND;

  const shown: number[] = [];
  const first = isWindowed ? Math.max(0, Math.min(range.first - beyond.above, count - 1)) : 0;
  const last = Math.min(count - 1, isWindowed ? range.last + beyond.below : (isPrinted ? PRINTED_MOST : count) - 1);
  // The row with the keyboard stays drawn wherever it is, or scrolling would drop the focus.
  if (active < first && active < count) shown.push(active);
  for (let i = first; i <= last; i++) shown.push(i);
  if (active > last && active < count) shown.push(active);
  return { shown, body, watchBody: watch(rowHeight) };
}

/** `top`: px from the top of the screen to the first row. */
function rangeAt(top: number, rowHeight: number): Range {
  const above = Math.max(0, COVERED - top) / rowHeight;
  const inSight = Math.max(0, window.innerHeight - Math.max(COVERED, top)) / rowHeight;
  return {
    first: Math.floor(above / STRIDE) * STRIDE,
    last: Math.ceil((above + inSight) / STRIDE) * STRIDE - 1,
  };
}

const isWithin = (inner: Range, outer: Range) => inner.first >= outer.first && inner.last <= outer.last;

/** For each row height a ref that follows page and window; only a move by a stride makes React work. */
function watchers(onRange: Dispatch<SetStateAction<Range>>, body: Body) {
  const refs = new Map<number, (element: HTMLElement | null) => (() => void) | undefined>();
  return (rowHeight: number) => {
    const known = refs.get(rowHeight);
    if (known) return known;
    const ref = (element: HTMLElement | null) => {
      if (!element) return undefined;
      body.current = element;
      let last: Range | undefined;
      // Drawn within the frame that shows the new position, or rows would come a moment late.
      const onMove = () => {
        const range = rangeAt(element.getBoundingClientRect().top, rowHeight);
        if (last && isWithin(range, last) && isWithin(last, range)) return;
        last = range;
        // Fewer rows are not worth drawing again: at first it takes a row or two more than there is room for.
        flushSync(() => onRange((before) => (isWithin(range, before) ? before : range)));
      };
      // The page also moves when something above the rows comes or goes. It calls before the first paint, too.
      const observer = new ResizeObserver(onMove);
      observer.observe(document.body);
      document.addEventListener("scroll", onMove, { passive: true, capture: true });
      window.addEventListener("resize", onMove);
      return () => {
        observer.disconnect();
        document.removeEventListener("scroll", onMove, { capture: true });
        window.removeEventListener("resize", onMove);
        body.current = null;
      };
    };
    refs.set(rowHeight, ref);
    return ref;
  };
}
