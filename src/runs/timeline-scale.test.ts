/** The scale is monotonous, fills its width, and folds only long waits. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findFold, horizonMs, makeScale, xOf } from "./timeline-scale.ts";
import { makeTicks, offsetLabel, tickLabel, tickStepMs } from "./timeline-ticks.ts";

const RUNS = { numRuns: 10_000 };
const at = fc.integer({ min: 0, max: 4e12 });
const span = fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 4e10 }));
const width = fc.integer({ min: 0, max: 4_000 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

const scales = fc
  .record({ start: at, ms: span, width, from: share, to: share, isFolded: fc.boolean() })
  .map(({ start, ms, width: w, from, to, isFolded }) => {
    const fold = { fromAt: start + Math.min(from, to) * ms, toAt: start + Math.max(from, to) * ms };
    return makeScale(start, start + ms, w, isFolded ? fold : undefined);
  });

describe("scale", () => {
  it("never decreases and stays within the plot", () => {
    fc.assert(
      fc.property(scales, share, share, (scale, a, b) => {
        const ms = scale.endAt - scale.startAt;
        const [early, late] = [Math.min(a, b), Math.max(a, b)].map((s) => xOf(scale, scale.startAt + s * ms));
        expect(early).toBeLessThanOrEqual((late ?? -1) + 1e-6);
        expect(early).toBeGreaterThanOrEqual(0);
        expect(late).toBeLessThanOrEqual(scale.width);
      }),
      RUNS,
    );
  });

  it("begins at 0 and ends at its width", () => {
    fc.assert(
      fc.property(scales, (scale) => {
        expect(xOf(scale, scale.startAt)).toBe(0);
        if (scale.width > 8) expect(xOf(scale, scale.endAt)).toBeCloseTo(scale.width, 3);
        expect(xOf(scale, scale.startAt - 1e9)).toBe(0);
        expect(xOf(scale, scale.endAt + 1e9)).toBe(scale.width);
      }),
      RUNS,
    );
  });

  it("keeps now between 84 % and 90 % of a live plot", () => {
    fc.assert(
      fc.property(fc.integer({ min: 5_000, max: 1e10 }), (elapsed) => {
        const place = elapsed / horizonMs(elapsed);
        expect(place).toBeGreaterThan(0.839);
        expect(place).toBeLessThan(0.9);
        expect(horizonMs(elapsed + 1)).toBeGreaterThanOrEqual(horizonMs(elapsed));
      }),
      RUNS,
    );
  });
});

describe("fold", () => {
  it("leaves a run without a long wait alone", () => {
    expect(findFold([{ startedAt: 100, endedAt: 139 }], 0, 100)).toBeUndefined();
    expect(findFold([{ startedAt: 60, endedAt: 100 }], 0, 100)).toBeUndefined();
    expect(findFold([{ startedAt: 10 }, { endedAt: 90 }], 0, 100)).toBeUndefined();
  });

  it("folds inside the longest wait and keeps both its ends", () => {
    fc.assert(
      fc.property(span, span, span, (before, wait, after) => {
        const end = before + wait + after;
        const fold = findFold([{ startedAt: before, endedAt: before + wait }], 0, end);
        if (wait <= end * 0.4) expect(fold).toBeUndefined();
        else {
          expect(fold!.fromAt).toBeGreaterThan(before);
          expect(fold!.toAt).toBeLessThan(before + wait);
          expect(fold!.toAt - fold!.fromAt).toBeGreaterThanOrEqual(wait * 0.79);
        }
      }),
      RUNS,
    );
  });
});

describe("ticks", () => {
  it("stand at least 56 px apart, outside the fold, clear of marks", () => {
    fc.assert(
      fc.property(scales, share, (scale, markShare) => {
        const mark = { x: markShare * scale.width, label: "now 3:04" };
        const ticks = makeTicks(scale, scale.endAt, [mark]);
        expect(ticks.length).toBeLessThanOrEqual(scale.width / 20 + 2);
        for (const [i, tick] of ticks.entries()) {
          const previous = ticks[i - 1];
          if (previous && !scale.fold) expect(tick.x - previous.x).toBeGreaterThanOrEqual(55.9);
          expect(Math.abs(tick.x - mark.x)).toBeGreaterThan(24);
        }
      }),
      RUNS,
    );
  });

  it.each([
    [556 / 218_000, 30_000],
    [56 / 1_000, 1_000],
    [55 / 1_000, 2_000],
    [1, 100],
    [56 / 86_400_000, 86_400_000],
    [56 / (5 * 86_400_000), 5 * 86_400_000],
  ])("at %s px per ms the distance is %s ms", (pxPerMs, step) => {
    expect(tickStepMs(pxPerMs)).toBe(step);
  });

  it.each([
    [0, 30_000, "0 s"],
    [30_000, 30_000, "30 s"],
    [60_000, 30_000, "1 min"],
    [90_000, 30_000, "1:30"],
    [5_400_000, 1_800_000, "1:30 h"],
    [7_200_000, 1_800_000, "2 h"],
    [93_600_000, 7_200_000, "1 d 2 h"],
    [200, 200, "200 ms"],
    [1_200, 200, "1.2 s"],
  ])("%s ms at steps of %s ms reads %s", (ms, step, label) => {
    expect(tickLabel(ms, step)).toBe(label);
  });

  it("names moments", () => {
    expect([42_900, 184_000, 3_784_000, 93_700_000].map(offsetLabel)).toEqual(["42 s", "3:04", "1:03:04", "1 d 2 h"]);
  });
});
