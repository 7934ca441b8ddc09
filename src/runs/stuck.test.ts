/** When a run is said to get nowhere: not before it is true, not for a wait, and never silently while it retries. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Payload } from "../contract/payload.ts";
import { readSteps } from "../contract/read-steps.ts";
import { progressOf, quietLimit, stuckOf } from "./stuck.ts";

const T0 = Date.UTC(2026, 5, 12, 9, 30);
const MINUTE = 60_000;
const at = (ms: number) => new Date(T0 + ms).toISOString();
const stepsOf = (nodes: object[]) => readSteps(new Payload(JSON.stringify(nodes)));
const stuckAt = (nodes: object[], ms: number, p90Ms?: number) => stuckOf(progressOf(stepsOf(nodes)), T0 + ms, p90Ms);

const DONE = { id: "a", name: "Connect", status: "completed", startedAt: at(0), endedAt: at(5_000) };
const FETCH = { id: "b", name: "Fetch orders", status: "running", startedAt: at(6_000) };
const ASK = { id: "c", name: "Ask", type: "approval", status: "awaiting_human", startedAt: at(7_000) };
const failed = (n: number) => ({
  attempt: n,
  status: "failed",
  startedAt: at(n * MINUTE),
  endedAt: at(n * MINUTE + 20_000),
  error: { type: "ActivityError", message: "failed", cause: { type: "HttpError 502", message: "upstream down\nmore" } },
});
const RETRYING = {
  ...FETCH,
  status: "retrying",
  attempt: 7,
  maxAttempts: 10,
  attempts: [1, 2, 3, 4, 5, 6, 7].map(failed),
  nextAttemptAt: at(8 * MINUTE),
};

describe("a run whose steps rest", () => {
  it("is named with the step that changed last, from ten minutes on", () => {
    expect(stuckAt([DONE, FETCH], 10 * MINUTE + 5_999)).toBeUndefined();
    const stuck = stuckAt([DONE, FETCH], 14 * MINUTE + 6_000);
    expect(stuck).toMatchObject({ quietSince: T0 + 6_000, retrying: [] });
    expect(stuck?.last?.title).toBe("Fetch orders");
  });

  it("is measured by what is usual for its agent, within bounds", () => {
    expect(stuckAt([DONE, FETCH], 4 * MINUTE, 3 * MINUTE)).toBeDefined();
    expect(stuckAt([DONE, FETCH], 30 * MINUTE, 60 * MINUTE)).toBeUndefined();
    expect([undefined, 1, 60 * MINUTE, 1e12].map(quietLimit)).toEqual([600_000, 120_000, 3_600_000, 14_400_000]);
  });

  it("is not stuck while it waits for a person", () => {
    expect(stuckAt([DONE, ASK], 60 * MINUTE)).toBeUndefined();
    expect(stuckAt([DONE, FETCH, ASK], 60 * MINUTE)).toBeUndefined();
  });

  it("says nothing of steps without times", () => {
    expect(stuckAt([{ id: "x", status: "running" }], 600 * MINUTE)).toBeUndefined();
    expect(stuckAt([], 600 * MINUTE)).toBeUndefined();
  });
});

describe("a step that is tried again and again", () => {
  it("is named with attempt, last failure and next try, though its attempts are news", () => {
    const stuck = stuckAt([DONE, RETRYING], 7 * MINUTE + 30_000);
    expect(stuck?.quietSince).toBeUndefined();
    expect(stuck?.retrying).toEqual([
      expect.objectContaining({
        attempt: 7,
        failedAt: T0 + 7 * MINUTE + 20_000,
        reason: "HttpError 502, upstream down",
        nextAt: T0 + 8 * MINUTE,
      }),
    ]);
  });

  it("does not keep the run from being called quiet", () => {
    expect(stuckAt([DONE, RETRYING], 11 * MINUTE)).toMatchObject({ quietSince: T0 + 6_000 });
  });

  it("shows while another step waits for a person", () => {
    expect(stuckAt([DONE, RETRYING, ASK], 30 * MINUTE)).toMatchObject({ retrying: [{ attempt: 7 }] });
    expect(stuckAt([DONE, RETRYING, ASK], 30 * MINUTE)?.quietSince).toBeUndefined();
  });

  it("is no news in its first two minutes, nor once it is over", () => {
    expect(stuckAt([DONE, RETRYING], 2 * MINUTE)).toBeUndefined();
    expect(stuckAt([DONE, { ...RETRYING, status: "completed", endedAt: at(9 * MINUTE) }], 10 * MINUTE)).toBeUndefined();
  });

  it("is read from an attempt number and a last error alone", () => {
    const bare = { ...FETCH, attempt: 3, lastError: "TimeoutError: no answer" };
    expect(stuckAt([bare], 5 * MINUTE)?.retrying[0]).toMatchObject({ attempt: 3, reason: "TimeoutError, no answer" });
  });
});

describe("for any steps", () => {
  const time = fc.option(fc.nat(40 * MINUTE), { nil: undefined });
  const node = fc.record({
    status: fc.constantFrom("pending", "running", "retrying", "awaiting_human", "completed", "failed", "odd"),
    startedAt: time.map((ms) => (ms === undefined ? undefined : at(ms))),
    endedAt: time.map((ms) => (ms === undefined ? undefined : at(ms))),
    attempt: fc.option(fc.nat(9), { nil: undefined }),
    attempts: fc.option(fc.array(fc.nat(9).map(failed), { maxLength: 3 }), { nil: undefined }),
    nextAttemptAt: fc.option(fc.anything(), { nil: undefined }),
  });

  it("what is said is true, and once said it stays until something changes", () => {
    fc.assert(
      fc.property(
        fc.array(node, { maxLength: 6 }),
        fc.nat(60 * MINUTE),
        fc.option(fc.nat(30 * MINUTE), { nil: undefined }),
        (nodes, ms, p90Ms) => {
          const text = JSON.stringify(
            nodes.map((one, i) => ({ id: `s${i}`, ...one })),
            (_, value: unknown) => (typeof value === "bigint" ? 1 : value),
          );
          const steps = readSteps(new Payload(text));
          const progress = progressOf(steps);
          const now = T0 + ms;
          const stuck = stuckOf(progress, now, p90Ms);
          const later = stuckOf(progress, now + MINUTE, p90Ms);
          if (stuck && !later) return false;
          if (stuck?.quietSince === undefined) return stuck === undefined || stuck.retrying.length > 0;
          const since = stuck.quietSince;
          const moved = steps.some((step) =>
            [step.startedAt, step.endedAt].some((one) => one !== undefined && one > since),
          );
          return now - since >= quietLimit(p90Ms) && !moved && !steps.some((step) => step.phase === "waiting");
        },
      ),
      { numRuns: 10_000 },
    );
  });
});
