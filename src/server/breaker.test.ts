/** When nothing is asked any more, and when again. */
import { expect, test, vi } from "vitest";
import { createBreaker } from "./breaker.ts";
import { ProblemError } from "./problems.ts";

const ok = async (): Promise<string> => "ok";
const down = async (): Promise<never> => {
  throw new ProblemError("unavailable", "down");
};

function setUp() {
  let now = 1_000_000;
  const breaker = createBreaker(
    (thrown) => thrown instanceof ProblemError,
    () => now,
  );
  const times = async (count: number, work: () => Promise<unknown>): Promise<void> => {
    for (let n = 0; n < count; n++) await breaker.run(work).catch(() => undefined);
  };
  return { breaker, times, pass: (ms: number) => void (now += ms) };
}

test("fewer than 20 calls say nothing, however many failed", async () => {
  const { breaker, times } = setUp();
  await times(19, down);
  expect(breaker.isClosed()).toBe(true);
  await times(1, down);
  expect(breaker.isClosed()).toBe(false);
});

test("half of the calls opens it, less does not", async () => {
  const less = setUp();
  await less.times(11, ok);
  await less.times(9, down);
  expect(less.breaker.isClosed()).toBe(true);
  const half = setUp();
  await half.times(10, ok);
  await half.times(10, down);
  expect(half.breaker.isClosed()).toBe(false);
});

test("calls of more than 10 s ago count no more", async () => {
  const { breaker, times, pass } = setUp();
  await times(19, down);
  pass(10_000);
  await times(1, down);
  expect(breaker.isClosed()).toBe(true);
});

test("what speaks against one request does not open it", async () => {
  const { breaker, times } = setUp();
  await times(40, async () => {
    throw new TypeError("not a failure of the upstream");
  });
  expect(breaker.isClosed()).toBe(true);
});

test("while open nothing is asked, and callers hear when to come back", async () => {
  const { breaker, times, pass } = setUp();
  await times(20, down);
  const work = vi.fn(ok);
  pass(1_500);
  await expect(breaker.run(work)).rejects.toMatchObject({ problem: "unavailable", headers: { "retry-after": "4" } });
  expect(work).not.toHaveBeenCalled();
});

test("after 5 s one call is let through alone: when it succeeds all are, when it fails none for 5 s more", async () => {
  const { breaker, times, pass } = setUp();
  await times(20, down);
  pass(5_000);
  await times(1, down);
  pass(4_999);
  await expect(breaker.run(ok)).rejects.toMatchObject({ problem: "unavailable" });
  pass(1);
  const { promise, resolve } = later<string>();
  const trial = breaker.run(() => promise);
  await expect(breaker.run(ok)).rejects.toMatchObject({ problem: "unavailable" });
  resolve("ok");
  expect(await trial).toBe("ok");
  expect(breaker.isClosed()).toBe(true);
  await times(19, down);
  expect(breaker.isClosed()).toBe(true);
});

test("a late failure of before it opened does not end the trial", async () => {
  const { breaker, times, pass } = setUp();
  const { promise, reject } = later<string>();
  const late = breaker.run(() => promise);
  await times(20, down);
  pass(5_000);
  const trial = later<string>();
  const trying = breaker.run(() => trial.promise);
  reject(new ProblemError("unavailable", "late"));
  await expect(late).rejects.toThrow("late");
  await expect(breaker.run(ok)).rejects.toMatchObject({ problem: "unavailable" });
  trial.resolve("ok");
  expect(await trying).toBe("ok");
  expect(breaker.isClosed()).toBe(true);
});

function later<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((onDone, onFail) => {
    resolve = onDone;
    reject = onFail;
  });
  return { promise, resolve, reject };
}
