/** The poll rule at its edges: what the strip says, where one delay becomes another, and what a held request changes. */
import { describe, expect, test } from "vitest";
import { isStale, isStoppedForGood, nextPoll, spread } from "./poll-rule.ts";
import type { Problem } from "./problem.ts";
import { parseRun, type Run } from "./run.ts";
import { EMPTY_WATCHED } from "./watch-state.ts";
import type { PageConditions, Watched } from "./watching.ts";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const PAGE: PageConditions = { isHidden: false, isOnline: true, isPaused: false, areNoticesOff: false, seed: 7 };
const completed = { status: "completed", endedAt: "2026-11-24T11:59:00Z" };
const unit = spread(PAGE.seed, 1);

function runOf(fields: Record<string, unknown> = {}): Run {
  const startedAt = new Date(NOW).toISOString();
  const run = { workflowId: "wf_1_run_1", agentId: 1, status: "running", source: "live-query", startedAt, ...fields };
  return parseRun(JSON.stringify(run));
}

function watchedOf(run: Run | undefined, more: Partial<Watched> = {}): Watched {
  const seen = run ? { run, confirmedAt: NOW } : {};
  return { ...EMPTY_WATCHED, settled: 1, lastRequest: 1, settledAt: NOW, ...seen, ...more };
}

function failing(run: Run | undefined, status: number, more: Partial<Problem> = {}, failures = 1): Watched {
  return watchedOf(run, { failures, problem: { name: "other", status, title: "", detail: "", ...more } });
}

describe("what the strip says", () => {
  test("before the first answer the page loads, and no timer asks", () => {
    const loading = { delayMs: null, strip: { kind: "loading" }, canCheckAgain: false };
    expect(nextPoll(undefined, PAGE)).toEqual(loading);
    expect(nextPoll({ ...EMPTY_WATCHED }, PAGE)).toEqual(loading);
  });
  test.each([
    ["no answer yet, but one settled", watchedOf(undefined), { kind: "loading" }],
    ["a run not found yet", failing(undefined, 404), { kind: "loading" }],
    ["a run never seen, the server broken", failing(undefined, 500), { kind: "reconnecting" }],
    ["busy without a time", failing(runOf(), 429), { kind: "reconnecting" }],
    ["another error with a time", failing(runOf(), 502, { retryAfterMs: 9_000 }), { kind: "reconnecting" }],
    ["ended, history to come", watchedOf(runOf(completed)), { kind: "finishing" }],
    [
      "ended, history gone",
      watchedOf(runOf({ ...completed, historyUnavailableReason: "past retention" })),
      { kind: "history-unavailable", reason: "past retention" },
    ],
    ["a word nobody knows", watchedOf(runOf({ status: "paused" })), { kind: "unknown-status", status: "paused" }],
  ])("%s", (_, watched, strip) => {
    expect(nextPoll(watched, PAGE).strip).toEqual(strip);
    // While it goes on by itself nobody is offered to ask, hidden or not.
    expect(nextPoll(watched, PAGE).canCheckAgain).toBe(false);
    expect(nextPoll(watched, { ...PAGE, isHidden: true }).canCheckAgain).toBe(false);
  });
  test("stopped for good are refusals and what history says, not what goes on", () => {
    expect(isStoppedForGood(failing(runOf(), 403))).toBe(true);
    expect(isStoppedForGood(watchedOf(runOf({ ...completed, source: "history" })))).toBe(true);
    expect(isStoppedForGood(failing(undefined, 414))).toBe(true);
    expect(isStoppedForGood(watchedOf(runOf()))).toBe(false);
    expect(isStoppedForGood(failing(runOf(), 500))).toBe(false);
    // Looked for a second time, and a third.
    expect(isStoppedForGood(failing(undefined, 404, {}, 2))).toBe(false);
    expect(isStoppedForGood(failing(undefined, 404, {}, 3))).toBe(true);
  });
});

