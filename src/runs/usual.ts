/** How long runs of an agent usually take, from its last completed ones, and how one run compares. */
import type { Run } from "../contract/run.ts";
import { durationOf, percentile, RUNS_LEAST } from "../contract/run-figures.ts";

export interface Usual {
  /** In ms, ascending. */
  readonly durationsMs: readonly number[];
  readonly p50Ms: number;
  readonly p90Ms: number;
}

type Timed = Pick<Run, "workflowId" | "temporalRunId" | "status" | "durationMs" | "startedAt" | "endedAt">;

/**
 * From a page of runs; the run that is looked at does not count. Percentiles are nearest-rank: each is a duration some
 * run really had. Undefined when fewer than five completed runs say how long they took.
 */
export function usualOf(runs: readonly Timed[], shown: Pick<Run, "workflowId" | "temporalRunId">): Usual | undefined {
  const durationsMs: number[] = [];
  for (const run of runs) {
    if (run.status !== "completed") continue;
    if (run.workflowId === shown.workflowId && run.temporalRunId === shown.temporalRunId) continue;
    const ms = durationOf(run);
    if (ms !== undefined) durationsMs.push(ms);
  }
  durationsMs.sort((a, b) => a - b);
  if (durationsMs.length < RUNS_LEAST) return undefined;
  return { durationsMs, p50Ms: percentile(durationsMs, 0.5), p90Ms: percentile(durationsMs, 0.9) };
}

/** `slower than 9 of 10`, `slower than all 7`; undefined for what is nothing special. */
export function slownessOf({ durationsMs }: Usual, ms: number): string | undefined {
  const count = durationsMs.length;
  const faster = durationsMs.filter((one) => one < ms).length;
  if (faster === count) return `slower than all ${count}`;
  // Of fewer than ten runs nine tenths are all of them, so that the words are never made up.
  return faster >= count * 0.9 ? "slower than 9 of 10" : undefined;
}

/** Epoch ms since when a run that goes on takes longer than usual; undefined while it does not. `now`: server clock. */
export function longSince({ p90Ms }: Usual, startedAt: number | undefined, now: number): number | undefined {
  if (startedAt === undefined) return undefined;
  const since = startedAt + p90Ms;
  return now > since ? since : undefined;
}
