/** What an agent's last runs say in sum: how the last one stands, how long runs take, how many fail. */
import { countText } from "./count-text.ts";
import { isEnded, type Run } from "./run.ts";
import { phaseOf } from "./step-words.ts";
import { readTime } from "./times.ts";

/** Fewer completed runs say nothing about what is usual. */
export const RUNS_LEAST = 5;

export interface RunFigures<T extends Timed = Run> {
  /** The newest run; undefined when there is none. */
  readonly last: T | undefined;
  /** Of completed runs, ms; undefined when there are too few. */
  readonly p50Ms: number | undefined;
  readonly p90Ms: number | undefined;
  /** How many of the `ended` runs failed; `ended` does not count those that still go on. */
  readonly failed: number;
  readonly ended: number;
}

type Timed = Pick<Run, "status" | "source" | "durationMs" | "startedAt" | "endedAt">;

/** `runs`: newest first. Percentiles are nearest-rank: each is a duration some run really had. */
export function figuresOf<T extends Timed>(runs: readonly T[]): RunFigures<T> {
  const durations = runs.flatMap((run) => (phaseOf(run.status) === "succeeded" ? (durationOf(run) ?? []) : []));
  const ascending = durations.toSorted((a, b) => a - b);
  const isKnown = ascending.length >= RUNS_LEAST;
  const ended = runs.filter(isEnded);
  return {
    last: runs[0],
    p50Ms: isKnown ? percentile(ascending, 0.5) : undefined,
    p90Ms: isKnown ? percentile(ascending, 0.9) : undefined,
    failed: ended.filter(({ status }) => phaseOf(status) === "failed").length,
    ended: ended.length,
  };
}

/** Ms as sent, else between start and end; undefined when neither can be. */
export function durationOf(run: Pick<Run, "durationMs" | "startedAt" | "endedAt">): number | undefined {
  const startedAt = readTime(run.startedAt ?? "");
  const endedAt = readTime(run.endedAt ?? "");
  const ms = run.durationMs ?? (startedAt === undefined || endedAt === undefined ? undefined : endedAt - startedAt);
  return ms !== undefined && Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}

/** `part` 0 to 1; 0 of an empty list. */
export function percentile(ascending: readonly number[], part: number): number {
  return ascending[Math.max(0, Math.ceil(ascending.length * part) - 1)] ?? 0;
}

/** `2 of the last 40 ended runs failed (5 %)`; undefined when none ended. */
export function failingWords({ failed, ended }: Pick<RunFigures, "failed" | "ended">): string | undefined {
  if (ended === 0) return undefined;
  if (ended === 1) return failed === 1 ? "the last ended run failed" : "the last ended run did not fail";
  const share = failed === 0 ? "" : ` (${Math.max(1, Math.round((failed / ended) * 100))} %)`;
  return `${failed === 0 ? "none" : countText(failed)} of the last ${ended} ended runs failed${share}`;
}