describe("exactly when", () => {
  const delayOf = (watched: Watched, page = PAGE) => nextPoll(watched, page).delayMs;
  test("a first failure waits one to five seconds, by the tab's own number", () => {
    expect(delayOf(failing(runOf(), 500))).toBeCloseTo(1_000 + 4_000 * unit, -1);
  });
  test("a run not found yet is looked for sooner than an error is tried again", () => {
    const waits = [1, 2].map((failures) => delayOf(failing(undefined, 404, {}, failures)) ?? 0);
    expect(waits[0]).toBeLessThan(waits[1] ?? 0);
    for (const page of [PAGE, { ...PAGE, seed: 1 }, { ...PAGE, seed: 2 }]) {
      const share = 0.8 + 0.4 * spread(page.seed, 1);
      expect(delayOf(failing(undefined, 404, {}, 1), page)).toBeCloseTo(4_000 * share, -1);
      expect(delayOf(failing(undefined, 404, {}, 2), page)).toBeCloseTo(8_000 * share, -1);
    }
  });
  test("an error before the first answer is tried again as any other", () => {
    expect(delayOf(failing(undefined, 500))).toBeCloseTo(1_000 + 4_000 * unit, -1);
    expect(delayOf(failing(undefined, 500, {}, 4))).toBeCloseTo(16_000 * (0.8 + 0.4 * unit), -1);
  });
  test("a time asked for is spread by a fifth of it, by two seconds at least", () => {
    const asked = (retryAfterMs: number) => delayOf(failing(runOf(), 503, { retryAfterMs }));
    expect(asked(4_000)).toBeCloseTo(4_000 + 2_000 * unit, -1);
    expect(asked(100_000)).toBeCloseTo(100_000 + 20_000 * unit, -1);
  });
  test("a server that stops says when to come back, and everybody comes a little later than that", () => {
    expect(delayOf(watchedOf(runOf(), { backAfterMs: 7_000 }))).toBeCloseTo(7_000 + 2_000 * unit, -1);
    expect(delayOf(watchedOf(runOf(), { backAfterMs: 7_000, waited: true }))).toBeGreaterThanOrEqual(7_000);
  });
  test("a hidden page asks a minute after the last time, up to a fifth later", () => {
    expect(delayOf(watchedOf(runOf()), { ...PAGE, isHidden: true })).toBeCloseTo(60_000 * (1 + 0.2 * unit), -1);
  });
  test("an unknown word for a status is asked about each ten seconds, after ten minutes each minute", () => {
    const at = (agoMs: number) => runOf({ status: "paused", startedAt: new Date(NOW - agoMs).toISOString() });
    expect(delayOf(watchedOf(at(599_999)))).toBeLessThanOrEqual(12_000);
    expect(delayOf(watchedOf(at(600_000)))).toBeGreaterThanOrEqual(48_000);
  });
  test("a server known to hold requests is asked again at once by whom it was not asked to hold", () => {
    expect(delayOf(watchedOf(runOf(), { canHold: true }))).toBe(25);
    expect(delayOf(watchedOf(runOf(), { canHold: true, askedToWait: true }))).toBeGreaterThanOrEqual(1_000);
    expect(delayOf(watchedOf(runOf(), { canHold: false }))).toBeGreaterThanOrEqual(1_000);
  });
});

describe("how long what is shown counts as fresh", () => {
  const staleAt = (watched: Watched, afterMs: number) => isStale(watched, nextPoll(watched, PAGE), NOW + afterMs);
  test("while a request is held, for as long as it may be, and five seconds", () => {
    const held = watchedOf(runOf(), { waited: true });
    expect(staleAt(held, 25_000)).toBe(false);
    expect(staleAt(held, 25_001)).toBe(true);
  });
  test("who was told when to come back is not held, whatever came before", () => {
    const told = watchedOf(runOf(), { waited: true, backAfterMs: 1_000 });
    const { delayMs } = nextPoll(told, PAGE);
    expect(staleAt(told, 2 * Math.max(delayMs ?? 0, 2_000) + 2_500)).toBe(false);
    expect(staleAt(told, 2 * Math.max(delayMs ?? 0, 2_000) + 2_501)).toBe(true);
  });
  test("nothing is stale that was never there or cannot change any more", () => {
    const day = 86_400_000;
    expect(staleAt(watchedOf(undefined), day)).toBe(false);
    expect(staleAt(failing(runOf(), 404), day)).toBe(false);
    expect(staleAt(watchedOf(runOf(completed), { sinceEnd: 6 }), day)).toBe(false);
    const reason = { ...completed, historyUnavailableReason: "past retention" };
    expect(staleAt(watchedOf(runOf(reason), { sinceEnd: 3, hasHistoryReason: true }), day)).toBe(false);
    const { confirmedAt: _, ...unconfirmed } = failing(runOf(), 401);
    expect(staleAt(unconfirmed, day)).toBe(false);
  });
});
