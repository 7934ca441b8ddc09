/** Lists wait for what this server has said of a run, but not for long, and hardly ask for it. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createBudget } from "./budget.ts";
import { createCatchUp } from "./catch-up.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const run = (n: number, status = "running") => ({ workflowId: `w${n}`, temporalRunId: `r${n}`, status });

/** `listed`: what visibility has by now. */
function bench(listed = new Map<string, string>()) {
  const seen = { looks: 0, most: 0 };
  const look = async (runIds: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    seen.looks++;
    seen.most = Math.max(seen.most, runIds.length);
    return listed;
  };
  const catchUp = createCatchUp(
    look,
    createBudget(3, () => Date.now()),
  );
  /** Whether it is over by now. */
  const waiting = () => {
    const state = { isOver: false };
    void catchUp.done().then(() => (state.isOver = true));
    return state;
  };
  return { catchUp, seen, listed, waiting };
}

test("nothing known, nothing asked; what visibility has already is asked once, whoever waits", async () => {
  const { catchUp, seen, listed } = bench();
  expect(await catchUp.done()).toBe(false);
  listed.set("r1", "running");
  expect(catchUp.note(run(1))).toBe(true);
  const all = await Promise.all([catchUp.done(), catchUp.done(), catchUp.done()]);
  expect([all, seen.looks]).toEqual([[true, true, true], 1]);
  expect(await catchUp.done()).toBe(false);
});

test("it is over once visibility says the same, and after two and a half seconds in any case", async () => {
  const { catchUp, listed, waiting } = bench(new Map([["r1", "running"]]));
  catchUp.note(run(1, "awaiting_human"));
  const first = waiting();
  await pass(500);
  expect(first.isOver).toBe(false);
  listed.set("r1", "awaiting_human");
  await pass(400);
  expect(first.isOver).toBe(true);
  catchUp.note(run(2));
  const second = waiting();
  await pass(2_400);
  expect(second.isOver).toBe(false);
  await pass(200);
  expect(second.isOver).toBe(true);
});

test("fifty runs that change all the time: few looks, all in one, and nobody waits for what came after", async () => {
  const { catchUp, seen, waiting } = bench();
  let one: { readonly isOver: boolean } | undefined;
  for (let ms = 0; ms < 30_000; ms += 100) {
    for (let n = 0; n < 50; n++) catchUp.note(run(n, `${ms}`));
    if (ms === 10_000) one = waiting();
    if (ms === 12_600) expect(one?.isOver).toBe(true);
    void catchUp.done();
    await pass(100);
  }
  expect(seen.looks).toBeLessThanOrEqual(30 * 3 + 3);
  expect(seen.most).toBe(50);
});

test("a run whose status stays is waited for once; a look that fails is no failure of the list", async () => {
  const { catchUp, seen } = bench(new Map([["r1", "running"]]));
  catchUp.note(run(1));
  await catchUp.done();
  for (let n = 0; n < 100; n++) expect(catchUp.note(run(1))).toBe(false);
  expect([await catchUp.done(), seen.looks]).toEqual([false, 1]);
  const failing = createCatchUp(() => Promise.reject(new Error("not now")));
  failing.note(run(1));
  const done = failing.done();
  await pass(3_000);
  expect(await done).toBe(true);
});
