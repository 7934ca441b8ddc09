/** The poll rule's table, and its bounds for every state and condition. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isStale, nextPoll, POLL_MAX_MS, POLL_MIN_MS, spread } from "./poll-rule.ts";
import type { Problem } from "./problem.ts";
import { parseRun, type Run } from "./run.ts";
import { EMPTY_WATCHED } from "./watch-state.ts";
import type { PageConditions, Watched } from "./watching.ts";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const VISIBLE: PageConditions = { isHidden: false, isOnline: true, isPaused: false, areNoticesOff: false, seed: 7 };

function runOf(fields: Record<string, unknown> = {}): Run {
  return parseRun(
    JSON.stringify({ workflowId: "wf_1_run_1", agentId: 1, status: "running", source: "live-query", ...fields }),
  );
}

function watchedOf(run: Run | undefined, more: Partial<Watched> = {}): Watched {
  const confirmed = run ? { run, confirmedAt: NOW } : {};
  return { ...EMPTY_WATCHED, settled: 1, lastRequest: 1, settledAt: NOW, ...confirmed, ...more };
}

function problemOf(status: number, retryAfterMs?: number): Problem {
  const after = retryAfterMs === undefined ? {} : { retryAfterMs };
  return { name: "other", status, title: "", detail: "", ...after };
}

function failing(run: Run | undefined, status: number, failures = 1, retryAfterMs?: number): Watched {
  return watchedOf(run, { failures, problem: problemOf(status, retryAfterMs) });
}

const started = (agoMs: number) => ({ startedAt: new Date(NOW - agoMs).toISOString() });
const completed = { status: "completed", endedAt: "2026-11-24T11:59:00Z" };
const history = { ...completed, source: "history" };

describe("delays while answers are good", () => {
  const within20 = (watched: Watched, baseMs: number, conditions = VISIBLE) => {
    for (let settled = 1; settled < 200; settled++) {
      const { delayMs } = nextPoll({ ...watched, settled }, conditions);
      expect(delayMs).toBeGreaterThanOrEqual(Math.max(POLL_MIN_MS, baseMs * 0.8));
      expect(delayMs).toBeLessThanOrEqual(baseMs * 1.2);
    }
  };
  test.each([
    ["a young run", started(0), 2_000],
    ["a run of 9:59", started(599_000), 2_000],
    ["a run of 10 min", started(600_000), 5_000],
    ["a run of an hour", started(3_600_000), 15_000],
    ["a run that names no start", {}, 2_000],
    ["a run that starts in the future", started(-3_600_000), 2_000],
    ["awaiting_human", { status: "awaiting_human", ...started(7_200_000) }, 5_000],
    ["an unknown status", { status: "paused", ...started(0) }, 10_000],
    ["an unknown status later", { status: "paused", ...started(700_000) }, 60_000],
  ])("%s", (_, fields, baseMs) => within20(watchedOf(runOf(fields)), baseMs));

  test("the age is the server's: a client clock an hour off changes nothing", () => {
    const watched = watchedOf(runOf(started(599_000)), { settledAt: NOW + 3_600_000, clockOffsetMs: -3_600_000 });
    within20(watched, 2_000);
  });
  test("after an answer that was held the next request follows at once, but not when hidden or ended", () => {
    const held = watchedOf(runOf(), { waited: true });
    expect(nextPoll(held, VISIBLE).delayMs).toBe(25);
    expect(nextPoll(held, { ...VISIBLE, isHidden: true }).delayMs).toBeGreaterThanOrEqual(60_000);
    expect(nextPoll(watchedOf(runOf(completed), { waited: true }), VISIBLE).delayMs).toBeGreaterThanOrEqual(1_000);
  });
  test("the end budget: six tries, three with a reason", () => {
    const delays = (hasHistoryReason: boolean) =>
      Array.from({ length: 8 }, (_, sinceEnd) => {
        const reason = hasHistoryReason ? { historyUnavailableReason: "past retention" } : {};
        return nextPoll(watchedOf(runOf({ ...completed, ...reason }), { sinceEnd, hasHistoryReason }), VISIBLE);
      });
    const bases = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000];
    for (const [i, baseMs] of bases.entries()) expect(delays(false)[i]?.delayMs).toSatisfy(near(baseMs));
    for (const [i, baseMs] of [5_000, 15_000, 45_000].entries())
      expect(delays(true)[i]?.delayMs).toSatisfy(near(baseMs));
    expect(delays(false).slice(6)).toEqual(Array(2).fill(stopped({ kind: "history-not-ready" })));
    const strip = { kind: "history-unavailable", reason: "past retention" };
    expect(delays(true).slice(3)).toEqual(Array(5).fill(stopped(strip)));
  });
});

const near = (baseMs: number) => (delayMs: number) => delayMs >= baseMs * 0.8 && delayMs <= baseMs * 1.2;
const stopped = (strip: object, canCheckAgain = true) => ({ delayMs: null, strip, canCheckAgain });

describe("stops", () => {
  test.each([
    ["history", watchedOf(runOf(history)), stopped({ kind: "final" }, false)],
    ["history, then an error", failing(runOf(history), 500), stopped({ kind: "final" }, false)],
    ["401", failing(runOf(), 401), stopped({ kind: "signed-out" })],
    ["403", failing(undefined, 403), stopped({ kind: "no-access" })],
    ["404 of a run seen before", failing(runOf(), 404), stopped({ kind: "gone" })],
    ["404 after history", failing(runOf(history), 404), stopped({ kind: "gone" })],
    ["404, third try", failing(undefined, 404, 3), stopped({ kind: "not-found" })],
    ["400", failing(undefined, 400), stopped({ kind: "bad-link", problem: problemOf(400) }, false)],
    ["410", failing(undefined, 410), stopped({ kind: "bad-link", problem: problemOf(410) }, false)],
    ["422", failing(runOf(), 422), stopped({ kind: "bad-link", problem: problemOf(422) }, false)],
  ])("%s stops, whatever else is so", (_, watched, decision) => {
    for (const more of [{}, { isHidden: true }, { isPaused: true }, { isOnline: false }]) {
      expect(nextPoll(watched, { ...VISIBLE, ...more })).toEqual(decision);
    }
  });
  test("a run never seen is looked for three times within 15 s", () => {
    const waits = [1, 2].map((failures) => nextPoll(failing(undefined, 404, failures), VISIBLE).delayMs ?? 0);
    expect(waits[0]! + waits[1]!).toBeLessThanOrEqual(15_000);
  });
  test("paused, offline, and hidden with notices off ask nothing; paused is said before offline", () => {
    const watched = watchedOf(runOf());
    expect(nextPoll(watched, { ...VISIBLE, isPaused: true, isOnline: false })).toEqual(
      stopped({ kind: "paused" }, false),
    );
    expect(nextPoll(watched, { ...VISIBLE, isOnline: false })).toEqual(stopped({ kind: "offline" }, false));
    const silent = { ...VISIBLE, isHidden: true, areNoticesOff: true };
    expect(nextPoll(watched, silent)).toEqual(stopped({ kind: "live" }, false));
  });
});

describe("errors", () => {
  test("1 to 5, 4, 8 … 60 s; the first is spread over four seconds, so that nobody comes in a herd", () => {
    const first = Array.from(
      { length: 1_000 },
      (_, seed) => nextPoll(failing(runOf(), 500), { ...VISIBLE, seed }).delayMs!,
    );
    const slots = new Map<number, number>();
    for (const delayMs of first) slots.set(Math.floor(delayMs / 100), (slots.get(Math.floor(delayMs / 100)) ?? 0) + 1);
    expect(Math.max(...slots.values())).toBeLessThanOrEqual(100);
    for (const [i, baseMs] of [4_000, 8_000, 16_000, 32_000, 60_000, 60_000].entries()) {
      expect(nextPoll(failing(runOf(), 0, i + 2), VISIBLE).delayMs).toSatisfy(near(baseMs));
    }
  });
  test("Retry-After of 429 and 503 is never undercut; of others it is not read", () => {
    for (const status of [429, 503]) {
      const { delayMs, strip } = nextPoll(failing(runOf(), status, 1, 40_000), VISIBLE);
      expect(strip).toEqual({ kind: "busy" });
      expect(delayMs).toBeGreaterThanOrEqual(40_000);
      expect(delayMs).toBeLessThanOrEqual(48_000);
    }
    expect(nextPoll(failing(runOf(), 500, 1, 40_000), VISIBLE).strip).toEqual({ kind: "reconnecting" });
  });
  test("the end budget comes before Retry-After and backoff", () => {
    const ended = { ...failing(runOf(completed), 429, 9, 1_000), sinceEnd: 6 };
    expect(nextPoll(ended, VISIBLE)).toEqual(stopped({ kind: "history-not-ready" }));
  });
});

const hostile = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Number.NaN, -1, 0, 3e9, Infinity, -Infinity));
const anyWatched: fc.Arbitrary<Watched> = fc
  .record({
    status: fc.constantFrom("running", "awaiting_human", "completed", "error", "cancelled", "paused", "__proto__"),
    source: fc.constantFrom("live-query", "history", "cache", ""),
    startedAt: fc.oneof(
      fc.string(),
      fc.date({ noInvalidDate: true }).map((at) => at.toISOString()),
    ),
    problem: fc.option(fc.tuple(fc.constantFrom(0, 401, 403, 404, 409, 410, 429, 500, 502, 503), hostile), {
      nil: undefined,
    }),
    isSeen: fc.boolean(),
    counts: fc.tuple(fc.nat(1_000_000), fc.nat(20), fc.nat(20)),
    settledAt: hostile,
    clockOffsetMs: hostile,
    waited: fc.boolean(),
  })
  .map(({ status, source, startedAt, problem, isSeen, counts, ...rest }) => ({
    ...watchedOf(isSeen ? runOf({ status, source, startedAt }) : undefined),
    ...rest,
    settled: counts[0],
    failures: counts[1],
    sinceEnd: counts[2],
    ...(problem ? { problem: problemOf(...problem) } : {}),
  }));
const anyConditions = fc.record({
  isHidden: fc.boolean(),
  isOnline: fc.boolean(),
  isPaused: fc.boolean(),
  areNoticesOff: fc.boolean(),
  seed: fc.nat(0xffffffff),
});

describe("for every state and condition", () => {
  test("a delay is null, 25 ms after a held answer, or in [1 s, 300 s], and the same when asked again", () => {
    const property = fc.property(anyWatched, anyConditions, (watched, conditions) => {
      const { delayMs } = nextPoll(watched, conditions);
      expect(nextPoll(watched, conditions).delayMs).toBe(delayMs);
      if (delayMs === null || (delayMs === 25 && watched.waited && !watched.problem)) return;
      expect(delayMs).toBeGreaterThanOrEqual(conditions.isHidden ? 60_000 : POLL_MIN_MS);
      expect(delayMs).toBeLessThanOrEqual(POLL_MAX_MS);
    });
    fc.assert(property, { numRuns: 10_000 });
  });
  test("polling never stops without saying so: without a delay the strip names a stop", () => {
    const live = new Set(["live", "reconnecting", "busy", "finishing", "unknown-status"]);
    const property = fc.property(anyWatched, anyConditions, (watched, conditions) => {
      const { delayMs, strip } = nextPoll(watched, { ...conditions, areNoticesOff: false });
      if (delayMs === null) expect(live.has(strip.kind)).toBe(false);
    });
    fc.assert(property, { numRuns: 10_000 });
  });
  test("the spread is even: 100,000 values, no tenth holds less than 9 % or more than 11 %", () => {
    const tenths = Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) tenths[Math.floor(spread(i >>> 6, i & 63) * 10)]!++;
    expect(Math.min(...tenths)).toBeGreaterThan(9_000);
    expect(Math.max(...tenths)).toBeLessThan(11_000);
  });
});

describe("stale", () => {
  test.each([
    ["2 s", watchedOf(runOf(started(0))), 6_500],
    ["5 s", watchedOf(runOf({ status: "awaiting_human" })), 12_500],
    ["while failing", failing(runOf(started(0)), 500, 6), 6_500],
  ])("two missed intervals of %s, within 5 s", (_, watched, afterMs) => {
    const decision = nextPoll(watched, VISIBLE);
    const staleAt = NOW + Math.max(afterMs, watched.problem ? 0 : 2 * (decision.delayMs ?? 0) + 2_500);
    expect(isStale(watched, decision, staleAt)).toBe(false);
    expect(isStale(watched, decision, staleAt + 1)).toBe(true);
  });
  test("never what cannot change any more; always when signed out", () => {
    const later = NOW + 86_400_000;
    const final = watchedOf(runOf(history));
    expect(isStale(final, nextPoll(final, VISIBLE), later)).toBe(false);
    const signedOut = failing(runOf(), 401);
    expect(isStale(signedOut, nextPoll(signedOut, VISIBLE), NOW)).toBe(true);
  });
});
