/** Listeners of runs: each hears of its own run, once a moment, until it stops. */
import { expect, test } from "vitest";
import { createRunListeners } from "./run-listeners.ts";

test("a listener hears of its run once, however often it is told in one moment, and not inside the telling", async () => {
  const listeners = createRunListeners();
  const heard: string[] = [];
  listeners.add("a", () => heard.push("a"));
  listeners.add("b", () => heard.push("b"));
  listeners.tell("a");
  listeners.tell("a");
  listeners.tell("nobody's");
  expect(heard).toEqual([]);
  await Promise.resolve();
  expect(heard).toEqual(["a"]);
  listeners.tellAll();
  await Promise.resolve();
  expect(heard).toEqual(["a", "a", "b"]);
});

test("the same function given twice is two listeners, each stopped by its own", async () => {
  const listeners = createRunListeners();
  let count = 0;
  const listener = (): void => void count++;
  const stops = [listeners.add("a", listener), listeners.add("a", listener)];
  listeners.tell("a");
  await Promise.resolve();
  expect(count).toBe(2);
  stops[0]?.();
  stops[0]?.();
  listeners.tell("a");
  await Promise.resolve();
  expect(count).toBe(3);
  expect(listeners.has("a")).toBe(true);
  listeners.tell("a");
  stops[1]?.();
  await Promise.resolve();
  expect([count, listeners.has("a")]).toEqual([3, false]);
});

test("one who listens again from within hears the next change too", async () => {
  const listeners = createRunListeners();
  let count = 0;
  const once = (): void => {
    count++;
    stop();
    stop = listeners.add("a", once);
  };
  let stop = listeners.add("a", once);
  for (const expected of [1, 2, 3]) {
    listeners.tell("a");
    await Promise.resolve();
    expect(count).toBe(expected);
  }
});
