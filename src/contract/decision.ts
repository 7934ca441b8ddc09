/** A decision on an approval: what is sent, what is kept, and the text that binds it to what was shown. */
import * as v from "valibot";

export const REASON_MIN = 10;
export const COMMENT_MAX = 2_000;

const comment = v.pipe(v.string(), v.maxLength(COMMENT_MAX));

/** The body of `POST …/approvals/{approvalId}/decision`. A rejection needs a reason of 10 to 2,000 characters. */
export const DecisionBodySchema = v.variant("decision", [
  v.object({ decision: v.literal("approve"), comment: v.optional(comment) }),
  v.object({ decision: v.literal("reject"), comment: v.pipe(comment, v.trim(), v.minLength(REASON_MIN)) }),
]);
export type DecisionBody = v.InferOutput<typeof DecisionBodySchema>;

/** A decision as every viewer sees it afterwards. */
export const DecisionSchema = v.object({
  approvalId: v.string(),
  nodeId: v.string(),
  decision: v.picklist(["approve", "reject", "timed_out"]),
  by: v.pipe(v.string(), v.description("Empty when nobody answered")),
  at: v.pipe(v.string(), v.description("ISO time, the server's clock")),
  comment: v.optional(v.string()),
  digest: v.optional(v.string()),
});
export type Decision = v.InferOutput<typeof DecisionSchema>;

/**
 * The text whose SHA-256 (over its UTF-8 bytes, lower-case hex) travels as `If-Match` of a decision. The browser
 * hashes the request it rendered, the server the one it stored; they agree only when both mean the same request.
 */
export function digestText(workflowId: string, temporalRunId: string, approvalId: string, requestText: string): string {
  return `${JSON.stringify(["runlight-approval-1", workflowId, temporalRunId, approvalId])}\n${requestText}`;
}
