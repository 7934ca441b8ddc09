/** So many at once, so many waiting, the rest turned away at once; a place is given on, also by work that fails. */
import { expect, test, vi } from "vitest";
import { createGate } from "./gate.ts";

function manual(): { work: () => Promise<string>; finish: () => void; fail: () => void } {
  const { promise, resolve, reject } = later<string>();
  return { work: () => promise, finish: () => resolve("done"), fail: () => reject(new Error("failed")) };
}

test("two run, one waits, the fourth is turned away; who waited gets the place of who is done, or failed", async () => {
  const gate = createGate({ running: 2, waiting: 1, waitMs: 1_000 });
  const [first, second, third] = [manual(), manual(), manual()];
  const one = gate.run(first.work);
  const two = gate.run(second.work);
  const started = vi.fn(third.work);
  const three = gate.run(started);
  await expect(gate.run(async () => "never")).rejects.toMatchObject({ problem: "busy" });
  expect(started).not.toHaveBeenCalled();
  first.fail();
  await expect(one).rejects.toThrow("failed");
  await vi.waitFor(() => expect(started).toHaveBeenCalledOnce());
  second.finish();
  third.finish();
  expect(await Promise.all([two, three])).toEqual(["done", "done"]);
  expect(await Promise.all([gate.run(async () => 1), gate.run(async () => 2)])).toEqual([1, 2]);
});

test("who waits too long is turned away, and its place in the queue is free again", async () => {
  vi.useFakeTimers();
  try {
    const gate = createGate({ running: 1, waiting: 1, waitMs: 1_000 });
    const first = manual();
    const one = gate.run(first.work);
    const waiting = gate.run(async () => "never");
    const refused = waiting.catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await refused).toMatchObject({ problem: "busy" });
    const next = gate.run(async () => "next");
    first.finish();
    expect(await one).toBe("done");
    expect(await next).toBe("next");
  } finally {
    vi.useRealTimers();
  }
});

test("of many, never more than allowed run at once, and each runs once", async () => {
  const gate = createGate({ running: 32, waiting: 64, waitMs: 60_000 });
  let running = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
  };
  const settled = await Promise.allSettled(Array.from({ length: 100 }, () => gate.run(work)));
  expect(most).toBe(32);
  expect(settled.filter((one) => one.status === "fulfilled")).toHaveLength(96);
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
