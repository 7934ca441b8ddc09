/** The duration bars: one long run must not flatten the others, and says that it is cut. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { barOf, scaleOf, usualLines } from "./runs-scale.ts";

test("like durations fill the width; an outlier is cut", () => {
  expect(scaleOf([100, 90, 110])).toBe(110);
  const scale = scaleOf([18, 20, 21, 22, 24, 25, 26, 27, 28, 86_400].map((s) => s * 1_000));
  expect(scale).toBeLessThan(40_000);
  expect(barOf(86_400_000, scale)).toEqual({ share: 1, isCut: true });
  expect(scaleOf([])).toBe(0);
  expect(barOf(5, 0)).toEqual({ share: 0, isCut: false });
});

test("no bar leaves its cell, and a longer run never has the shorter bar", () => {
  const durations = fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 25 });
  const property = fc.property(durations, (all) => {
    const scale = scaleOf(all);
    const shares = all.toSorted((a, b) => a - b).map((ms) => barOf(ms, scale).share);
    return shares.every((share, i) => share >= (shares[i - 1] ?? 0) && share <= 1);
  });
  fc.assert(property, { numRuns: 10_000 });
});

test("the lines of what is usual stand where a bar as long would end, or not at all", () => {
  const ms = fc.option(fc.integer({ min: 1, max: 1e9 }), { nil: undefined });
  const property = fc.property(ms, ms, fc.integer({ min: 0, max: 1e9 }), (p50Ms, p90Ms, scale) => {
    const lines = usualLines({ p50Ms, p90Ms }, scale);
    for (const [line, long] of [
      [lines.p50, p50Ms],
      [lines.p90, p90Ms],
    ]) {
      const bar = barOf(long ?? 0, scale);
      expect(line).toBe(long === undefined || bar.isCut || scale === 0 ? undefined : bar.share);
    }
  });
  fc.assert(property, { numRuns: 10_000 });
  expect(usualLines({ p50Ms: undefined, p90Ms: undefined }, 100)).toEqual({ p50: undefined, p90: undefined });
});
