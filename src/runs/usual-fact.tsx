/** What is usual for this agent, as a band from the quickest of its last runs to what nine of ten take, and this run on it. */
import type { ReactNode } from "react";
import { isEnded, type Run } from "../contract/run.ts";
import { readTime } from "../contract/times.ts";
import { formatDuration, useNow } from "../ui/time.tsx";
import { NearClock } from "./near-clock.tsx";
import { RunFact, RunFactPlace } from "./run-facts.tsx";
import { useUsual } from "./use-usual.ts";
import { durationOf } from "../contract/run-figures.ts";
import { longSince, slownessOf, type Usual } from "./usual.ts";

interface Props {
  readonly run: Run;
  readonly usual: Usual;
  readonly clockOffsetMs: number;
}

export function UsualFact({ agentId, run, clockOffsetMs }: { agentId: number } & Omit<Props, "usual">) {
  const usual = useUsual(agentId, run);
  if (!usual) return <RunFactPlace size="usual" />;
  const { p50Ms, p90Ms, durationsMs } = usual;
  const [p50, p90] = [formatDuration(p50Ms), formatDuration(p90Ms)];
  const title = `Of the last ${durationsMs.length} completed runs, half took at most ${p50}, nine of ten at most ${p90}`;
  return (
    <RunFact label={<UsualLabel run={run} usual={usual} clockOffsetMs={clockOffsetMs} />} size="usual">
      <span className="inline-flex items-center gap-x-1.5" title={title}>
        {p50}
        <span className="sr-only"> (p50) to </span>
        <Band run={run} usual={usual} clockOffsetMs={clockOffsetMs} />
        {p90}
        <span className="sr-only"> (p90)</span>
      </span>
    </RunFact>
  );
}

/** From nothing to a little over p90; the box is p50 to p90, the mark this run. */
function Band({ run, usual, clockOffsetMs }: Props) {
  const now = useNow(10_000) + clockOffsetMs;
  const ms = takenMs(run, now);
  const whole = usual.p90Ms * 1.25;
  const percent = (value: number) => `${Math.min(100, Math.max(0, (100 * value) / whole))}%`;
  return (
    <span aria-hidden="true" className="relative mx-0.5 h-3.5 w-16 shrink-0">
      <span className="absolute inset-x-0 top-1/2 h-px bg-line-strong" />
      <span
        className="absolute top-1/2 h-1.5 -translate-y-1/2 rounded-bar bg-line-strong"
        style={{ left: percent(usual.p50Ms), right: `calc(100% - ${percent(usual.p90Ms)})` }}
      />
      {ms !== undefined && (
        <span className="absolute top-0 h-full w-0.5 -translate-x-1/2 bg-ink" style={{ left: percent(ms) }} />
      )}
    </span>
  );
}

/** `Usual, p50 to p90`, or how this run compares where that is news. */
function UsualLabel({ run, usual, clockOffsetMs }: Props) {
  const now = useNow(10_000) + clockOffsetMs;
  const startedAt = readTime(run.startedAt ?? "");
  if (isEnded(run)) {
    const ms = durationOf(run);
    const words = ms === undefined ? undefined : slownessOf(usual, ms);
    return <>Usual{words === undefined ? ", p50 to p90" : <Verdict> · {words}</Verdict>}</>;
  }
  // While a person is waited for, the time says nothing about the run.
  const since = run.status === "awaiting_human" ? undefined : longSince(usual, startedAt, now);
  if (since === undefined) return <>Usual, p50 to p90</>;
  return (
    <>
      Usual
      <Verdict>
        {" "}
        · longer than usual since <NearClock at={since} near={startedAt} />
      </Verdict>
    </>
  );
}

function Verdict({ children }: { children: ReactNode }) {
  return <span className="whitespace-nowrap text-ink">{children}</span>;
}

function takenMs(run: Run, now: number): number | undefined {
  if (isEnded(run)) return durationOf(run);
  const startedAt = readTime(run.startedAt ?? "");
  return startedAt === undefined ? undefined : Math.max(0, now - startedAt);
}
