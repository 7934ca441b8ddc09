/** How the rows of the timeline belong together: which are filtered out, which ran side by side, what led to one. */
import type { Phase, Step } from "../contract/step.ts";

export type Bracket = "first" | "middle" | "last";

export interface StepFilter {
  /** Part of a title, any case; empty: all. */
  readonly find: string;
  /** Empty: all. */
  readonly phases: ReadonlySet<Phase>;
}

export function filterSteps(steps: readonly Step[], { find, phases }: StepFilter): readonly Step[] {
  const wanted = find.trim().toLowerCase();
  if (!wanted && phases.size === 0) return steps;
  return steps.filter(
    (step) =>
      (phases.size === 0 || phases.has(step.phase)) &&
      (!wanted || step.title.toLowerCase().includes(wanted) || (step.id ?? "").toLowerCase() === wanted),
  );
}

/**
 * Neighbouring rows that wait for exactly the same steps ran side by side: `first`, `middle`… `last` by key. Steps
 * that only run on a branch are alternatives, not parallel, and get none.
 */
export function findBrackets(steps: readonly Step[]): ReadonlyMap<string, Bracket> {
  const brackets = new Map<string, Bracket>();
  const groupOf = (step: Step) =>
    step.upstream.length === 0 || step.when || step.phase === "skipped" ? "" : JSON.stringify(step.upstream.toSorted());
  let start = 0;
  while (start < steps.length) {
    const first = steps[start];
    const group = first ? groupOf(first) : "";
    let end = start + 1;
    if (group !== "") {
      for (let next = steps[end]; next && groupOf(next) === group; next = steps[end]) end++;
    }
    if (end - start > 1) {
      for (let i = start; i < end; i++) {
        const key = steps[i]?.key;
        if (key !== undefined) brackets.set(key, i === start ? "first" : i === end - 1 ? "last" : "middle");
      }
    }
    start = end;
  }
  return brackets;
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
