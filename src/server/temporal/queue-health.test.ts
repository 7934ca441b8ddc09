/** A dead worker is heard of by every run of its queue within ten seconds, and the cluster is hardly asked for it. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CallFailure } from "./call-errors.ts";
import { createQueueHealth, isSilence, type QueueHealth } from "./queue-health.ts";

const DEADLINE_MS = 4_000;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A run whose answers are those of `answer` at the time it is asked. */
function member(answer: () => CallFailure | undefined) {
  const seen = { asked: 0, changes: 0, failure: undefined as CallFailure | undefined };
  return {
    seen,
    ask: async () => {
      seen.asked++;
      const failure = answer();
      if (failure === "deadline") await new Promise((resolve) => setTimeout(resolve, DEADLINE_MS));
      return (seen.failure = failure);
    },
    isFailing: () => isSilence(seen.failure),
    changed: () => void seen.changes++,
  };
}

const unlimited = { take: () => true };

function bench(count: number, answer: (index: number) => CallFailure | undefined) {
  const health: QueueHealth = createQueueHealth(unlimited);
  const members = Array.from({ length: count }, (_, index) => member(() => answer(index)));
  const leave = members.map((one) => health.join("q", one));
  const asked = (): number => members.reduce((sum, { seen }) => sum + seen.asked, 0);
  return { health, members, leave, asked };
}

test("while workers answer, two queries in four seconds do for any number of runs, each in its turn", async () => {
  const { health, members, asked } = bench(50, () => undefined);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(asked()).toBeGreaterThan(40);
  expect(asked()).toBeLessThanOrEqual(60);
  expect(Math.max(...members.map(({ seen }) => seen.asked))).toBeLessThanOrEqual(2);
  expect(health.silenceOf("q")).toBeUndefined();
});

test.each([1, 50])(
  "a worker that dies is heard of by all of %d runs within 10 s, and when it is back too",
  async (count) => {
    let isDead = false;
    const { health, members, asked } = bench(count, () => (isDead ? "deadline" : undefined));
    await vi.advanceTimersByTimeAsync(7_300);
    isDead = true;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(health.silenceOf("q")).toBe("deadline");
    expect(members.map(({ seen }) => seen.changes)).toEqual(members.map(() => 1));
    const before = asked();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(asked() - before).toBeLessThanOrEqual(16);
    isDead = false;
    await vi.advanceTimersByTimeAsync(18_000);
    expect(health.silenceOf("q")).toBeUndefined();
    expect(members.map(({ seen }) => seen.changes)).toEqual(members.map(() => 2));
  },
);

test("one run that is stuck by its own fault silences nobody else", async () => {
  const { health, members } = bench(3, (index) => (index === 0 ? "deadline" : undefined));
  health.failed("q", "deadline");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(health.silenceOf("q")).toBeUndefined();
  expect(members.map(({ seen }) => seen.changes)).toEqual([0, 0, 0]);
});

test("what the server says of pollers counts at once; a worker's doing ends the silence", async () => {
  const { health, members } = bench(2, () => "no-worker");
  health.failed("q", "query-failed");
  expect(health.silenceOf("q")).toBeUndefined();
  health.failed("q", "no-worker");
  expect(health.silenceOf("q")).toBe("no-worker");
  health.alive("q");
  expect(health.silenceOf("q")).toBeUndefined();
  expect(members.map(({ seen }) => seen.changes)).toEqual([2, 2]);
});

test("nobody is asked without a turn, and nothing is asked when everybody has left", async () => {
  const none = createQueueHealth({ take: () => false });
  const one = member(() => undefined);
  const leave = none.join("q", one);
  await vi.advanceTimersByTimeAsync(30_000);
  leave();
  const { leave: all, asked } = bench(3, () => undefined);
  all.forEach((stop) => stop());
  await vi.advanceTimersByTimeAsync(30_000);
  expect([one.seen.asked, asked(), vi.getTimerCount()]).toEqual([0, 0, 0]);
});
