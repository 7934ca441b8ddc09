/** The order of the table of steps. Steps without a value stand last in either direction. */
import type { Step } from "../contract/step.ts";
import { labelOf } from "./step-label.ts";

export const SORT_COLUMNS = ["step", "kind", "status", "attempts", "started", "duration"] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];
export interface Sort {
  readonly column: SortColumn;
  readonly isDown: boolean;
}

/** Reads `duration` or `-duration`; undefined, the order sent, for anything else. */
export function readSort(text: string | undefined): Sort | undefined {
  const isDown = text?.startsWith("-") ?? false;
  const column = SORT_COLUMNS.find((name) => name === (isDown ? text?.slice(1) : text));
  return column && { column, isDown };
}

/** What pressing a column leads to: ascending, descending, then the order sent. */
export function nextSort(sort: Sort | undefined, column: SortColumn): string | undefined {
  if (sort?.column !== column) return column;
  return sort.isDown ? undefined : `-${column}`;
}

const VALUES: Record<SortColumn, (step: Step) => string | number | undefined> = {
  step: (step) => step.title.toLowerCase(),
  kind: (step) => step.kind?.toLowerCase(),
  status: labelOf,
  attempts: (step) => (step.attempts.length > 0 ? step.attempts.length : step.attempt),
  started: (step) => step.startedAt,
  duration: (step) => step.durationMs,
};

export function sortSteps(steps: readonly Step[], sort: Sort | undefined): readonly Step[] {
  if (!sort) return steps;
  const value = VALUES[sort.column];
  const turn = sort.isDown ? -1 : 1;
  // Ties keep the order sent: toSorted is stable.
  return steps.toSorted((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === y) return 0;
    if (x === undefined) return 1;
    if (y === undefined) return -1;
    return (x < y ? -1 : 1) * turn;
  });
}
