/** A decision on an approval: what is sent, what is kept, and the text that binds it to what was shown. */

export const REASON_MIN = 10;
export const COMMENT_MAX = 2_000;

/** What is sent; `decision-schemas.ts` has its limits. */
export type DecisionBody =
  | { readonly decision: "approve"; readonly comment?: string | undefined }
  | { readonly decision: "reject"; readonly comment: string };

/** A decision as every viewer sees it afterwards. */
export interface Decision {
  readonly approvalId: string;
  readonly nodeId: string;
  readonly decision: "approve" | "reject" | "timed_out";
  /** Empty when nobody answered. */
  readonly by: string;
  /** ISO time, the server's clock. */
  readonly at: string;
  readonly comment?: string | undefined;
  readonly digest?: string | undefined;
}

/** Reads a plain value as `DecisionSchema` does: undefined when it is none, members it does not name are left out. */
export function readDecision(plain: unknown): Decision | undefined {
  if (typeof plain !== "object" || plain === null) return undefined;
  const { approvalId, nodeId, decision, by, at, comment, digest } = plain as Record<string, unknown>;
  const isWord = decision === "approve" || decision === "reject" || decision === "timed_out";
  if (!isWord || typeof approvalId !== "string" || typeof nodeId !== "string") return undefined;
  if (typeof by !== "string" || typeof at !== "string") return undefined;
  if (typeof (comment ?? "") !== "string" || typeof (digest ?? "") !== "string") return undefined;
  if (comment === null || digest === null) return undefined;
  return {
    approvalId,
    nodeId,
    decision,
    by,
    at,
    ...(typeof comment === "string" ? { comment } : {}),
    ...(typeof digest === "string" ? { digest } : {}),
  };
}

/**
 * The text whose SHA-256 (over its UTF-8 bytes, lower-case hex) travels as `If-Match` of a decision. The browser
 * hashes the request it rendered, the server the one it stored; they agree only when both mean the same request.
 */
export function digestText(workflowId: string, temporalRunId: string, approvalId: string, requestText: string): string {
  return `${JSON.stringify(["runlight-approval-1", workflowId, temporalRunId, approvalId])}\n${requestText}`;
}
