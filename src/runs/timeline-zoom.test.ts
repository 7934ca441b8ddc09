/** Zooming keeps in place what is under the pointer; density counts every step that ended; ticks stay few. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Phase, Step } from "../contract/step.ts";
import { BIN, densityOf, densityPaths, densityStrip, DROP, RISE } from "./timeline-density.ts";
import { makeScale, momentAt, xOf } from "./timeline-scale.ts";
import { makeTicks } from "./timeline-ticks.ts";
import { zoomed, zoomLabel } from "./timeline-zoom.ts";
import { anchorAt, panTo } from "./zoom-anchor.ts";

const RUNS = { numRuns: 10_000 };
const span = fc.integer({ min: 10, max: 10 ** 9 });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const foldOf = (ms: number, a: number, b: number) => ({ fromAt: ms * Math.min(a, b), toAt: ms * Math.max(a, b) });

describe("zoom", () => {
  it("finds the moment of every place: there and back again", () => {
    fc.assert(
      fc.property(span, fc.integer({ min: 100, max: 10 ** 6 }), share, share, share, (ms, width, a, b, at) => {
        const scale = makeScale(0, ms, width, foldOf(ms, a, b));
        expect(xOf(scale, momentAt(scale, at * width))).toBeCloseTo(at * width, 1);
      }),
      RUNS,
    );
  });

  it("keeps the moment under the pointer, unless an end of the run is in the way", () => {
    fc.assert(
      fc.property(
        span,
        fc.integer({ min: 200, max: 2_000 }),
        share,
        share,
        fc.constantFrom(2, 4, 0.5),
        (ms, width, p, x, f) => {
          const before = makeScale(0, ms, width * 8);
          const after = makeScale(0, ms, width * zoomed(8, f));
          const pan = p * (before.width - width);
          const anchor = anchorAt(before, pan, x * width);
          const to = panTo(after, anchor, width);
          expect(to).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(after.width - width);
          const isFree = to > 0 && to < after.width - width;
          if (isFree) expect(xOf(after, anchor.at) - to).toBeCloseTo(x * width, 3);
        },
      ),
      RUNS,
    );
  });

  it("goes from all in sight to a limit and back", () => {
    let zoom = 1;
    for (let i = 0; i < 40; i++) zoom = zoomed(zoom, 2);
    expect(zoom).toBe(4_096);
    for (let i = 0; i < 40; i++) zoom = zoomed(zoom, 0.5);
    expect(zoom).toBe(1);
    expect([zoomLabel(1.5), zoomLabel(63.6)]).toEqual(["1.5×", "64×"]);
  });

  it("makes only the ticks in sight, and the same there as without zoom", () => {
    fc.assert(
      fc.property(span, share, (ms, at) => {
        const scale = makeScale(0, ms, 400_000);
        const fromX = at * 400_000;
        const sight = { fromX, toX: fromX + 1_200 };
        const ticks = makeTicks(scale, ms, [], sight);
        expect(ticks.length).toBeLessThan(24);
        expect(ticks.every(({ x }) => x <= sight.toX + 1)).toBe(true);
      }),
      RUNS,
    );
    const scale = makeScale(0, 60_000, 4_000);
    const all = makeTicks(scale, 60_000, []).filter(({ x }) => x >= 1_000 && x <= 2_000);
    const some = makeTicks(scale, 60_000, [], { fromX: 1_000, toX: 2_000 }).filter(({ x }) => x >= 1_000);
    expect(some).toEqual(all);
  });
});

describe("density", () => {
  const phases: readonly Phase[] = ["succeeded", "failed", "running", "pending", "cancelled"];
  const anyStep = fc.tuple(fc.constantFrom(...phases), fc.nat(1_000), fc.nat(1_000)).map(([phase, start, took]) => {
    if (phase === "pending") return { phase } as Step;
    return { phase, startedAt: start, ...(phase !== "running" && { endedAt: start + took }) } as Step;
  });

  it("counts every step that ended once, each failure as one, and knows who still runs", () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
        const { bins, span: covered, openFromAt } = densityOf(steps, makeScale(0, 2_000, 500));
        const sum = (of: (bin: (typeof bins)[number]) => number) => bins.reduce((total, bin) => total + of(bin), 0);
        expect(sum((bin) => bin.ended)).toBe(steps.filter((one) => one.endedAt !== undefined).length);
        expect(sum((bin) => bin.failed)).toBe(steps.filter(({ phase }) => phase === "failed").length);
        expect(openFromAt !== undefined).toBe(steps.some(({ phase }) => phase === "running"));
        expect(covered !== undefined).toBe(steps.some(({ phase }) => phase !== "pending"));
        expect(bins.every(({ x }, i) => x % BIN === 0 && x > (bins[i - 1]?.x ?? -1))).toBe(true);
      }),
      RUNS,
    );
  });

  it("draws each failure in sight, beside however many went well", () => {
    const bins = [
      { x: 0, ended: 10_000, failed: 1 },
      { x: 4, ended: 1, failed: 0 },
    ];
    expect(densityPaths(bins)).toEqual({ ended: `M0 0v-${RISE}h3v${RISE}zM4 0v-3h3v3z`, failed: "M0 0v3h3v-3z" });
    expect(densityPaths([{ x: 8, ended: 2, failed: 2 }])).toEqual({ ended: "", failed: `M8 0v${DROP}h3v-${DROP}z` });
    expect(densityStrip(bins, 4).failed).toBe("M0 0v-4h3v4z");
  });
});
