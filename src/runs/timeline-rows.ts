/** How the rows of the timeline belong together: which are filtered out, which ran side by side, what led to one. */
import type { Phase, Step } from "../contract/step.ts";
import type { StepsByKey } from "../contract/steps-by-key.ts";
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
 * Neighbouring rows that wait for exactly the same steps ran side by side: `first`, `middle`… `last`. Steps that only
 * run on a branch are alternatives, not parallel, and get none; nor do iterations, which a fold holds. Asked only of rows
 * in sight: being parallel is the same from neighbour to neighbour.
 */
export function bracketAt(rows: readonly StepsRow[], index: number): Bracket | undefined {
  const hasBefore = areParallel(rows[index - 1], rows[index]);
  const hasAfter = areParallel(rows[index], rows[index + 1]);
  if (hasBefore) return hasAfter ? "middle" : "last";
  return hasAfter ? "first" : undefined;
}

function areParallel(a: StepsRow | undefined, b: StepsRow | undefined): boolean {
  if (a?.kind !== "step" || b?.kind !== "step" || a.under !== b.under || a.isIteration || b.isIteration) return false;
  if (a.step.when || b.step.when || a.step.phase === "skipped" || b.step.phase === "skipped") return false;
  const [x, y] = [a.step.upstream, b.step.upstream];
  if (x.length === 0 || x.length !== y.length) return false;
  if (x.every((key, i) => key === y[i])) return true;
  // Most steps wait for one other, and need no set.
  if (x.length === 1) return false;
  const keys = new Set(x);
  return y.every((key) => keys.has(key));
}

/** The step whose end let this one start: of those it waited for, the one that ended last. */
export function predecessorOf(step: Step, byKey: StepsByKey): Step | undefined {
  let found: Step | undefined;
  for (const key of step.upstream) {
    const candidate = byKey.get(key);
    if (candidate && (!found || (candidate.endedAt ?? -Infinity) > (found.endedAt ?? -Infinity))) found = candidate;
  }
  return found;
}
