/** The time a timeline covers, and up to where the run is known: now, the last answer, or its end. */
import { isEnded, type Run } from "../contract/run.ts";
import type { Step } from "../contract/step.ts";
import { readTime } from "../contract/times.ts";
import { endOf } from "./timeline-bars.ts";

/** Up to where the picture is true. All epoch ms, server clock. */
export type Edge =
  /** The run goes on and we follow it. */
  | { readonly kind: "now" }
  /** What came after `at` is not known; `endedAt` where at least the end is. */
  | { readonly kind: "seen"; readonly at: number; readonly endedAt?: number }
  | { readonly kind: "ended"; readonly at: number };

export interface Frame {
  readonly startAt: number;
  readonly edge: Edge;
}

/**
 * `lastSeenAt`: server time of the last good answer when the page does not follow the run (paused, offline, stale);
 * undefined while it does. No frame when neither run nor steps say when anything began.
 */
export function frameOf(run: Run, steps: readonly Step[], lastSeenAt: number | undefined): Frame | undefined {
  const runStart = readTime(run.startedAt ?? "");
  let startAt = runStart ?? Infinity;
  let lastAt = -Infinity;
  for (const step of steps) {
    if (step.startedAt === undefined) continue;
    startAt = Math.min(startAt, step.startedAt);
    lastAt = Math.max(lastAt, step.startedAt, endOf(step) ?? -Infinity);
  }
  if (startAt === Infinity) return undefined;
  if (isEnded(run)) {
    const endedAt = Math.max(readTime(run.endedAt ?? "") ?? lastAt, startAt);
    const asOf = readTime(run.runlight.asOf ?? "");
    const isPartial = run.historyUnavailableReason !== undefined && asOf !== undefined && asOf < endedAt;
    if (isPartial) return { startAt, edge: { kind: "seen", at: Math.max(asOf, startAt), endedAt } };
    return { startAt, edge: { kind: "ended", at: Math.max(endedAt, lastAt) } };
  }
  if (lastSeenAt === undefined) return { startAt, edge: { kind: "now" } };
  return { startAt, edge: { kind: "seen", at: Math.max(lastSeenAt, startAt) } };
}
