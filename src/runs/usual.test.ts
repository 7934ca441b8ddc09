/** What is usual: from completed runs only, from enough of them, and never from the one that is looked at. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { durationOf } from "../contract/run-figures.ts";
import { longSince, slownessOf, usualOf } from "./usual.ts";

const T0 = Date.UTC(2026, 5, 12, 9, 30);
const SHOWN = { workflowId: "shown", temporalRunId: "t" };
const run = (durationMs: number | undefined, over: object = {}, i = 0) => ({
  workflowId: `w${i}`,
  temporalRunId: "t",
  status: "completed",
  ...(durationMs === undefined ? {} : { durationMs }),
  ...over,
});
const runs = (...ms: number[]) => ms.map((one, i) => run(one, {}, i));

describe("what is usual", () => {
  it("is a duration some run had, by nearest rank", () => {
    expect(usualOf(runs(9, 1, 5, 3, 7, 2, 8, 4, 6, 100), SHOWN)).toMatchObject({ p50Ms: 5, p90Ms: 9 });
    expect(usualOf(runs(1, 2, 3, 4, 50), SHOWN)).toMatchObject({ p50Ms: 3, p90Ms: 50 });
  });

  it("needs five completed runs that say how long they took, beside the shown one", () => {
    const four = runs(1, 2, 3, 4);
    expect(usualOf(four, SHOWN)).toBeUndefined();
    for (const none of [run(5, { status: "error" }), run(undefined), run(-5), run(5, SHOWN)]) {
      expect(usualOf([...four, none], SHOWN)).toBeUndefined();
    }
    expect(usualOf([...four, run(5, { workflowId: "shown", temporalRunId: "earlier" })], SHOWN)).toBeDefined();
  });

  it("takes the times where no duration was sent", () => {
    const times = { startedAt: new Date(T0).toISOString(), endedAt: new Date(T0 + 1_500).toISOString() };
    expect(durationOf(times)).toBe(1_500);
    expect(durationOf({ ...times, durationMs: 7 })).toBe(7);
    expect(durationOf({ startedAt: times.endedAt, endedAt: times.startedAt })).toBeUndefined();
  });
});

describe("one run against it", () => {
  it("is slower than 9 of 10 only among ten, and slower than all by their number", () => {
    const ten = usualOf(runs(1, 2, 3, 4, 5, 6, 7, 8, 9, 100), SHOWN);
    const five = usualOf(runs(1, 2, 3, 4, 100), SHOWN);
    if (!ten || !five) throw new Error("There are enough runs");
    expect([9, 9.5, 100, 101].map((ms) => slownessOf(ten, ms))).toEqual([
      undefined,
      "slower than 9 of 10",
      "slower than 9 of 10",
      "slower than all 10",
    ]);
    expect([100, 101].map((ms) => slownessOf(five, ms))).toEqual([undefined, "slower than all 5"]);
  });

  it("is late from the moment at which nine of ten were over", () => {
    const usual = usualOf(runs(1, 2, 3, 4, 60_000), SHOWN);
    if (!usual) throw new Error("There are enough runs");
    expect(longSince(usual, T0, T0 + 60_000)).toBeUndefined();
    expect(longSince(usual, T0, T0 + 60_001)).toBe(T0 + 60_000);
    expect(longSince(usual, undefined, T0)).toBeUndefined();
  });
});

it("holds for any runs: in order, among them, and its words true", () => {
  const list = fc.array(fc.tuple(fc.option(fc.nat(1_000), { nil: undefined }), fc.boolean()), { maxLength: 40 });
  fc.assert(
    fc.property(list, fc.nat(1_000), (all, ms) => {
      const counted = all.filter(([one, isDone]) => one !== undefined && isDone).map(([one]) => one ?? 0);
      const usual = usualOf(
        all.map(([one, isDone], i) => run(one, isDone ? {} : { status: "running" }, i)),
        SHOWN,
      );
      if (!usual) return counted.length < 5;
      const { p50Ms, p90Ms } = usual;
      const below = (limit: number) => counted.filter((one) => one <= limit).length / counted.length;
      const faster = counted.filter((one) => one < ms).length / counted.length;
      const words = slownessOf(usual, ms);
      return (
        counted.includes(p50Ms) &&
        counted.includes(p90Ms) &&
        p50Ms <= p90Ms &&
        below(p50Ms) >= 0.5 &&
        below(p90Ms) >= 0.9 &&
        (words === undefined || faster >= 0.9) &&
        (faster < 1 || words === `slower than all ${counted.length}`)
      );
    }),
    { numRuns: 10_000 },
  );
});
