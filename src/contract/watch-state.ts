/** Folds outcomes of requests into what the page knows about the run it watches. Pure; the poll rule reads the result. */
import type { Problem } from "./problem.ts";
import { isEnded, type Run } from "./run.ts";
import type { Outcome, Watched } from "./watching.ts";

/** What was asked for: an answer for anything else is refused. */
export interface Asked {
  readonly agentId: number;
  readonly workflowId: string;
  /** Absent: the latest attempt. */
  readonly temporalRunId?: string;
}

export const EMPTY_WATCHED: Watched = {
  failures: 0,
  settled: 0,
  lastRequest: 0,
  sinceEnd: 0,
  clockOffsetMs: 0,
  waited: false,
};

/** Smaller moves of the clock offset are latency, not clock, and would only cause renders. */
const OFFSET_NOISE_MS = 200;
/** A held answer without news takes the time it was held; a quicker one was not held, whatever its header says. */
const HELD_AT_LEAST_MS = 1_000;

/**
 * Takes one outcome. The order in which requests were sent decides: an outcome older than the last one taken changes
 * nothing, and the same object comes back.
 */
export function takeOutcome(watched: Watched = EMPTY_WATCHED, outcome: Outcome, asked: Asked): Watched {
  if (outcome.request <= watched.lastRequest) return watched;
  const settled: Watched = {
    ...without(watched, "askedToWait", "backAfterMs"),
    settled: watched.settled + 1,
    lastRequest: outcome.request,
    settledAt: outcome.settledAt,
    sinceEnd: watched.run && isEnded(watched.run) ? watched.sinceEnd + 1 : 0,
    clockOffsetMs: offsetOf(watched, outcome),
    waited: false,
    ...(outcome.waited ? { canHold: true } : {}),
    ...(outcome.askedToWait ? { askedToWait: true } : {}),
    ...(outcome.retryAfterMs === undefined ? {} : { backAfterMs: outcome.retryAfterMs }),
  };
  switch (outcome.kind) {
    case "problem":
      return takeProblem(settled, outcome.problem);
    case "unchanged":
      if (!settled.run) return takeProblem(settled, badAnswer("The server says “unchanged”, but nothing was there."));
      return { ...confirmed(settled, outcome), waited: isHeld(outcome) };
    case "run":
      return takeRun(settled, outcome, asked);
  }
}

function takeProblem(settled: Watched, problem: Problem): Watched {
  const failed = { ...settled, problem, failures: settled.failures + 1 };
  if (problem.status !== 403) return failed;
  const kept = without(failed, "run", "etag", "lastLive", "confirmedAt", "drift", "previousTemporalRunId");
  return { ...without(kept, "hasHistoryReason"), sinceEnd: 0 };
}

function takeRun(settled: Watched, outcome: Outcome & { kind: "run" }, asked: Asked): Watched {
  const { run } = outcome;
  const wrong = wrongRun(run, asked);
  if (wrong) return takeProblem(settled, wrong);
  const before = settled.run;
  if (!before) return firstAnswer(confirmed(settled, outcome), outcome);
  const previousTemporalRunId = otherAttempt(before, run);
  if (previousTemporalRunId !== undefined) {
    if (isEarlierAttempt(settled, before, run)) {
      return refused(settled, `The server answered with an earlier attempt, ${String(run.temporalRunId)}.`);
    }
    const fresh = without(confirmed(settled, outcome), "drift", "lastLive", "hasHistoryReason");
    return { ...firstAnswer(fresh, outcome), previousTemporalRunId };
  }
  if (isEnded(before) && !isEnded(run)) {
    return refused(settled, `The server answered “${run.status}” after “${before.status}”.`);
  }
  if (before.source === "history" && run.source !== "history") {
    return refused(settled, "The server answered from the running workflow after it had answered from history.");
  }
  const isSame = before.text === run.text;
  const turned = run.source === "history" && before.source !== "history" ? { lastLive: before } : {};
  return {
    ...without(confirmed(settled, outcome), "drift", "etag"),
    ...answered({ ...outcome, run: isSame ? before : run }),
    ...turned,
  };
}

function firstAnswer(settled: Watched, outcome: Outcome & { kind: "run" }): Watched {
  return { ...without(settled, "etag"), ...answered(outcome), sinceEnd: 0 };
}

function answered(outcome: Outcome & { kind: "run" }): Partial<Watched> & { run: Run; waited: boolean } {
  const { run, etag } = outcome;
  return {
    run,
    waited: isHeld(outcome),
    ...(etag === undefined ? {} : { etag }),
    ...(isEnded(run) && run.historyUnavailableReason ? { hasHistoryReason: true } : {}),
  };
}

function confirmed(settled: Watched, outcome: Outcome): Watched {
  return { ...without(settled, "problem"), failures: 0, confirmedAt: outcome.settledAt - (outcome.ageMs ?? 0) };
}

/** A readable answer that contradicts what is known: nothing is taken from it, nothing is confirmed by it. */
function refused(settled: Watched, drift: string): Watched {
  return { ...without(settled, "problem"), failures: 0, drift };
}

function wrongRun(run: Run, asked: Asked): Problem | undefined {
  const { temporalRunId } = asked;
  const isWrong =
    run.workflowId !== asked.workflowId ||
    // An answer whose agent could not be read may still be the right one.
    (!Number.isNaN(run.agentId) && run.agentId !== asked.agentId) ||
    (temporalRunId !== undefined &&
      run.temporalRunId !== undefined &&
      run.temporalRunId.toLowerCase() !== temporalRunId.toLowerCase());
  if (!isWrong) return undefined;
  return {
    name: "wrong-run",
    status: 0,
    title: "The server answered with another run",
    detail: `Asked for ${asked.workflowId} of agent ${asked.agentId}, got ${run.workflowId} of agent ${run.agentId}.`,
  };
}

function badAnswer(detail: string): Problem {
  return { name: "bad-answer", status: 0, title: "The answer could not be read", detail };
}

/** Which attempt was answered before; undefined when it is the same one, as far as both say. */
function otherAttempt(before: Run, run: Run): string | undefined {
  const isSame = run.temporalRunId === undefined || run.temporalRunId === before.temporalRunId;
  return isSame ? undefined : before.temporalRunId;
}

/** A replica that lags may still answer with the attempt before; going back and forth would poll for ever. */
function isEarlierAttempt(settled: Watched, before: Run, run: Run): boolean {
  if (run.temporalRunId === settled.previousTemporalRunId) return true;
  return Date.parse(run.startedAt ?? "") < Date.parse(before.startedAt ?? "");
}

function isHeld(outcome: Outcome): boolean {
  if (!outcome.waited) return false;
  return outcome.kind === "run" || outcome.settledAt - outcome.sentAt >= HELD_AT_LEAST_MS;
}

function offsetOf(watched: Watched, outcome: Outcome): number {
  if (outcome.serverNow === undefined) return watched.clockOffsetMs;
  const offsetMs = outcome.serverNow - (outcome.answeredAt ?? outcome.settledAt);
  return Math.abs(offsetMs - watched.clockOffsetMs) < OFFSET_NOISE_MS ? watched.clockOffsetMs : offsetMs;
}

function without(watched: Watched, ...keys: (keyof Watched)[]): Watched {
  return Object.fromEntries(
    Object.entries(watched).filter(([key]) => !keys.includes(key as keyof Watched)),
  ) as unknown as Watched;
}
