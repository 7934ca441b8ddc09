/** The state a run's events fold into. Plain data: `reduce.ts` makes it, `answer.ts` turns it into the contract's JSON. */
import type { JsonText, PlannedNode, RunError } from "./run-events.ts";

export type NodeStatus =
  | "pending"
  | "scheduled"
  | "running"
  | "retrying"
  | "waiting"
  | "completed"
  | "failed"
  | "timed_out"
  | "cancelled"
  | "skipped";

export interface NodeAttempt {
  readonly attempt: number;
  /** Epoch ms; absent when nobody saw it begin. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly error?: RunError;
}

export interface NodeState extends PlannedNode {
  readonly status: NodeStatus;
  /** 0 before the first attempt. */
  readonly attempt: number;
  readonly scheduledAt?: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly input?: JsonText;
  readonly output?: JsonText;
  readonly branch?: string;
  readonly error?: RunError;
  /** While retrying: when the next attempt begins. */
  readonly nextAttemptAt?: number;
  readonly attempts: readonly NodeAttempt[];
}

export interface ApprovalState {
  readonly approvalId: string;
  readonly nodeId: string;
  readonly request: JsonText;
  readonly requestedAt: number;
  readonly expiresAt: number;
  /** Absent while it waits. */
  readonly outcome?: {
    readonly decision: "approve" | "reject" | "timed_out";
    readonly by: string;
    readonly at: number;
    readonly comment?: string;
    readonly digest?: string;
    readonly idempotencyKey?: string;
  };
}

export interface RunState {
  readonly workflowId: string;
  readonly temporalRunId: string;
  readonly agentId: number;
  readonly agentName: string;
  readonly agentType: "task" | "workflow";
  readonly triggerType: string;
  readonly startedBy: string;
  readonly attempt: number;
  readonly input: JsonText;
  readonly status: "running" | "awaiting_human" | "completed" | "error" | "cancelled";
  readonly statusReason?: "approval_timeout";
  /** Epoch ms. */
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly summary?: string;
  readonly result?: JsonText;
  readonly error?: RunError;
  readonly nodes: readonly NodeState[];
  readonly approvals: readonly ApprovalState[];
}
