/**
 * The one vocabulary of run events. The embedded engine logs them, the Temporal workflow keeps its state with them,
 * the history reader makes them from Temporal's events; `reduce` folds them, so live and history agree.
 */

/** Valid JSON text: values pass through Runlight as they were written, never re-serialised. */
export type JsonText = string;

/** A step of the plan a run starts with; what is not reached yet shows as pending. */
export interface PlannedNode {
  readonly id: string;
  readonly name: string;
  /** The kind people see: trigger, tool, agent, condition, approval, loop. */
  readonly type: string;
  readonly dependsOn: readonly string[];
  /** Runs only when that node's branch is this word; otherwise it, and all that depends on it, is skipped. */
  readonly when?: { readonly node: string; readonly branch: string };
  readonly parentId?: string;
  readonly iteration?: number;
  readonly total?: number;
  /** 1 when absent. */
  readonly maxAttempts?: number;
  /** What does the work, where `name` says what it is for: the type of an activity or of a child workflow. */
  readonly tool?: string;
  /** The workflow a step started and waits for. */
  readonly childWorkflowId?: string;
}

/** An error with its causes, outermost first. */
export interface RunError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: RunError;
}

interface At {
  /** Epoch ms, the writer's clock. */
  readonly at: number;
}

export type RunEvent = At &
  (
    | {
        readonly type: "started";
        readonly workflowId: string;
        readonly temporalRunId: string;
        readonly agentId: number;
        readonly agentName: string;
        readonly agentType: "task" | "workflow";
        readonly triggerType: string;
        readonly input: JsonText;
        readonly startedBy: string;
        /** From 1; more than one when the run itself was retried. */
        readonly attempt: number;
        readonly nodes: readonly PlannedNode[];
      }
    | {
        readonly type: "nodeScheduled";
        readonly nodeId: string;
        readonly input?: JsonText;
        readonly node?: PlannedNode;
      }
    | { readonly type: "nodeStarted"; readonly nodeId: string; readonly attempt: number }
    | {
        readonly type: "nodeRetried";
        readonly nodeId: string;
        readonly attempt: number;
        readonly error: RunError;
        /** Epoch ms. */
        readonly nextAttemptAt: number;
        /** False: the attempt failed some time before `at`; when is not known. */
        readonly isTimed?: false;
      }
    | {
        readonly type: "nodeSucceeded";
        readonly nodeId: string;
        readonly output: JsonText;
        /** What nodes with `when` look at. */
        readonly branch?: string;
      }
    | { readonly type: "nodeFailed"; readonly nodeId: string; readonly error: RunError }
    | { readonly type: "nodeCancelled"; readonly nodeId: string }
    | {
        readonly type: "approvalRequested";
        readonly approvalId: string;
        readonly nodeId: string;
        /** `pendingApproval` exactly as it will be served and hashed. */
        readonly request: JsonText;
        /** Epoch ms. */
        readonly expiresAt: number;
        /** The run's summary while it waits. */
        readonly summary?: string;
      }
    | {
        readonly type: "approvalDecided";
        readonly approvalId: string;
        readonly decision: "approve" | "reject";
        readonly by: string;
        readonly comment?: string;
        readonly digest: string;
        readonly idempotencyKey: string;
      }
    | { readonly type: "approvalTimedOut"; readonly approvalId: string }
    | { readonly type: "completed"; readonly summary?: string; readonly result?: JsonText }
    | {
        readonly type: "failed";
        readonly error: RunError;
        readonly statusReason?: "approval_timeout";
        readonly summary?: string;
      }
    | { readonly type: "cancelled"; readonly by: string; readonly summary?: string }
  );
