/** The steps of two runs beside each other, matched by id, else by title, the nth with the nth. */
import type { Step } from "../contract/step.ts";

export interface StepPair {
  readonly key: string;
  readonly a: Step | undefined;
  readonly b: Step | undefined;
}

/** In the order of `a`; what is only in `b` follows. Every step of both stands in exactly one pair. */
export function pairSteps(a: readonly Step[], b: readonly Step[]): readonly StepPair[] {
  const ofB = new Map(named(b));
  const pairs: StepPair[] = named(a).map(([key, step]) => {
    const other = ofB.get(key);
    ofB.delete(key);
    return { key, a: step, b: other };
  });
  return [...pairs, ...[...ofB].map(([key, step]) => ({ key, a: undefined, b: step }))];
}

/** Each with a name that is its own. */
function named(steps: readonly Step[]): (readonly [string, Step])[] {
  const seen = new Map<string, number>();
  return steps.map((step) => {
    const name = JSON.stringify(step.id === undefined ? ["title", step.title] : ["id", step.id]);
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    return [`${name}${nth}`, step] as const;
  });
}

/** Ms the second took longer; undefined when one of them has no duration. */
export function differenceMs({ a, b }: StepPair): number | undefined {
  return a?.durationMs === undefined || b?.durationMs === undefined ? undefined : b.durationMs - a.durationMs;
}
