/**
 * The poll rule: given what is known of a run and what the browser says of the page, when is the next request, or
 * never, and what does the live strip say. Pure, and stable between two answers: a value that changed with the clock
 * or with a random number would restart the timer at every render and starve polling.
 */
import { isEnded, type Run } from "./run.ts";
import { HOLD_MS, type PageConditions, type PollDecision, type Strip, type Watched } from "./watching.ts";

/** Bounds of every delay. Above 2^31 ms browsers' timers overflow to zero, so a huge Retry-After would be a storm. */
export const POLL_MIN_MS = 1_000;
export const POLL_MAX_MS = 300_000;
/** After an answer the server held until something changed, it may be asked again at once. */
const HELD_MS = 25;
const HOLD_LATE_MS = 5_000;
const HIDDEN_MS = 60_000;

/** Delays after the first ended answer while history is not there yet; then polling stops. */
const END_DELAYS_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000];
/** The same when the server said why history is unavailable. */
const REASON_DELAYS_MS = [5_000, 15_000, 45_000];
/** An unseen run may not be found yet, for it is indexed late: three tries in all, within 15 s. */
const UNSEEN_DELAYS_MS = [4_000, 8_000];

const TEN_MINUTES_MS = 600_000;
const HOUR_MS = 3_600_000;

const LIVE: Strip = { kind: "live" };
const KNOWN = new Set(["running", "awaiting_human"]);

