/** Whether a run that goes on makes progress: what changed last, what is tried again and again, and why. */
import { readError } from "../contract/read-error.ts";
import type { Step } from "../contract/step.ts";
import { fold } from "../contract/step-words.ts";
import { readTime } from "../contract/times.ts";
import { firstLine } from "./failing-step.ts";

/** Without a step changing for this long, where nothing is known of the agent's other runs. */
const QUIET_MS = 600_000;
/** What is usual moves that limit, within these bounds. */
const QUIET_LEAST_MS = 120_000;
const QUIET_MOST_MS = 4 * 3_600_000;
/** A step that was tried again after this long is worth a line, though every attempt is a change. */
const RETRYING_MS = 120_000;
const NEXT_KEYS = new Set(["nextattemptat", "nextretryat", "nextattemptscheduledtime", "retryafter", "retryat"]);

export interface Retrying {
  readonly step: Step;
  readonly attempt: number;
  /** Epoch ms, server clock, as all here. */
  readonly failedAt?: number;
  /** `HttpError 502, upstream down`. */
  readonly reason?: string;
  readonly nextAt?: number;
}

export interface Stuck {
  /** The step that changed last; absent when none ever did. */
  readonly last?: Step;
  /** Since when no step changed; absent when only a retrying step is news. */
  readonly quietSince?: number;
  /** The steps that are being tried again, the one that has tried longest first. */
  readonly retrying: readonly Retrying[];
}

export interface Progress {
  readonly last?: { readonly step: Step; readonly at: number };
  readonly retrying: readonly (Retrying & { readonly sinceAt: number })[];
  readonly isWaiting: boolean;
}

/** What the steps say by themselves; the clock comes later. */
export function progressOf(steps: readonly Step[]): Progress {
  const retrying: (Retrying & { sinceAt: number })[] = [];
  for (const step of steps) {
    const one = retryingOf(step);
    if (one) retrying.push(one);
  }
  retrying.sort((a, b) => a.sinceAt - b.sinceAt);
  const last = lastChange(steps);
  return { ...(last && { last }), retrying, isWaiting: steps.some((step) => step.phase === "waiting") };
}

/**
 * Undefined while there is nothing to say. A failed attempt is no progress; a run that waits for a person is not stuck,
 * unless another of its steps is tried again and again. `now`: server clock; `p90Ms`: how long nine of ten runs of
 * this agent take at most, where that is known.
 */
export function stuckOf(progress: Progress, now: number, p90Ms?: number): Stuck | undefined {
  const { last } = progress;
  const quietMs = quietLimit(p90Ms);
  const retrying = progress.retrying.filter(({ sinceAt }) => now - sinceAt >= Math.min(RETRYING_MS, quietMs));
  const isQuiet = last !== undefined && now - last.at >= quietMs && !progress.isWaiting;
  if (!isQuiet && retrying.length === 0) return undefined;
  return isQuiet ? { last: last.step, quietSince: last.at, retrying: progress.retrying } : { retrying };
}

export function quietLimit(p90Ms: number | undefined): number {
  return p90Ms === undefined ? QUIET_MS : Math.min(QUIET_MOST_MS, Math.max(QUIET_LEAST_MS, p90Ms));
}

/** The newest start or end of a step. Attempts of one that is not over do not count: they got it nowhere. */
function lastChange(steps: readonly Step[]): { step: Step; at: number } | undefined {
  let last: Step | undefined;
  let lastAt = -Infinity;
  for (const step of steps) {
    const at = Math.max(step.queuedAt ?? -Infinity, step.startedAt ?? -Infinity, step.endedAt ?? -Infinity);
    if (at > lastAt) [last, lastAt] = [step, at];
  }
  return last && { step: last, at: lastAt };
}

function retryingOf(step: Step): (Retrying & { sinceAt: number }) | undefined {
  if (step.phase !== "running") return undefined;
  const attempt = step.attempt ?? step.attempts.length;
  const failed = step.attempts.findLast((one) => one.phase === "failed" || one.error !== undefined);
  if (attempt < 2 && !failed && !step.earlierError) return undefined;
  const sinceAt = step.attempts[0]?.startedAt ?? step.startedAt;
  if (sinceAt === undefined) return undefined;
  const error = failed?.error ?? step.earlierError;
  const root = error && readError(error).at(-1);
  const reason = root && [root.type, firstLine(root.message)].filter(Boolean).join(", ");
  const nextAt = nextAttemptAt(step);
  return {
    step,
    attempt: Math.max(attempt, 1),
    sinceAt,
    ...(failed?.endedAt !== undefined && { failedAt: failed.endedAt }),
    ...(reason && { reason }),
    ...(nextAt !== undefined && { nextAt }),
  };
}

/** Engines say it in a field of their own, which stays among the other fields. */
function nextAttemptAt(step: Step): number | undefined {
  for (const { name, payload } of step.extra) {
    if (NEXT_KEYS.has(fold(name)) && payload.text.length < 100) return readTime(payload.json);
  }
  return undefined;
}
