/** 20,000 random lives, with endless 429 and 503 after the end: polling always stops, and soon. */
import { expect, test } from "vitest";
import { type Life, liveOnce } from "./random-life.ts";

test("never more than 6 requests after the first ended answer, 3 after one with a reason; nothing steps back", () => {
  const lives = Array.from({ length: 20_000 }, (_, seed) => liveOnce(seed));
  expect(lives.filter(({ broken }) => broken !== "")).toEqual([]);
  const worst = (count: (life: Life) => number) => Math.max(...lives.map(count));
  expect(worst(({ afterEnd }) => afterEnd)).toBe(6);
  expect(worst(({ afterReason }) => afterReason)).toBe(3);
  expect(worst(({ requests }) => requests)).toBeLessThan(100);
  // The lives are varied enough to mean something: each way of stopping was met.
  const strips = new Set(lives.map(({ strip }) => strip));
  expect([...strips].toSorted()).toEqual(["final", "history-not-ready", "history-unavailable"]);
});
