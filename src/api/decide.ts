/** Sends a decision on an approval. */
import type { Decision, DecisionBody } from "../contract/decision.ts";
import { parseDecided } from "../contract/decided.ts";
import type { Problem } from "../contract/problem.ts";
import { apiDecisionPath } from "../paths.ts";
import { readReply, send } from "./client.ts";

export interface DecisionToSend {
  readonly agentId: number;
  readonly runId: string;
  readonly temporalRunId: string;
  readonly approvalId: string;
  readonly body: DecisionBody;
  /** SHA-256, lower-case hex, of the text that was shown (`digestText`). */
  readonly digest: string;
  /** The same key makes a repeat harmless. */
  readonly idempotencyKey: string;
}

/** `unknown`: no whole and readable answer came, so the decision may have been taken. Ask again with the same key. */
export type DecisionOutcome =
  | { readonly kind: "accepted"; readonly decision: Decision }
  | { readonly kind: "problem"; readonly problem: Problem }
  | { readonly kind: "unknown" };

export async function sendDecision(decision: DecisionToSend): Promise<DecisionOutcome> {
  const { agentId, runId, temporalRunId, approvalId, body, digest, idempotencyKey } = decision;
  const reply = await send(apiDecisionPath(agentId, runId, approvalId, temporalRunId), {
    method: "POST",
    headers: { "if-match": `"${digest}"`, "idempotency-key": idempotencyKey },
    body: JSON.stringify(body),
  });
  const read = readReply(reply, parseDecided);
  if (read.kind === "value") return { kind: "accepted", decision: read.value };
  return read.isUnknown ? { kind: "unknown" } : { kind: "problem", problem: read.problem };
}
