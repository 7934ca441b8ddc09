/** Steps for the tests of rows, made from drawn numbers: nested, named alike, iterations, in any state. */
import type { Phase, Step } from "../contract/step.ts";

export const PHASES: readonly Phase[] = ["succeeded", "failed", "running", "pending"];

/** What rows are made from; `over` wins. */
export function step(key: string, over: Partial<Step> = {}): Step {
  const lists = { attempts: [], parentKeys: [], upstream: [], downstream: [], extra: [], notes: [] };
  return { key, title: key, phase: "succeeded", status: "completed", ...lists, ...over } as unknown as Step;
}

/** From 0 to 9 for parent, name and iteration. Parents stand anywhere before their children. */
export function stepsFrom(drawn: readonly (readonly [number, number, number, Phase])[]): Step[] {
  return drawn.map(([parent, name, iteration, phase], i) =>
    step(`k${i}`, {
      // Most are iterations of one step of one parent, so that there is something to fold.
      ...(i > 3 && parent < 8 && { parentKeys: [`k${parent < 7 ? 0 : i % 4}`] }),
      title: name === 0 ? "other" : "same",
      phase,
      ...(iteration > 0 && { iteration: { index: i } }),
    }),
  );
}
