/** One try to decide, from the request to the audit line: judged on the newest state, written before it is answered. */
import { isRunClosed } from "../../contract/reduce.ts";
import type { Decision } from "../../contract/decision.ts";
import type { RunRef } from "../../contract/run-id.ts";
import { notFound, ProblemError } from "../problems.ts";
import type { DecisionRequest } from "../source.ts";
import type { AuditLog } from "../audit-log.ts";
import { type Database, isStorageError } from "../database.ts";
import { type Decider, decisionOn, judge } from "../judge.ts";
import type { Engine } from "./engine.ts";
import type { RunAnswers } from "./run-answers.ts";
import type { RunRow, RunStore } from "./run-store.ts";

export interface DecisionParts {
  readonly db: Database;
  readonly store: RunStore;
  readonly engine: Engine;
  readonly answers: RunAnswers;
  readonly audit: AuditLog;
}

/** Throws the refusal as a ProblemError, `unavailable` when nothing could be written. Synchronous on purpose. */
export function takeDecision(
  parts: DecisionParts,
  agentId: number,
  ref: RunRef,
  request: DecisionRequest,
  viewer: Decider,
): Decision {
  try {
    return take(parts, agentId, ref, request, viewer);
  } catch (error) {
    if (!isStorageError(error)) throw error;
    throw new ProblemError("unavailable", "The decision could not be written, so nothing was decided. Try again.");
  }
}

function take(
  { db, store, engine, answers, audit }: DecisionParts,
  agentId: number,
  ref: RunRef,
  request: DecisionRequest,
  viewer: Decider,
): Decision {
  const row = store.find(agentId, ref);
  const note = (outcome: string): void =>
    audit.append(auditEntry(agentId, ref, row, request, viewer, engine.now(), outcome));
  if (!row) {
    db.transaction(() => note("not-found"));
    throw notFound();
  }
  const live = engine.live.get(row.head.temporalRunId);
  if (live) engine.settleRun(live);
  const state = live?.state ?? answers.state(row);
  const { startedBy, workflowId, temporalRunId, approvals } = state;
  const run = { startedBy, workflowId, temporalRunId, approvals, isClosed: isRunClosed(state) };
  const verdict = judge(run, request, viewer, engine.now());
  const outcome = verdict.kind === "refused" ? verdict.error.problem : verdict.kind;
  if (live && verdict.events.length > 0) engine.append(live, verdict.events, () => note(outcome));
  else db.transaction(() => note(outcome));
  if (verdict.kind === "refused") throw verdict.error;
  const decision = decisionOn(live?.state.approvals ?? approvals, request.approvalId);
  if (!decision) throw new Error("An accepted decision is in the state");
  return decision;
}

function auditEntry(
  agentId: number,
  ref: RunRef,
  row: RunRow | undefined,
  { approvalId, digest, body, origin }: DecisionRequest,
  viewer: Decider,
  at: number,
  outcome: string,
) {
  return {
    at: new Date(at).toISOString(),
    who: viewer.name,
    isLocal: viewer.isLocal,
    agentId,
    workflowId: row?.head.workflowId ?? ref.workflowId,
    temporalRunId: row?.head.temporalRunId ?? ref.temporalRunId ?? "",
    approvalId,
    digest,
    decision: body.decision,
    ...(body.comment !== undefined && { comment: body.comment }),
    outcome,
    ...origin,
  };
}
