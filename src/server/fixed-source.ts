/** A source of fixed answers for the tests of the server: it runs nothing and remembers what it was asked. */
import type { Decision } from "../contract/decision.ts";
import type { RunRef } from "../contract/run-id.ts";
import { notFound, ProblemError } from "./problems.ts";
import type { DecisionRequest, RevealRequest, RunsQuery, Source, StartRequest } from "./source.ts";

export const RUN_ID = "11111111-2222-4333-8444-555555555555";

const RUN = {
  id: `wf_57_run_1:${RUN_ID}`,
  workflowId: "wf_57_run_1",
  agentId: 57,
  agentName: "Refund Review",
  agentType: "workflow",
  status: "awaiting_human",
  source: "live-query",
  temporalRunId: RUN_ID,
  workflowNodes: [{ id: "a", status: "completed", output: "x".repeat(5_000) }],
  pendingApproval: { id: "approval-1", note: "y".repeat(5_000) },
};

export const RUN_TEXT = JSON.stringify(RUN);

export interface Asked {
  readonly what: string;
  readonly agentId?: number;
  readonly ref?: RunRef;
  readonly request?: StartRequest | DecisionRequest | RunsQuery | RevealRequest;
}

/** `changes` replaces methods or members; `asked` fills up as the source is asked. */
export function fixedSource(changes: Partial<Source> = {}): { source: Source; asked: Asked[] } {
  const asked: Asked[] = [];
  const answer = (agentId: number, ref: RunRef): { text: string; agentId: number } => {
    asked.push({ what: "getRun", agentId, ref });
    const isIt = agentId === 57 && ref.workflowId === RUN.workflowId && (ref.temporalRunId ?? RUN_ID) === RUN_ID;
    if (!isIt) throw notFound();
    return { text: RUN_TEXT, agentId };
  };
  const decision: Decision = {
    approvalId: "approval-1",
    nodeId: "a",
    decision: "approve",
    by: "local",
    at: "2026-06-11T14:02:11.000Z",
  };
  const source: Source = {
    name: "embedded",
    label: "Fixed answers",
    can: { start: true, cancel: true, decide: true, attempts: true, reveal: true },
    listAgents: async ({ pageSize, after }) => {
      const first = Number(after || 0);
      const ids = Array.from({ length: 5 }, (_, index) => index).slice(first, first + pageSize);
      const items = ids.map((id) => JSON.stringify({ id, name: `Agent ${id}` }));
      return first + pageSize < 5 ? { items, next: String(first + pageSize) } : { items };
    },
    listRuns: async (agentId, request) => {
      asked.push({ what: "listRuns", agentId, request });
      return { items: [RUN_TEXT], counts: { all_executions: 1 }, next: "after-1" };
    },
    getRun: async (agentId, ref) => answer(agentId, ref),
    listAttempts: async (agentId, ref) => {
      answer(agentId, ref);
      return [{ temporalRunId: RUN_ID, attempt: 1, status: "awaiting_human", startedAt: "2026-06-11T14:02:11.000Z" }];
    },
    listApprovals: async () => ({ items: [] }),
    startRun: async (agentId, request) => {
      asked.push({ what: "startRun", agentId, request });
      return { workflowId: "wf_57_run_2", temporalRunId: RUN_ID };
    },
    cancelRun: async (agentId, ref) => {
      answer(agentId, ref);
    },
    decide: async (agentId, ref, request) => {
      answer(agentId, ref);
      asked.push({ what: "decide", agentId, ref, request });
      if (request.digest.startsWith("0"))
        throw new ProblemError("approval-changed", "The request has changed.", { digest: `"${"1".repeat(64)}"` });
      return decision;
    },
    noteReveal: async (agentId, ref, request) => {
      asked.push({ what: "noteReveal", agentId, ref, request });
    },
    isReady: () => true,
    close: async () => undefined,
    ...changes,
  };
  return { source, asked };
}
