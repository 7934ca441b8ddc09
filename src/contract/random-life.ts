/**
 * A model for tests: one random life of a watched run, from the first request until polling stops. A hostile server
 * and a restless person are drawn from a seed; the shipped rule decides every request.
 */
import { isStoppedForGood, nextPoll } from "./poll-rule.ts";
import type { Problem } from "./problem.ts";
import { isEnded, parseRun, type Run } from "./run.ts";
import { type Asked, takeOutcome } from "./watch-state.ts";
import type { Outcome, PageConditions, Watched } from "./watching.ts";

export interface Life {
  /** Requests after the first ended answer of the run whose end was met, and after the first that named a reason. */
  readonly afterEnd: number;
  readonly afterReason: number;
  readonly requests: number;
  readonly strip: string;
  /** Empty when all is well; else what was broken. */
  readonly broken: string;
}

const ASKED: Asked = { agentId: 1, workflowId: "wf_1_run_1" };
const REQUESTS_MAX = 400;
const RETRY_AFTER = [undefined, -1, Number.NaN, 0, 1, 3_000, 40_000, 3e12, Number.POSITIVE_INFINITY];

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function liveOnce(seed: number): Life {
  const random = randomOf(seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const server = serverOf(random, pick);
  let watched: Watched | undefined;
  let now = 1_000_000;
  let [requests, afterEnd, afterReason] = [0, 0, 0];
  let conditions: PageConditions = { ...CLEAN, seed };
  for (;;) {
    requests++;
    if (watched?.run && isEnded(watched.run)) {
      afterEnd++;
      if (watched.hasHistoryReason) afterReason++;
    }
    const before = watched;
    watched = takeOutcome(watched, server(requests, now, watched), ASKED);
    const broken = brokenBetween(before, watched);
    const strip = nextPoll(watched, { ...CLEAN, seed }).strip.kind;
    if (broken || requests >= REQUESTS_MAX) return { afterEnd, afterReason, requests, strip, broken };
    // A person hides, pauses, loses the network and comes back; coming back asks at once where asking goes on.
    if (random() < 0.1) conditions = { ...CLEAN, seed, [pick(["isHidden", "isPaused", "areNoticesOff"])]: true };
    else if (random() < 0.3) conditions = { ...CLEAN, seed };
    const { delayMs } = nextPoll(watched, conditions);
    if (delayMs === null && isStoppedForGood(watched)) return { afterEnd, afterReason, requests, strip, broken: "" };
    if (delayMs === null) conditions = { ...CLEAN, seed };
    now += delayMs ?? 60_000;
  }
}

const CLEAN: PageConditions = { isHidden: false, isOnline: true, isPaused: false, areNoticesOff: false, seed: 0 };

function brokenBetween(before: Watched | undefined, { run }: Watched): string {
  const was = before?.run;
  if (!was || !run) return "";
  if (run.workflowId !== ASKED.workflowId || run.agentId !== ASKED.agentId) return "another run's data";
  if (run.temporalRunId !== was.temporalRunId) return "";
  if (isEnded(was) && !isEnded(run)) return "from ended back to going on";
  return was.source === "history" && run.source !== "history" ? "from history back to live" : "";
}

/** A server with habits drawn once: how often it fails, when the run ends, whether history ever comes. */
function serverOf(random: () => number, pick: <T>(of: readonly T[]) => T) {
  const failsBefore = pick([0, 0.1, 0.5]);
  const failsAfter = pick([0, 0.3, 0.9, 1]);
  const endsAt = Math.floor(random() * 20);
  const historyChance = pick([0, 0, 0.1, 0.5]);
  const reasonChance = pick([0, 0.2, 1]);
  const isFickle = random() < 0.3;
  const endStatus = pick(["completed", "error", "cancelled", "paused"]);
  return (request: number, now: number, watched: Watched | undefined): Outcome => {
    const settledAt = now + Math.floor(random() * 10_000);
    const ended = { request, sentAt: now, settledAt, serverNow: settledAt, waited: random() < 0.2 };
    const isPastEnd = request > endsAt;
    const failure = watched?.run && isEnded(watched.run) ? failsAfter : failsBefore;
    if (random() < failure) return { ...ended, kind: "problem", problem: problemOf(pick) };
    if (random() < 0.1) return { ...ended, kind: "unchanged" };
    const steppedBack = isFickle && random() < 0.4;
    return { ...ended, kind: "run", run: answerOf(isPastEnd && !steppedBack) };
  };

  function answerOf(isOver: boolean): Run {
    const odd = isFickle ? random() : 1;
    return runWith({
      workflowId: odd < 0.05 ? "wf_1_run_2" : ASKED.workflowId,
      agentId: odd > 0.05 && odd < 0.1 ? 2 : ASKED.agentId,
      temporalRunId: "t-1",
      status: isOver ? endStatus : pick(["running", "awaiting_human", "paused"]),
      source: isOver && random() < historyChance ? "history" : "live-query",
      ...(isOver ? { endedAt: "2026-11-24T12:00:00Z" } : {}),
      ...(isOver && random() < reasonChance ? { historyUnavailableReason: pick(["past retention", "no worker"]) } : {}),
    });
  }
}

function problemOf(pick: <T>(of: readonly T[]) => T): Problem {
  const status = pick([429, 429, 503, 503, 500, 502, 0, 409]);
  const retryAfterMs = pick(RETRY_AFTER);
  const after = retryAfterMs === undefined ? {} : { retryAfterMs };
  return { name: "other", status, title: "", detail: "", ...after };
}

const runs = new Map<string, Run>();

/** Few different answers exist; reading each once keeps 20,000 lives within a second or two. */
function runWith(fields: Record<string, unknown>): Run {
  const text = JSON.stringify(fields);
  const run = runs.get(text) ?? parseRun(text);
  runs.set(text, run);
  return run;
}
