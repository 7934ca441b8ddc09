/** What the agent workflow shows of its state: the query's core, memo and search attributes, its end; and what it refuses. */
import { ApplicationFailure, upsertMemo, upsertSearchAttributes } from "@temporalio/workflow";
import { defineSearchAttributeKey, type RawValue } from "@temporalio/common";
import { decisionsOf } from "../../contract/answer.ts";
import type { Decision } from "../../contract/decision.ts";
import { JsonArray, JsonObject, readJson } from "../../contract/json.ts";
import { isRunClosed, pendingApproval } from "../../contract/reduce.ts";
import type { RunState } from "../../contract/run-state.ts";
import { exact } from "./exact-payload.ts";
import { ATTRIBUTES, type DecideArgs, REFUSED } from "./names.ts";
import { toFailure } from "./run-failure.ts";

const STATE_KEY = defineSearchAttributeKey(ATTRIBUTES.state, "KEYWORD");
const APPROVERS_KEY = defineSearchAttributeKey(ATTRIBUTES.approvers, "KEYWORD_LIST");

/** Answer of the query: no times, for a workflow's clock is not the events'. */
export function coreOf(state: RunState): unknown {
  const waiting = pendingApproval(state);
  return {
    v: 1,
    status: state.status,
    nodes: state.nodes.map(({ id, status, attempt }) => ({ id, status, attempt })),
    ...(waiting && { pendingApproval: waiting.request }),
    ...(state.statusReason && { statusReason: state.statusReason }),
    ...(state.summary !== undefined && { summary: state.summary }),
  };
}

export function decisionOn(state: RunState, approvalId: string): Decision | undefined {
  return decisionsOf(state.approvals.filter((one) => one.approvalId === approvalId))[0];
}

/** Lists and the inbox read these without a worker. */
export function publish(state: RunState): void {
  const waiting = pendingApproval(state);
  upsertMemo({
    summary: state.summary ?? null,
    pendingApproval: waiting ? exact(waiting.request) : null,
  });
  if (isRunClosed(state)) return;
  upsertSearchAttributes([
    { key: STATE_KEY, value: state.status },
    { key: APPROVERS_KEY, value: waiting ? approversOf(waiting.request) : null },
  ]);
}

/** Ids and addresses of the people a request names. */
function approversOf(request: string): string[] {
  const root = readJson(request);
  const assignees = root instanceof JsonObject ? root.get("assignees") : undefined;
  if (!(assignees instanceof JsonArray)) return [];
  return assignees.items.flatMap(({ value }) => {
    if (typeof value === "string") return [value];
    if (!(value instanceof JsonObject)) return [];
    return ["id", "email"].flatMap((key) => {
      const text = value.get(key);
      return typeof text === "string" ? [text] : [];
    });
  });
}

/** Throws the refusal of a decision that comes late or for nothing; a refused update leaves no event behind. */
export function refuseDecision(state: RunState, { approvalId }: DecideArgs, at: number): void {
  const approval = state.approvals.find((one) => one.approvalId === approvalId);
  if (!approval) throw refused(REFUSED.unknown, "This run asks for no such approval");
  if (approval.outcome) throw refused(REFUSED.decided, "Somebody has decided already", decisionOn(state, approvalId));
  if (at >= approval.expiresAt) throw refused(REFUSED.expired, "The time to decide is over");
  if (isRunClosed(state)) throw refused(REFUSED.closed, "The run is over");
}

function refused(type: string, message: string, winner?: Decision): ApplicationFailure {
  return ApplicationFailure.create({ type, message, nonRetryable: true, ...(winner && { details: [winner] }) });
}

/** The workflow's result, or the failure that closes it. */
export function endRun(state: RunState, maxRunAttempts: number): RawValue | undefined {
  publish(state);
  if (state.status !== "error" || !state.error) return state.result === undefined ? undefined : exact(state.result);
  throw toFailure(state.error, state.statusReason !== undefined || state.attempt >= maxRunAttempts);
}
