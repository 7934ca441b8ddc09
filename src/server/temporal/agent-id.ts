/** Which agent a workflow belongs to: its search attribute or memo says so, else its id (`wf_42_…`), else none: agent 0. */
import { parseAgentId } from "../../contract/run-id.ts";
import type { HistoryEvent } from "./history-event.ts";
import { ATTRIBUTES } from "./names.ts";
import { payloadValue, type RawPayload } from "./payload-text.ts";

/** Workflows nobody gave an agent stand here. */
export const OTHER_WORKFLOWS = 0;

interface Fields {
  readonly [key: string]: RawPayload;
}

export function agentIdFrom(
  indexed: Fields | null | undefined,
  memo: Fields | null | undefined,
  workflowId: string,
): number {
  for (const payload of [indexed?.[ATTRIBUTES.agentId], memo?.[ATTRIBUTES.agentId]]) {
    const value = payloadValue(payload);
    const id = typeof value === "number" || typeof value === "string" ? parseAgentId(String(value)) : undefined;
    if (id !== undefined) return id;
  }
  return parseAgentId(/^wf_(\d+)_/.exec(workflowId)?.[1] ?? "") ?? OTHER_WORKFLOWS;
}

/** From the event of the start. */
export function agentIdOf(event: HistoryEvent, workflowId: string): number {
  const started = event.workflowExecutionStartedEventAttributes;
  return agentIdFrom(started?.searchAttributes?.indexedFields, started?.memo?.fields, workflowId);
}
