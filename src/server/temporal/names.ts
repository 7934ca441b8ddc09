/** The convention between workflow, worker and reader: names, and the shapes that travel. See README.md in this folder. */
import type { JsonText } from "../../contract/run-events.ts";

export const WORKFLOW_TYPE = "agentRun";
export const TASK_QUEUE = "runlight-agents";
export const STATE_QUERY = "agentRun.state";
export const DECIDE_UPDATE = "agentRun.decide";

/** Activity that asks for an approval: its one argument is the request, exactly as it will be served. */
export const APPROVAL_ACTIVITY = "approvalRequested";
export const APPROVAL_PREFIX = "approval:";
export const STEP_ACTIVITY = "agentStep";
export const TIMEOUT_PREFIX = "approval-timeout:";
export const RETRY_PREFIX = "retry:";
/** Failure type of a run whose approval nobody answered. */
export const APPROVAL_TIMEOUT = "ApprovalTimeout";

export const ATTRIBUTES = { agentId: "AgentId", state: "AgentRunState", approvers: "Approvers" } as const;

/** Payload metadata that marks JSON text as exact: read as text, never parsed and written again. */
export const EXACT = "runlight-exact";
/** Payload metadata: the branch a step took. */
export const BRANCH = "runlight-branch";

/** The one argument of `agentRun`. */
export interface StartArgs {
  readonly v: 1;
  readonly agentId: number;
  readonly triggerType: string;
  readonly startedBy: string;
  /** JSON object text. */
  readonly input: JsonText;
  /** How much faster than life; the input's own `speed` wins. */
  readonly speed: number;
}

/** What a step's activity is given besides the input people see. */
export interface StepArgs {
  readonly agentId: number;
  readonly nodeId: string;
  readonly attempt: number;
  readonly iteration?: number;
  readonly input: JsonText;
  readonly outputs: Readonly<Record<string, JsonText>>;
  readonly speed: number;
}

/** The one argument of the update. */
export interface DecideArgs {
  readonly approvalId: string;
  readonly decision: "approve" | "reject";
  readonly by: string;
  readonly comment?: string;
  readonly digest: string;
  readonly idempotencyKey: string;
}

/** Failure types of a refused update. */
export const REFUSED = {
  unknown: "ApprovalUnknown",
  decided: "AlreadyDecided",
  expired: "ApprovalExpired",
  closed: "RunClosed",
} as const;

/** Activity id of an attempt: the node's id, later attempts `node#2`. */
export function activityIdOf(nodeId: string, attempt: number): string {
  return attempt === 1 ? nodeId : `${nodeId}#${attempt}`;
}

/** The node and attempt an activity id of ours stands for. */
export function readActivityId(activityId: string): { readonly nodeId: string; readonly attempt: number } {
  const match = /^([\s\S]+)#(\d{1,6})$/.exec(activityId);
  return match?.[1] !== undefined
    ? { nodeId: match[1], attempt: Number(match[2]) }
    : { nodeId: activityId, attempt: 1 };
}
