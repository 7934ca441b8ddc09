/** A visibility row as an item of the runs list: from memo and search attributes, so that it needs no worker. */
import { listItemText, objectText, type RunHead } from "../../contract/answer.ts";
import { stringOf } from "../agents/input.ts";
import { agentById } from "../agents/all-agents.ts";
import { agentIdFrom } from "./agent-id.ts";
import type { Execution } from "./cluster-calls.ts";
import { textIn, timeOf } from "./history-event.ts";
import { ATTRIBUTES } from "./names.ts";
import { payloadText, payloadValue } from "./payload-text.ts";

/** Numbers of Temporal's WorkflowExecutionStatus. */
const STATUS: Readonly<Record<number, RunHead["status"]>> = {
  1: "running",
  2: "completed",
  3: "error",
  4: "cancelled",
  5: "cancelled",
  6: "completed",
  7: "error",
  8: "running",
};

export interface ListItem {
  readonly agentId: number;
  readonly workflowId: string;
  readonly temporalRunId: string;
  readonly status: string;
  readonly head: RunHead;
  /** Exact text, while it waits. */
  readonly request: string | undefined;
}

export function itemOf(execution: Execution): ListItem {
  const workflowId = execution.execution?.workflowId ?? "";
  const temporalRunId = execution.execution?.runId ?? "";
  const memo = execution.memo?.fields ?? {};
  const indexed = execution.searchAttributes?.indexedFields ?? {};
  const agentId = agentIdFrom(indexed, memo, workflowId);
  const agent = agentById(agentId);
  const open = STATUS[Number(execution.status)] ?? "running";
  const isWaiting = open === "running" && payloadValue(indexed[ATTRIBUTES.state]) === "awaiting_human";
  const request = isWaiting && memo["pendingApproval"] ? payloadText(memo["pendingApproval"]) : undefined;
  const status = isWaiting ? "awaiting_human" : open;
  const endedAt = execution.closeTime ? timeOf(execution.closeTime) : undefined;
  // A cancelled workflow has no chance to say more: its last words were about something else.
  const summary = status === "cancelled" ? undefined : textIn(memo["summary"]);
  const head: RunHead = {
    workflowId,
    temporalRunId,
    agentId,
    agentName: agent?.name ?? textIn(memo["AgentName"]) ?? execution.type?.name ?? "Workflow",
    agentType: agent?.type ?? "workflow",
    triggerType: textIn(memo["triggerType"]) ?? (indexed["TemporalScheduledById"] ? "schedule" : "api"),
    startedBy: textIn(memo["startedBy"]) ?? "",
    attempt: 1,
    status,
    startedAt: timeOf(execution.startTime),
    ...(endedAt !== undefined && endedAt > 0 && { endedAt }),
    ...(summary !== undefined && { summary }),
  };
  return { agentId, workflowId, temporalRunId, status, head, request };
}

export function itemText(item: ListItem): string {
  return listItemText(item.head, item.request);
}

/** An entry of the approvals inbox. */
export function waitingText({ head, request }: ListItem): string {
  return objectText([
    ["agentId", String(head.agentId)],
    ["agentName", JSON.stringify(head.agentName)],
    ["workflowId", JSON.stringify(head.workflowId)],
    ["temporalRunId", JSON.stringify(head.temporalRunId)],
    ["startedAt", JSON.stringify(new Date(head.startedAt).toISOString())],
    ["pendingApproval", request],
  ]);
}

/** When it must be answered, for the order of the inbox; none is last. */
export function deadlineOf({ request }: ListItem): number {
  return Date.parse(stringOf(request, "expiresAt") ?? "") || Number.MAX_SAFE_INTEGER;
}
