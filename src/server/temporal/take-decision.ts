/** A decision on Temporal: an update the workflow itself takes or refuses, so the first one wins there and nowhere else. */
import { WorkflowUpdateFailedError } from "@temporalio/client";
import { ApplicationFailure } from "@temporalio/common";
import type { Decision } from "../../contract/decision.ts";
import type { RunRef } from "../../contract/run-id.ts";
import { isRunClosed } from "../../contract/reduce.ts";
import type { RunState } from "../../contract/run-state.ts";
import { judge } from "../judge.ts";
import { ProblemError } from "../problems.ts";
import type { DecisionRequest, Viewer } from "../source.ts";
import { classify, toProblem } from "./call-errors.ts";
import type { ClusterCalls } from "./cluster-calls.ts";
import { DECIDE_UPDATE, type DecideArgs, REFUSED } from "./names.ts";

/** Within the server's own deadline of 8 s. */
const UPDATE_MS = 6_000;

/**
 * `state` is what the history says now. Digest, key and end are judged on it, as a request for one approval id never
 * changes; that nobody else decided first is judged by the workflow alone.
 */
export async function takeDecision(
  calls: ClusterCalls,
  state: RunState,
  request: DecisionRequest,
  viewer: Viewer,
): Promise<Decision | "repeated"> {
  const { startedBy, workflowId, temporalRunId, approvals } = state;
  const run = { startedBy, workflowId, temporalRunId, approvals, isClosed: isRunClosed(state) };
  const verdict = judge(run, request, viewer, Date.now());
  if (verdict.kind === "refused") throw verdict.error;
  if (verdict.kind === "repeated") return "repeated";
  const { approvalId, body, digest, idempotencyKey } = request;
  const args: DecideArgs = {
    approvalId,
    decision: body.decision,
    by: viewer.name,
    ...(body.comment !== undefined && { comment: body.comment }),
    digest,
    idempotencyKey,
  };
  let decision: Decision;
  try {
    decision = await send(calls, { workflowId, temporalRunId }, args);
  } catch (thrown) {
    throw refusalOf(thrown);
  }
  // The same key was used before for something else: that was the decision, this one comes later.
  if (decision.decision !== body.decision || decision.by !== viewer.name)
    throw new ProblemError("already-decided", `${decision.by} has decided already.`, {
      winner: JSON.stringify(decision),
    });
  return decision;
}

function send({ client }: ClusterCalls, { workflowId, temporalRunId }: RunRef, args: DecideArgs): Promise<Decision> {
  const handle = client.workflow.getHandle(workflowId, temporalRunId);
  return client.withDeadline(Date.now() + UPDATE_MS, () =>
    handle.executeUpdate<Decision, [DecideArgs]>(DECIDE_UPDATE, {
      args: [args],
      updateId: `${args.approvalId}/${args.idempotencyKey}`,
    }),
  );
}

function refusalOf(thrown: unknown): ProblemError {
  const cause = thrown instanceof WorkflowUpdateFailedError ? thrown.cause : undefined;
  if (cause instanceof ApplicationFailure) {
    const [winner] = (cause.details ?? []) as Decision[];
    switch (cause.type) {
      case REFUSED.decided:
        return new ProblemError(
          "already-decided",
          `${winner?.by ?? "Somebody"} has decided already.`,
          winner ? { winner: JSON.stringify(winner) } : {},
        );
      case REFUSED.expired:
        return new ProblemError("approval-expired", "The time to decide is over.");
      case REFUSED.unknown:
        return new ProblemError("not-found", "There is no such thing here, or it is not yours to see.");
      default:
        return new ProblemError("run-closed", "The run ended before anybody decided.");
    }
  }
  const failure = classify(thrown);
  if (failure === "not-found") return new ProblemError("run-closed", "The run ended before anybody decided.");
  if (failure === "deadline" || failure === "no-worker")
    return new ProblemError(
      "unavailable",
      "No worker took the decision in time, so it was not taken. Trying again with the same key is safe.",
      {},
      { "retry-after": "5" },
    );
  return toProblem(thrown);
}
