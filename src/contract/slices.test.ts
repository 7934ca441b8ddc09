/** Long work: in short tasks, called back once, silent when stopped. */
import { expect, test, vi } from "vitest";
import { runInSlices } from "./slices.ts";

function* busy(steps: number): Generator<number, string> {
  for (let i = 0; i < steps; i++) {
    for (const until = performance.now() + 1; performance.now() < until;);
    yield i;
  }
  return "done";
}

test("work of 60 ms is done in several tasks, with progress, and ends once", async () => {
  const onProgress = vi.fn();
  const onDone = vi.fn();
  await new Promise<void>((resolve) => {
    runInSlices(busy(60), { onProgress, onDone: (value) => resolve(onDone(value)) });
    expect(onProgress).not.toHaveBeenCalled();
  });
  expect(onDone.mock.calls).toEqual([["done"]]);
  expect(onProgress.mock.calls.length).toBeGreaterThan(2);
  const seen = onProgress.mock.calls.map(([at]) => at as number);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
});

test("stopped, before it began or in between, it says nothing and works no more", async () => {
  const onDone = vi.fn();
  let worked = 0;
  function* endless(): Generator<number, void> {
    for (;;) yield ++worked;
  }
  runInSlices(endless(), { onDone })();
  await new Promise<void>((resolve) => {
    const stop = runInSlices(endless(), { onDone, onProgress: () => resolve(stop()) });
  });
  const after = worked;
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect([worked, onDone.mock.calls.length]).toEqual([after, 0]);
});

test("what the work throws is handed on", async () => {
  function* broken(): Generator<number, void> {
    yield 0;
    throw new Error("no JSON");
  }
  const error = await new Promise((resolve) => runInSlices(broken(), { onDone: () => undefined, onFailed: resolve }));
  expect(error).toEqual(new Error("no JSON"));
});
