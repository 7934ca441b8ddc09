/** No stretch of time sees more calls than the budget allows, and a patient caller gets its turn. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createBudget } from "./budget.ts";

test("in any second at most twice a second's worth, and over a long time no more than the rate", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 }),
      (rate, gaps) => {
        let time = 0;
        const budget = createBudget(rate, () => time);
        let taken = 0;
        for (const gap of gaps) {
          time += gap;
          if (budget.take()) taken++;
        }
        expect(taken).toBeLessThanOrEqual(rate + (time * rate) / 1_000 + 1e-6);
      },
    ),
    { numRuns: 10_000 },
  );
});

test("after a second of waiting a call may be made again", () => {
  let time = 0;
  const budget = createBudget(3, () => time);
  expect([1, 2, 3, 4].map(() => budget.take())).toEqual([true, true, true, false]);
  time = 1_000;
  expect(budget.take()).toBe(true);
});
