/** The shapes of a decision for the server and its documents; the page reads decisions without them. */
import * as v from "valibot";
import { COMMENT_MAX, REASON_MIN } from "./decision.ts";

const comment = v.pipe(v.string(), v.maxLength(COMMENT_MAX));

/** The body of `POST …/approvals/{approvalId}/decision`. A rejection needs a reason of 10 to 2,000 characters. */
export const DecisionBodySchema = v.variant("decision", [
  v.object({ decision: v.literal("approve"), comment: v.optional(comment) }),
  v.object({
    decision: v.literal("reject"),
    comment: v.pipe(comment, v.trim(), v.minLength(REASON_MIN), v.regex(/\S[\s\S]{8,}\S/)),
  }),
]);

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
