/** What answers that came to any page say of runs: a watched run, a list of runs, the list of what waits. */
import type { RunAnswer } from "../api/wanted-runs.ts";
import { approvalIdOf } from "../contract/approval-id.ts";
import type { ApprovalsPage, RunsPage } from "../contract/pages.ts";
import { isEnded, type Run } from "../contract/run.ts";
import type { Watched } from "../contract/watching.ts";

/** By the keys of queries; none for what says nothing of runs. */
export function answersIn(queryKey: readonly unknown[], data: unknown): readonly RunAnswer[] {
  const [kind, agentId, , pinned] = queryKey;
  if (kind === "run" && typeof agentId === "number") {
    const { run } = (data ?? {}) as Partial<Watched>;
    return run ? [answerOf(agentId, run, pinned === null)] : [];
  }
  if (kind === "runs" && typeof agentId === "number") {
    const { runs = [] } = (data ?? {}) as Partial<RunsPage>;
    return runs.map((run) => answerOf(agentId, run, false));
  }
  if (kind !== "approvals" || agentId === "decided") return [];
  const { page } = (data ?? {}) as { page?: ApprovalsPage };
  return (page?.approvals ?? []).map(({ agentId: id, workflowId, temporalRunId, request }) => {
    const waits = approvalIdOf(request) ?? "";
    return { agentId: id, workflowId, temporalRunId, isNewest: false, waits };
  });
}

export function answerOf(agentId: number, run: Run, isNewest: boolean): RunAnswer {
  const waits = approvalIdOf(run.pendingApproval) ?? (run.status === "awaiting_human" ? "" : undefined);
  return {
    agentId,
    workflowId: run.workflowId,
    temporalRunId: run.temporalRunId ?? "",
    isNewest,
    ...(isEnded(run) ? { ended: run.status } : waits === undefined ? {} : { waits }),
  };
}
