/** Why no buttons are offered at all, in words: never a button that pretends. */
import type { Approval } from "../contract/approval.ts";
import type { Run } from "../contract/run.ts";
import type { DecisionState } from "./decision-machine.ts";

export interface Offer {
  readonly approval: Approval;
  readonly run: Run;
  readonly canDecide: boolean | undefined;
  readonly isApprover: boolean | undefined;
  readonly state: DecisionState;
}

/** Undefined: buttons are offered. Empty: nothing to explain, the notice of the decision under way says it. */
export function whyNoButtons({ approval, run, canDecide, isApprover, state }: Offer): string | undefined {
  if (canDecide === false) return "This source takes no decisions. Decide where the request was made.";
  if (isApprover === false) return "Your role may look, not decide. An approver can answer this request.";
  if (run.runlight.stubs?.["/pendingApproval"])
    return "The request is too large to be shown here, and what is not shown can’t be decided.";
  if (approval.decided) return `Already answered: ${approval.decided.outcome}`;
  if (run.pendingApproval === undefined) return "Without its details the request can’t be decided here.";
  if (approval.id === undefined) return "The request has no id, so it can’t be decided here.";
  if (run.temporalRunId === undefined) return "The answer names no attempt, so it can’t be decided here.";
  return isAnswered(state, approval.id, run.temporalRunId) ? "" : undefined;
}

/** A decision on this very request is under way or over. */
function isAnswered(state: DecisionState, approvalId: string, temporalRunId: string): boolean {
  switch (state.kind) {
    case "idle":
    case "confirming":
    case "sending":
    case "changed":
    case "refused":
      return false;
    default: {
      const shown = state.intent?.shown;
      return shown?.approvalId === approvalId && shown.temporalRunId === temporalRunId;
    }
  }
}
