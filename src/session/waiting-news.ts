/** Which of the approvals that wait are news, from one answer to the next. */
import { approvalIdOf } from "../contract/approval-id.ts";
import type { WaitingApproval } from "../contract/pages.ts";

export interface WaitingNews {
  /** One request; a run that asks again, or another attempt of it, has another. */
  readonly key: string;
  readonly agentId: number;
  readonly workflowId: string;
}

export function requestKey(run: {
  readonly agentId: number;
  readonly workflowId: string;
  readonly temporalRunId: string | undefined;
  readonly approvalId: string;
}): string {
  return JSON.stringify([run.agentId, run.workflowId, run.temporalRunId ?? "", run.approvalId]);
}

/** What waits, each once, in the order sent. */
export function waitingOf(approvals: readonly WaitingApproval[]): readonly WaitingNews[] {
  const all = approvals.map(({ agentId, workflowId, temporalRunId, request }): [string, WaitingNews] => {
    const key = requestKey({ agentId, workflowId, temporalRunId, approvalId: approvalIdOf(request) ?? "" });
    return [key, { key, agentId, workflowId }];
  });
  return [...new Map(all).values()];
}
