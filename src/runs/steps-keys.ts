/** Moving through the rows of the steps with the keyboard: arrows, page keys, Home and End; Left and Right fold. */
import type { StepsRow } from "./steps-rows.ts";

/** Rows a page key moves by. */
const PAGE = 10;

/** The row to go to, or undefined when the key means something else. `count` of 0 has nowhere to go. */
export function rowForKey(key: string, from: number, count: number): number | undefined {
  if (count === 0) return undefined;
  const to = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + PAGE,
    PageUp: from - PAGE,
    Home: 0,
    End: count - 1,
  };
  const target = Object.hasOwn(to, key) ? to[key as keyof typeof to] : undefined;
  return target === undefined ? undefined : Math.min(count - 1, Math.max(0, target));
}

/** Right opens, then enters; Left closes, then leaves to the row above it: the way of trees. */
export function foldForKey(key: string, row: StepsRow): "open" | "close" | "enter" | "leave" | undefined {
  if (key === "ArrowRight" && row.isOpen !== undefined) return row.isOpen ? "enter" : "open";
  if (key !== "ArrowLeft") return undefined;
  if (row.isOpen) return "close";
  return row.under === undefined ? undefined : "leave";
}
