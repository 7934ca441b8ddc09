/** What became of a run since it was last seen, in a few words: counts, status and times only. */
import type { SeenRun } from "../api/seen-runs.ts";
import { approvalIdOf } from "../contract/approval-id.ts";
import { isEnded, type Run } from "../contract/run.ts";
import { statusLabel } from "../contract/step-words.ts";
import type { Step } from "../contract/step.ts";
import { readTime } from "../contract/times.ts";
import { plural } from "../ui/bytes.ts";
import { formatClock } from "../ui/time.tsx";

const DECIDED = { approve: "approved", reject: "rejected", timed_out: "timed out" } as const;

/** `at`: server clock, epoch ms. */
export function seenOf(agentId: number, run: Run, steps: readonly Step[], at: number): SeenRun {
  const approvalId = approvalIdOf(run.pendingApproval);
  return {
    agentId,
    workflowId: run.workflowId,
    temporalRunId: run.temporalRunId ?? "",
    at,
    status: run.status,
    finished: countOf(steps, "succeeded"),
    failed: countOf(steps, "failed"),
    ...(approvalId === undefined ? {} : { approvalId }),
  };
}

/** “3 steps finished, approval timed out 14:02”; empty when nothing happened that a person would tell. */
export function awayWords(before: SeenRun, now: SeenRun, run: Pick<Run, "status" | "source" | "endedAt" | "runlight">) {
  const words: string[] = [];
  const finished = now.finished - before.finished;
  const failed = now.failed - before.failed;
  if (finished > 0) words.push(`${plural(finished, "step")} finished`);
  if (failed > 0) words.push(`${plural(failed, "step")} failed`);
  for (const { approvalId, decision, at } of run.runlight.decisions ?? []) {
    const decidedAt = readTime(at);
    const isNews = approvalId === before.approvalId || (decidedAt !== undefined && decidedAt > before.at);
    if (isNews) words.push(`approval ${DECIDED[decision]}${clockOf(decidedAt)}`);
  }
  if (now.approvalId !== undefined && now.approvalId !== before.approvalId) words.push("an approval waits");
  if (now.status !== before.status) {
    if (isEnded(run)) words.push(`ended as ${statusLabel(now.status)}${clockOf(readTime(run.endedAt))}`);
    else if (now.approvalId === undefined) words.push(`now ${statusLabel(now.status)}`);
  }
  return words.join(", ");
}

function countOf(steps: readonly Step[], phase: Step["phase"]): number {
  return steps.reduce((sum, step) => sum + (step.phase === phase ? 1 : 0), 0);
}

function clockOf(at: number | undefined): string {
  return at === undefined ? "" : ` ${formatClock(at)}`;
}
