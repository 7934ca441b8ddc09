/** A rate is never exceeded over any stretch of time, never withheld from who keeps to it, and no caller pays for another. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ProblemError } from "./problems.ts";
import { createRateLimit } from "./rate-limit.ts";

function refusal(work: () => void): ProblemError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
}

test("the burst passes, the next one waits as long as it is told and no longer", () => {
  let now = 1_000_000;
  const limit = createRateLimit({ perMinute: 10, burst: 10 }, () => now);
  for (let i = 0; i < 10; i++) limit("a");
  const refused = refusal(() => limit("a"));
  expect(refused).toMatchObject({ problem: "busy", status: 429, headers: { "retry-after": "6" } });
  expect(refusal(() => limit("b"))).toBeUndefined();
  now += 5_999;
  expect(refusal(() => limit("a"))?.headers).toEqual({ "retry-after": "1" });
  now += 1;
  expect(refusal(() => limit("a"))).toBeUndefined();
  expect(refusal(() => limit("a"))).toBeDefined();
});

test("10,000 lives: over any stretch at most burst and rate pass, and who keeps to the rate always passes", () => {
  const rate = { perMinute: 60, burst: 5 };
  const waits = fc.array(fc.oneof(fc.nat(300), fc.integer({ min: 1_000, max: 5_000 })), {
    minLength: 1,
    maxLength: 40,
  });
  let now = 0;
  let lives = 0;
  const waitsTold = new Set<string | undefined>();
  const limit = createRateLimit(rate, () => now);
  fc.assert(
    fc.property(waits, (steps) => {
      const caller = String(lives++);
      const passed: number[] = [];
      for (const step of steps) {
        now += step;
        const refused = refusal(() => limit(caller));
        if (refused) waitsTold.add(refused.headers["retry-after"]);
        else passed.push(now);
      }
      const tooMany = passed.some((from, index) => {
        return passed.some((to, last) => last >= index && last - index + 1 > rate.burst + (to - from) / 1_000 + 1e-6);
      });
      expect(tooMany).toBe(false);
      if (steps.every((step) => step >= 1_000)) expect(passed.length).toBe(steps.length);
    }),
    { numRuns: 10_000 },
  );
  expect([...waitsTold]).toEqual(["1"]);
});
