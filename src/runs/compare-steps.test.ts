/** Steps of two runs find each other, and none is lost. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Step } from "../contract/step.ts";
import { differenceMs, pairSteps } from "./compare-steps.ts";

const step = fc
  .record({ id: fc.option(fc.constantFrom("x", "y"), { nil: undefined }), title: fc.constantFrom("x", "X", "Y") })
  .map((parts) => parts as Step);
const steps = fc.array(step, { maxLength: 8 });

test("every step stands in exactly one pair, and no two that could be a pair stand alone", () => {
  fc.assert(
    fc.property(steps, steps, (a, b) => {
      const pairs = pairSteps(a, b);
      expect(pairs.flatMap((pair) => pair.a ?? [])).toEqual(a);
      expect(new Set(pairs.flatMap((pair) => pair.b ?? []))).toEqual(new Set(b));
      expect(new Set(pairs.map((pair) => pair.key)).size).toBe(pairs.length);
      const nameOf = ({ id, title }: Step) => (id === undefined ? `title ${title}` : `id ${id}`);
      const alone = pairs.filter((pair) => !pair.b).map((pair) => nameOf(pair.a as Step));
      for (const pair of pairs) {
        if (pair.a && pair.b) expect(nameOf(pair.a)).toBe(nameOf(pair.b));
        if (!pair.a) expect(alone).not.toContain(nameOf(pair.b as Step));
      }
    }),
    { numRuns: 10_000 },
  );
});

test("the difference is how much longer the second took, and unknown with one of them", () => {
  const took = (durationMs?: number) => ({ durationMs }) as Step;
  expect(differenceMs({ key: "", a: took(100), b: took(350) })).toBe(250);
  expect(differenceMs({ key: "", a: took(100), b: took() })).toBeUndefined();
  expect(differenceMs({ key: "", a: undefined, b: took(1) })).toBeUndefined();
});
