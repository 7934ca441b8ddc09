/** Visibility is asked once however many look, no more often for a busy run, and not at all where it refuses. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createBudget } from "./budget.ts";
import { createKeptAnswers } from "./kept-answers.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const busy = (): Error => Object.assign(new Error("8 RESOURCE_EXHAUSTED"), { code: 8 });

/** `ask` answers how often it was called, or throws what `refuse` says. */
function bench(refuse: () => Error | undefined = () => undefined) {
  const answers = createKeptAnswers(createBudget(2, () => Date.now()));
  const seen = { calls: 0 };
  const ask = async (): Promise<number> => {
    seen.calls++;
    const refusal = refuse();
    if (refusal) throw refusal;
    return seen.calls;
  };
  return { answers, seen, ask: (key = "a") => answers.once(key, ask) };
}

test("a thousand who look at once are one call, and one every five seconds", async () => {
  const { seen, ask } = bench();
  for (let ms = 0; ms < 20_000; ms += 1_000) {
    await Promise.all(Array.from({ length: 1_000 }, () => ask()));
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(seen.calls).toBe(4);
  await ask("b");
  expect(seen.calls).toBe(5);
});

test("what this server did is seen by whoever asks next, in the same millisecond too", async () => {
  const { answers, ask } = bench();
  expect(await ask()).toBe(1);
  answers.did();
  expect([await ask(), await ask()]).toEqual([2, 2]);
});

test("runs that change all the time cost two calls a second at most, beside one every five seconds", async () => {
  const { answers, seen, ask } = bench();
  for (let ms = 0; ms < 60_000; ms += 20) {
    answers.saw();
    await ask();
    await vi.advanceTimersByTimeAsync(20);
  }
  expect(seen.calls).toBeGreaterThan(60);
  expect(seen.calls).toBeLessThanOrEqual(60 * 2 + 60 / 5 + 2);
});

test("where the cluster throttles, the last answer goes on for a minute; another failure is told, and not kept", async () => {
  let refusal: Error | undefined;
  const { ask } = bench(() => refusal);
  expect(await ask()).toBe(1);
  refusal = busy();
  await vi.advanceTimersByTimeAsync(6_000);
  expect(await ask()).toBe(1);
  await vi.advanceTimersByTimeAsync(6_000);
  refusal = new Error("gone");
  await expect(ask()).rejects.toThrow("gone");
  refusal = undefined;
  expect(await ask()).toBe(4);
  refusal = busy();
  await expect(ask("never answered")).rejects.toThrow("RESOURCE_EXHAUSTED");
  await vi.advanceTimersByTimeAsync(61_000);
  await expect(ask()).rejects.toThrow("RESOURCE_EXHAUSTED");
});
