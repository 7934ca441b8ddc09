/** Figures of an agent's last runs: every percentile is a duration some run had, and nothing is said of too few. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { failingWords, figuresOf, RUNS_LEAST } from "./run-figures.ts";

const runs = fc.array(
  fc.record(
    {
      status: fc.constantFrom("completed", "error", "running", "awaiting_human", "cancelled", "haunted"),
      source: fc.constantFrom("history", "live-query"),
      durationMs: fc.oneof(fc.nat(), fc.constantFrom(Number.NaN, -1)),
    },
    { requiredKeys: ["status", "source"] },
  ),
  { maxLength: 30 },
);

test("percentiles are durations of completed runs, in order, and only of enough of them; what failed has ended", () => {
  fc.assert(
    fc.property(runs, (list) => {
      const { last, p50Ms, p90Ms, failed, ended } = figuresOf(list);
      const completed = list.filter(({ status, durationMs = -1 }) => status === "completed" && durationMs >= 0);
      expect(last).toBe(list[0]);
      expect(p50Ms === undefined).toBe(completed.length < RUNS_LEAST);
      if (p50Ms !== undefined && p90Ms !== undefined) {
        const durations = completed.map(({ durationMs }) => durationMs);
        expect(durations).toContain(p50Ms);
        expect(durations).toContain(p90Ms);
        expect(p50Ms).toBeLessThanOrEqual(p90Ms);
        expect(completed.filter(({ durationMs = 0 }) => durationMs <= p90Ms).length / completed.length >= 0.9).toBe(
          true,
        );
      }
      expect(failed).toBeLessThanOrEqual(ended);
      expect(ended).toBeLessThanOrEqual(list.length);
    }),
    { numRuns: 10_000 },
  );
});

test("the failing rate names how many runs it speaks of, and is never rounded down to none", () => {
  expect(failingWords({ failed: 2, ended: 40 })).toBe("2 of the last 40 ended runs failed (5 %)");
  expect(failingWords({ failed: 0, ended: 40 })).toBe("none of the last 40 ended runs failed");
  expect(failingWords({ failed: 1, ended: 1_000 })).toContain("(1 %)");
  expect(failingWords({ failed: 1, ended: 1 })).toBe("the last ended run failed");
  expect(failingWords({ failed: 0, ended: 0 })).toBeUndefined();
});