/** A number in [0, 1) from the tab's seed and the count of settled requests (the finaliser of MurmurHash3). */
export function spread(seed: number, settled: number): number {
  let hash = (seed ^ Math.imul(settled + 1, 0x9e3779b1)) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** Decides when the next request is due. `watched` is undefined before the first request has settled. */
export function nextPoll(watched: Watched | undefined, conditions: PageConditions): PollDecision {
  const stopped = watched && stopFor(watched);
  if (stopped) return stopped;
  if (conditions.isPaused) return never({ kind: "paused" });
  if (!conditions.isOnline) return never({ kind: "offline" });
  // The first request is sent by opening the page, not by the timer.
  if (!watched || watched.settled === 0) return never({ kind: "loading" });
  const strip = stripOf(watched);
  if (conditions.isHidden && conditions.areNoticesOff) return never(strip);
  const unit = spread(conditions.seed, watched.settled);
  const delayMs = watched.problem ? problemDelayMs(watched, unit) : healthyDelayMs(watched, unit);
  if (!conditions.isHidden) return { delayMs, strip, canCheckAgain: false };
  // Never earlier than a minute after the last, so the spread goes upwards only.
  return { delayMs: clamp(Math.max(delayMs, HIDDEN_MS * (1 + 0.2 * unit))), strip, canCheckAgain: false };
}

/** True when no further request may be sent unless a person asks for one: final, refused, gone, or budget spent. */
export function isStoppedForGood(watched: Watched): boolean {
  return stopFor(watched) !== undefined;
}

/**
 * True when two expected answers are overdue, so that the page must say as of when its data is. `now` is the client
 * clock in epoch ms. Data that can no longer change is never stale.
 */
export function isStale(watched: Watched, decision: PollDecision, now: number): boolean {
  if (!watched.run || watched.confirmedAt === undefined) return false;
  const { kind } = decision.strip;
  if (kind === "final" || kind === "gone" || kind === "history-not-ready" || kind === "history-unavailable")
    return false;
  if (kind === "signed-out") return true;
  const expectedMs = watched.problem ? baseDelayMs(watched) : (decision.delayMs ?? baseDelayMs(watched));
  // A held request is not overdue; nobody can tell before its time is over that it will never be answered.
  if (isHeldNext(watched)) return now - watched.confirmedAt > HOLD_MS + HOLD_LATE_MS;
  return now - watched.confirmedAt > 2 * Math.max(expectedMs, baseDelayMs(watched)) + 2_500;
}

function never(strip: Strip, canCheckAgain = false): PollDecision {
  return { delayMs: null, strip, canCheckAgain };
}

function stopFor(watched: Watched): PollDecision | undefined {
  const { run, problem } = watched;
  if (problem?.status === 404 && run) return never({ kind: "gone" }, true);
  if (run?.source === "history") return never({ kind: "final" });
  if (problem) {
    const { status } = problem;
    if (status === 401) return never({ kind: "signed-out" }, true);
    if (status === 403) return never({ kind: "no-access" }, true);
    if (status === 404 && watched.failures > UNSEEN_DELAYS_MS.length) return never({ kind: "not-found" }, true);
    if (status === 400 || status === 410 || status === 414 || status === 422)
      return never({ kind: "bad-link", problem });
  }
  // Before any Retry-After or backoff: an endless 429 after the end must not keep the page asking.
  if (run && isEnded(run) && watched.sinceEnd >= endDelays(watched).length) {
    const reason = run.historyUnavailableReason;
    return never(reason ? { kind: "history-unavailable", reason } : { kind: "history-not-ready" }, true);
  }
  return undefined;
}

function stripOf({ run, problem }: Watched): Strip {
  if (problem) {
    // Of a run never seen: polling of one that was there has stopped.
    if (problem.status === 404) return { kind: "loading" };
    return { kind: isBusy(problem) ? "busy" : "reconnecting" };
  }
  if (!run) return { kind: "loading" };
  if (isEnded(run)) {
    const reason = run.historyUnavailableReason;
    return reason ? { kind: "history-unavailable", reason } : { kind: "finishing" };
  }
  return KNOWN.has(run.status) ? LIVE : { kind: "unknown-status", status: run.status };
}

function isBusy(problem: NonNullable<Watched["problem"]>): boolean {
  return (problem.status === 429 || problem.status === 503) && problem.retryAfterMs !== undefined;
}

function problemDelayMs({ problem, failures }: Watched, unit: number): number {
  if (problem?.status === 404) return clamp(around(UNSEEN_DELAYS_MS[failures - 1] ?? 8_000, unit));
  if (problem && isBusy(problem)) {
    const askedMs = clamp(problem.retryAfterMs ?? 0);
    // Only later than asked, and by two seconds at least, for everybody was told the same number.
    return clamp(askedMs + Math.max(0.2 * askedMs, 2_000) * unit);
  }
  // All viewers of a restarting server fail in the same instant: the first retry is spread over four seconds.
  if (failures <= 1) return clamp(1_000 + 4_000 * unit);
  return clamp(around(Math.min(60_000, 2_000 * 2 ** Math.min(failures - 1, 5)), unit));
}

function healthyDelayMs(watched: Watched, unit: number): number {
  // Everybody was let go in one moment and told a whole second.
  if (watched.backAfterMs !== undefined) return clamp(clamp(watched.backAfterMs) + 2_000 * unit);
  if (isHeldNext(watched)) return HELD_MS;
  return clamp(around(baseDelayMs(watched), unit));
}

/** The next request will be held: the last one was, or it only did not ask for it. */
function isHeldNext({ run, problem, waited, canHold, askedToWait, backAfterMs }: Watched): boolean {
  if (!run || isEnded(run) || problem || backAfterMs !== undefined) return false;
  return waited || (canHold === true && !askedToWait);
}

/** The delay before jitter while answers are good. */
function baseDelayMs(watched: Watched): number {
  const { run } = watched;
  if (!run) return 2_000;
  if (isEnded(run)) return endDelays(watched)[watched.sinceEnd] ?? POLL_MAX_MS;
  const ageMs = ageOf(run, watched);
  if (run.status === "awaiting_human") return 5_000;
  if (run.status !== "running") return ageMs < TEN_MINUTES_MS ? 10_000 : 60_000;
  if (ageMs < TEN_MINUTES_MS) return 2_000;
  return ageMs < HOUR_MS ? 5_000 : 15_000;
}

function endDelays(watched: Watched): readonly number[] {
  return watched.hasHistoryReason ? REASON_DELAYS_MS : END_DELAYS_MS;
}

/** Age at the last settled request on the server's clock, in ms; 0 when the start cannot be read. */
function ageOf(run: Run, { settledAt = 0, clockOffsetMs }: Watched): number {
  const ageMs = settledAt + clockOffsetMs - Date.parse(run.startedAt ?? "");
  return Number.isFinite(ageMs) ? ageMs : 0;
}

/** ±20 %. */
function around(delayMs: number, unit: number): number {
  return delayMs * (0.8 + 0.4 * unit);
}

function clamp(delayMs: number): number {
  return Number.isNaN(delayMs) ? POLL_MAX_MS : Math.round(Math.min(POLL_MAX_MS, Math.max(POLL_MIN_MS, delayMs)));
}
