/** How the rows of the timeline belong together: which are filtered out, which ran side by side, what led to one. */
import type { Phase, Step } from "../contract/step.ts";
import { isOpenStep } from "./step-label.ts";
import type { StepsRow } from "./steps-rows.ts";

export type Bracket = "first" | "middle" | "last";

export interface StepFilter {
  /** Part of a title, any case; empty: all. */
  readonly find: string;
  /** Empty: all. */
  readonly phases: ReadonlySet<Phase>;
  readonly isOnlyUnfinished: boolean;
}

/** The same list when nothing is filtered. */
export function filterSteps(steps: readonly Step[], { find, phases, isOnlyUnfinished }: StepFilter): readonly Step[] {
  const wanted = find.trim().toLowerCase();
  if (!wanted && phases.size === 0 && !isOnlyUnfinished) return steps;
  return steps.filter(
    (step) =>
      (phases.size === 0 || phases.has(step.phase)) &&
      (!isOnlyUnfinished || isUnfinished(step)) &&
      (!wanted || step.title.toLowerCase().includes(wanted) || (step.id ?? "").toLowerCase() === wanted),
  );
}

/** Has not ended, as far as anybody said: open, or not begun. */
export function isUnfinished(step: Step): boolean {
  return step.phase === "pending" || isOpenStep(step) || (step.phase === "unknown" && step.endedAt === undefined);
}

/**
 * Neighbouring rows that wait for exactly the same steps ran side by side: `first`, `middle`… `last` by row id. Steps
 * that only run on a branch are alternatives, not parallel, and get none; nor do iterations, which a fold holds.
 */
export function findBrackets(rows: readonly StepsRow[]): ReadonlyMap<string, Bracket> {
  const brackets = new Map<string, Bracket>();
  let start = 0;
  while (start < rows.length) {
    let end = start + 1;
    while (end < rows.length && areParallel(rows[start], rows[end])) end++;
    if (end - start > 1) {
      for (let i = start; i < end; i++) {
        const id = rows[i]?.id;
        if (id !== undefined) brackets.set(id, i === start ? "first" : i === end - 1 ? "last" : "middle");
      }
    }
    start = end;
  }
  return brackets;
}

function areParallel(a: StepsRow | undefined, b: StepsRow | undefined): boolean {
  if (a?.kind !== "step" || b?.kind !== "step" || a.under !== b.under || a.isIteration || b.isIteration) return false;
  if (a.step.when || b.step.when || a.step.phase === "skipped" || b.step.phase === "skipped") return false;
  const [x, y] = [a.step.upstream, b.step.upstream];
  if (x.length === 0 || x.length !== y.length) return false;
  if (x.every((key, i) => key === y[i])) return true;
  // Most steps wait for one other; a set for each of thousands would cost more than all else here.
  if (x.length === 1) return false;
  const keys = new Set(x);
  return y.every((key) => keys.has(key));
}

/** The step whose end let this one start: of those it waited for, the one that ended last. */
export function predecessorOf(step: Step, byKey: ReadonlyMap<string, Step>): Step | undefined {
  let found: Step | undefined;
  for (const key of step.upstream) {
    const candidate = byKey.get(key);
    if (candidate && (!found || (candidate.endedAt ?? -Infinity) > (found.endedAt ?? -Infinity))) found = candidate;
  }
  return found;
}
