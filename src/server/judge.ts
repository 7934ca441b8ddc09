/** Taking a decision at the one writer: look, judge and append are one synchronous step, so the first one wins. */
import { createHash } from "node:crypto";
import { decisionsOf } from "../contract/answer.ts";
import { type Decision, digestText } from "../contract/decision.ts";
import type { RunEvent } from "../contract/run-events.ts";
import type { ApprovalState } from "../contract/run-state.ts";
import { notFound, ProblemError, type ServerProblem } from "./problems.ts";
import { isAskedBy } from "./request-people.ts";
import type { DecisionRequest, Viewer } from "./source.ts";

/** What came of a try. `events` go to the log with the audit line, in one transaction, before anybody hears of it. */
export type Verdict =
  | { readonly kind: "accepted" | "repeated"; readonly events: readonly RunEvent[] }
  | { readonly kind: "refused"; readonly error: ProblemError; readonly events: readonly RunEvent[] };

/** Who decides: all of a viewer that a decision looks at and keeps. */
export type Decider = Pick<Viewer, "name" | "isLocal">;

export interface DecideOn {
  readonly startedBy: string;
  readonly workflowId: string;
  readonly temporalRunId: string;
  readonly isClosed: boolean;
  readonly approvals: readonly ApprovalState[];
}

/** Judges one try. `at`: epoch ms, the server's clock. Pure but for the hash. */
export function judge(run: DecideOn, request: DecisionRequest, decider: Decider, at: number): Verdict {
  const by = decider.name;
  const { approvalId, body, idempotencyKey, asServed } = request;
  const approval = run.approvals.find((one) => one.approvalId === approvalId);
  if (!approval) return { kind: "refused", error: notFound(), events: [] };
  const { outcome } = approval;
  const isSame = outcome?.idempotencyKey === idempotencyKey && outcome.decision === body.decision && outcome.by === by;
  if (isSame) return { kind: "repeated", events: [] };
  if (outcome && outcome.decision !== "timed_out") {
    const winner = JSON.stringify(decisionsOf([approval])[0]);
    return refuse("already-decided", `${outcome.by} has decided already.`, { winner });
  }
  if (outcome || at >= approval.expiresAt) {
    const isDue = !outcome && !run.isClosed;
    return refuse(
      "approval-expired",
      "The time to decide is over.",
      {},
      isDue ? [{ type: "approvalTimedOut", approvalId, at }] : [],
    );
  }
  if (run.isClosed) return refuse("run-closed", "The run ended before anybody decided.");
  if (!request.mayDecideOwn && isOwn(run, approval, decider))
    return refuse("self-approval", "You asked for this or started the run; somebody else has to decide.");
  const digest = approvalDigest(run, approval, asServed);
  if (digest !== request.digest) {
    return refuse("approval-changed", "The request is not the one you saw.", { digest: JSON.stringify(digest) });
  }
  const comment = body.comment === undefined ? {} : { comment: body.comment };
  const decided: RunEvent = {
    type: "approvalDecided",
    approvalId,
    decision: body.decision,
    by,
    ...comment,
    digest,
    idempotencyKey,
    at,
  };
  return { kind: "accepted", events: [decided] };
}

/** On this machine alone there is nobody else to ask, and the audit log says so. */
function isOwn({ startedBy }: DecideOn, { request }: ApprovalState, { name, isLocal }: Decider): boolean {
  return !isLocal && (startedBy === name || isAskedBy(request, name));
}

function refuse(
  problem: ServerProblem,
  detail: string,
  members: Readonly<Record<string, string>> = {},
  events: readonly RunEvent[] = [],
): Verdict {
  return { kind: "refused", error: new ProblemError(problem, detail, members), events };
}

/** What an approver's If-Match must say: lower-case hex SHA-256 of the request as it is served to that approver. */
export function approvalDigest(
  run: Pick<DecideOn, "workflowId" | "temporalRunId">,
  approval: ApprovalState,
  asServed: DecisionRequest["asServed"],
): string {
  const text = digestText(run.workflowId, run.temporalRunId, approval.approvalId, asServed(approval.request));
  return createHash("sha256").update(text).digest("hex");
}

/** The decision on an approval as every viewer sees it; undefined while it waits. */
export function decisionOn(approvals: readonly ApprovalState[], approvalId: string): Decision | undefined {
  return decisionsOf(approvals.filter((one) => one.approvalId === approvalId))[0];
}
