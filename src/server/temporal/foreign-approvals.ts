/** Approvals in other people's workflows that follow the convention: an activity that asks, an update that decides. */
import type { Decision } from "../../contract/decision.ts";
import { pendingApproval } from "../../contract/reduce.ts";
import type { RunEvent } from "../../contract/run-events.ts";
import type { RunState } from "../../contract/run-state.ts";
import { stringOf } from "../agents/input.ts";
import { type HistoryEvent, idOf, timeOf } from "./history-event.ts";
import { APPROVAL_ACTIVITY, APPROVAL_TIMEOUT, DECIDE_UPDATE, type DecideArgs } from "./names.ts";
import { readDecideArgs, type UpdateRequest } from "./history-updates.ts";
import { firstText, payloadValue } from "./payload-text.ts";

export function readApprovalEvents() {
  const decisions = new Map<number, DecideArgs>();
  return {
    /** What follows the step that asks; nothing when it is an ordinary activity. */
    asked(event: HistoryEvent, made: RunEvent, _state: RunState): RunEvent[] {
      const task = event.activityTaskScheduledEventAttributes;
      if (task?.activityType?.name !== APPROVAL_ACTIVITY || made.type !== "nodeScheduled") return [];
      const request = firstText(task.input) ?? "{}";
      const approvalId = stringOf(request, "id");
      if (approvalId === undefined) return [];
      const { nodeId, at } = made;
      const expiresAt = Date.parse(stringOf(request, "expiresAt") ?? "");
      const asks: RunEvent = { type: "approvalRequested", approvalId, nodeId, request, expiresAt: expiresAt || at, at };
      return [{ type: "nodeStarted", nodeId, attempt: 1, at }, asks];
    },

    /** True when this update is a decision; it then is no step of its own. */
    accepted(event: HistoryEvent, request: UpdateRequest | undefined, state: RunState): boolean {
      const args =
        request?.input?.name === DECIDE_UPDATE ? readDecideArgs(request.input.args?.payloads?.[0]) : undefined;
      if (!args || !state.approvals.some(({ approvalId }) => approvalId === args.approvalId)) return false;
      decisions.set(idOf(event.eventId), args);
      return true;
    },

    /** The decision an update brought; undefined when the update is something else. */
    completed(event: HistoryEvent, _state: RunState): RunEvent[] | undefined {
      const updated = event.workflowExecutionUpdateCompletedEventAttributes;
      const args = updated && decisions.get(idOf(updated.acceptedEventId));
      if (!updated || !args) return undefined;
      if (!updated.outcome?.success) return [];
      const said = payloadValue(updated.outcome.success.payloads?.[0]) as Decision | undefined;
      return [{ type: "approvalDecided", ...args, at: Date.parse(said?.at ?? "") || timeOf(event.eventTime) }];
    },

    beforeClose(state: RunState, event: HistoryEvent): RunEvent[] {
      const { failure } = event.workflowExecutionFailedEventAttributes ?? {};
      const waiting = pendingApproval(state);
      if (!waiting || failure?.applicationFailureInfo?.type !== APPROVAL_TIMEOUT) return [];
      return [{ type: "approvalTimedOut", approvalId: waiting.approvalId, at: timeOf(event.eventTime) }];
    },
  };
}
