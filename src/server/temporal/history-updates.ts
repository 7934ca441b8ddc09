/** What an accepted update asked for: in its own event, or, when a reset applied it again, in an earlier one. */
import type { DecideArgs } from "./names.ts";
import type { HistoryEvent } from "./history-event.ts";
import { payloadValue, type RawPayload } from "./payload-text.ts";

export type UpdateRequest = NonNullable<
  NonNullable<HistoryEvent["workflowExecutionUpdateAcceptedEventAttributes"]>["acceptedRequest"]
>;

export function readUpdates() {
  const admitted = new Map<string, UpdateRequest>();
  return {
    /** True for the event itself: it begins nothing yet. */
    admit(event: HistoryEvent): boolean {
      const request = event.workflowExecutionUpdateAdmittedEventAttributes?.request;
      if (request?.meta?.updateId) admitted.set(request.meta.updateId, request);
      return request !== undefined;
    },

    /** Of an accepted update. */
    requestOf(event: HistoryEvent): UpdateRequest | undefined {
      const accepted = event.workflowExecutionUpdateAcceptedEventAttributes;
      return accepted?.acceptedRequest ?? admitted.get(accepted?.protocolInstanceId ?? "");
    },
  };
}

/** The argument of a decision; undefined when it is not one, whatever its name says. */
export function readDecideArgs(payload: RawPayload | null | undefined): DecideArgs | undefined {
  const value = payloadValue(payload);
  if (typeof value !== "object" || value === null) return undefined;
  const { approvalId, decision, by, comment, digest, idempotencyKey } = value as Readonly<Record<string, unknown>>;
  const isText = [approvalId, by, digest, idempotencyKey].every((text) => typeof text === "string");
  const isDecision = decision === "approve" || decision === "reject";
  const isSaid = comment === undefined || typeof comment === "string";
  if (!isText || !isDecision || !isSaid) return undefined;
  // These and no others: what else somebody put there is nothing to the fold.
  const args = { approvalId, decision, by, digest, idempotencyKey, ...(comment !== undefined && { comment }) };
  return args as DecideArgs;
}
