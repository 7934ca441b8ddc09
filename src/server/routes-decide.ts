/** Taking a decision: bound to the text that was shown by `If-Match`, harmless to repeat by `Idempotency-Key`. */
import * as v from "valibot";
import type { DecisionBody } from "../contract/decision.ts";
import { DecisionBodySchema } from "../contract/decision-schemas.ts";
import { DECISION_PLAN } from "./mask.ts";
import { ProblemError } from "./problems.ts";
import { notingRefusal } from "./refused-tries.ts";
import { readBody, requireJsonType } from "./request-body.ts";
import { type Ask, doneAnswer, type Shell } from "./route.ts";
import { readTarget } from "./routes-run.ts";

const APPROVAL_ID_MAX = 1_000;

export async function answerDecision(ask: Ask, shell: Shell): Promise<Response> {
  const { agentId, ref, sent } = await notingRefusal(shell, ask, () => readTry(ask));
  const { mayDecideOwn } = shell;
  const request = { ...sent, mayDecideOwn, asServed: shell.masker.request, origin: ask.origin };
  const decision = await shell.source.decide(agentId, ref, request, ask.viewer).catch(rethrowMasked(shell));
  shell.watches.tell(agentId, ref);
  return doneAnswer(200, `{"decision":${shell.masker.text(JSON.stringify(decision), DECISION_PLAN)}}`);
}

/** What is sent; the source writes down what comes of it. */
async function readTry(ask: Ask) {
  const { agentId, ref } = readTarget(ask);
  const approvalId = ask.param("approvalId");
  if (approvalId.length > APPROVAL_ID_MAX || /[\u0000-\u001f\u007f]/.test(approvalId))
    throw new ProblemError("bad-request", `The approval id may have at most ${APPROVAL_ID_MAX} plain characters.`);
  requireJsonType(ask.request);
  const digest = readDigest(ask.request.headers.get("if-match"));
  const idempotencyKey = readKey(ask.request.headers.get("idempotency-key"));
  const body = await readDecisionBody(ask.request);
  return { agentId, ref, sent: { approvalId, body, digest, idempotencyKey } };
}

/** A refusal may name the decision that won, with the words somebody wrote to it. */
function rethrowMasked(shell: Shell): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof ProblemError) || error.members["winner"] === undefined) throw error;
    const winner = shell.masker.text(error.members["winner"], DECISION_PLAN);
    throw new ProblemError(error.problem, error.message, { ...error.members, winner }, error.headers);
  };
}

function readDigest(ifMatch: string | null): string {
  if (ifMatch === null)
    throw new ProblemError("precondition-required", "Send the digest of the request you saw as If-Match.");
  const digest = /^"([0-9a-f]{64})"$/.exec(ifMatch.trim())?.[1];
  if (!digest) throw new ProblemError("bad-request", "If-Match must be one SHA-256 in lower-case hex, in quotes.");
  return digest;
}

function readKey(key: string | null): string {
  if (key === null || !/^[\u0021-\u007e]{1,200}$/.test(key))
    throw new ProblemError("bad-request", "Send an Idempotency-Key of 1 to 200 visible ASCII characters.");
  return key;
}

async function readDecisionBody(request: Request): Promise<DecisionBody> {
  const { root } = await readBody(request);
  // Only scalars are taken; a member of any depth is not read.
  const sent = { decision: root.get("decision"), comment: root.get("comment") };
  const parsed = v.safeParse(DecisionBodySchema, sent);
  if (parsed.success) return parsed.output;
  const detail =
    "decision must be approve or reject; a rejection needs a comment of 10 to 2,000 characters, an approval may have one of up to 2,000.";
  throw new ProblemError("unprocessable", detail);
}
