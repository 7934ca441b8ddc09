/** Long lists in a window: only the rows in sight exist, however many there are. All rows are equally high. */
import { type RefObject, useLayoutEffect, useState } from "react";

export interface WindowRows {
  /** First row to render, and one past the last. */
  readonly start: number;
  readonly end: number;
  /** Px; the list's own height. Rows stand at `index * rowHeight` within it. */
  readonly totalHeight: number;
  /** Scrolls so that the row is in sight. */
  readonly showRow: (index: number) => void;
}

/** Rows beyond each edge, so that a fast wheel meets no gap. */
const OVERSCAN = 12;
const FIRST_ROWS = 40;

/**
 * `scrollRef` is the element that scrolls; `listRef` the list inside it, where something stands above the rows. Without
 * `listRef` the rows begin at the top of what scrolls. `scrollRef` null within: the page itself scrolls.
 */
export function useWindowRows(props: {
  count: number;
  rowHeight: number;
  scrollRef: RefObject<HTMLElement | null>;
  listRef?: RefObject<HTMLElement | null>;
}): WindowRows {
  const { count, rowHeight, scrollRef, listRef } = props;
  const [range, setRange] = useState({ from: 0, to: FIRST_ROWS });

  useLayoutEffect(() => {
    const scroller = scrollRef.current;
    const target = scroller ?? window;
    const measure = () => {
      const height = scroller ? scroller.clientHeight : window.innerHeight;
      const from = Math.floor(-topOf(scroller, listRef?.current) / rowHeight);
      const to = from + Math.ceil(height / rowHeight) + 1;
      setRange((before) => (before.from === from && before.to === to ? before : { from, to }));
    };
    measure();
    target.addEventListener("scroll", measure, { passive: true });
    const observer = new ResizeObserver(measure);
    observer.observe(scroller ?? document.documentElement);
    return () => {
      target.removeEventListener("scroll", measure);
      observer.disconnect();
    };
  }, [rowHeight, scrollRef, listRef]);

  return {
    start: Math.min(Math.max(0, range.from - OVERSCAN), Math.max(0, count - 1)),
    end: Math.max(0, Math.min(count, range.to + OVERSCAN)),
    totalHeight: count * rowHeight,
    showRow: (index) => {
      const scroller = scrollRef.current;
      const height = scroller ? scroller.clientHeight : window.innerHeight;
      const top = topOf(scroller, listRef?.current) + index * rowHeight;
      const by = top < 0 ? top : Math.max(0, top + rowHeight - height);
      if (by !== 0) (scroller ?? window).scrollBy(0, by);
    },
  };
}

/** Where the first row stands, in px from the upper edge of what can be seen; negative once scrolled. */
function topOf(scroller: HTMLElement | null, list: HTMLElement | null | undefined): number {
  if (!list) return scroller ? -scroller.scrollTop : -window.scrollY;
  const top = list.getBoundingClientRect().top;
  return scroller ? top - scroller.getBoundingClientRect().top - scroller.clientTop : top;
}
