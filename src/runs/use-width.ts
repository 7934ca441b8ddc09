/** The width of an element in whole px: at first what is expected, so that the first view has it, then as measured. */
import { useState } from "react";
import { flushSync } from "react-dom";

/** `expected`: px; read once. */
export function useWidth(
  expected: () => number,
): readonly [number, (element: HTMLElement | null) => (() => void) | undefined] {
  const [width, setWidth] = useState(expected);
  const [watch] = useState(() => (element: HTMLElement | null) => {
    if (!element) return undefined;
    // An observer hears of sizes before they are painted: drawn at once, nothing is seen to move.
    const observer = new ResizeObserver(([entry]) =>
      flushSync(() => setWidth(Math.floor(entry?.contentRect.width ?? 0))),
    );
    observer.observe(element);
    return () => observer.disconnect();
  });
  return [width, watch];
}
