/**
 * One decision from intent to outcome, as a pure state machine. It never reaches `confirmed` without the server's own
 * answer to this intent's key, and an intent keeps one key for all its tries.
 */
import { type Decision, type DecisionBody, readDecision } from "../contract/decision.ts";
import type { Problem } from "../contract/problem.ts";

export type Choice = DecisionBody["decision"];

/** How one try ended. `unknown`: no answer, a cut one, or one that can't be read. */
export type TryOutcome =
  | { readonly kind: "accepted"; readonly decision: Decision }
  | { readonly kind: "problem"; readonly problem: Problem }
  | { readonly kind: "unknown" };

/** The request as it was rendered, with the digest of that text. */
export interface Shown {
  readonly workflowId: string;
  readonly temporalRunId: string;
  readonly approvalId: string;
  readonly requestText: string;
  /** Lower-case hex SHA-256. */
  readonly digest: string;
}

export interface Intent {
  readonly shown: Shown;
  readonly body: DecisionBody;
  /** The idempotency key, one for all tries. */
  readonly key: string;
}

export type DecisionState =
  | { readonly kind: "idle" }
  | { readonly kind: "confirming"; readonly choice: Choice; readonly shown: Shown }
  | { readonly kind: "sending"; readonly intent: Intent }
  /** Sent, and nobody here knows what came of it. Replays with the same key until the server says. */
  | {
      readonly kind: "unknown";
      readonly intent: Intent;
      readonly tries: number;
      readonly isAsking: boolean;
      /** Before the next try, when not asking. */
      readonly waitMs: number;
      /** Why the last try did not tell, where the server gave a reason. */
      readonly problem?: Problem;
    }
  | { readonly kind: "confirmed"; readonly intent: Intent; readonly decision: Decision }
  | { readonly kind: "lost"; readonly intent: Intent; readonly winner?: Decision }
  | { readonly kind: "changed"; readonly why: "request" | "attempt"; readonly wasSent: boolean }
  | { readonly kind: "expired"; readonly intent: Intent }
  | Refusal<"forbidden">
  | { readonly kind: "run-closed"; readonly intent?: Intent }
  | Refusal<"refused">;

/** This try was refused. An earlier try whose answer was lost may still have been recorded. */
interface Refusal<Kind extends string> {
  readonly kind: Kind;
  readonly intent: Intent;
  readonly problem: Problem;
  readonly mayHaveCounted: boolean;
}

export type DecisionEvent =
  | { readonly type: "open"; readonly choice: Choice; readonly shown: Shown }
  | { readonly type: "cancel" }
  | { readonly type: "submit"; readonly body: DecisionBody; readonly key: string }
  | { readonly type: "answer"; readonly key: string; readonly outcome: TryOutcome }
  /** A try is overdue. A late answer to it still counts. */
  | { readonly type: "overdue"; readonly key: string }
  | { readonly type: "replay"; readonly key: string }
  /** What the newest answer of the run shows; undefined when it waits for nobody. */
  | { readonly type: "watched"; readonly current: Waiting | undefined }
  | { readonly type: "dismiss" };

/** The waiting request of the newest answer. */
export type Waiting = Pick<Shown, "temporalRunId" | "approvalId" | "requestText">;

export const IDLE: DecisionState = { kind: "idle" };
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 4_000;
const LONGEST_RETRY_AFTER_MS = 300_000;
/** A try without an answer after this long is overdue: 5 s and the longest wait stay under the promised 10 s. */
export const OVERDUE_MS = 5_000;

/** Before the next try: 0.5, 1, 2, 4, 4 … s, or what the server asked for, at most 5 min. */
export function replayWaitMs(tries: number, retryAfterMs = 0): number {
  const backoff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1));
  return Math.min(LONGEST_RETRY_AFTER_MS, Math.max(backoff, retryAfterMs));
}

/** Events that do not fit the state, or speak of another key, change nothing. */
export function decide(state: DecisionState, event: DecisionEvent): DecisionState {
  switch (event.type) {
    case "open":
      return isOpenFor(state) ? { kind: "confirming", choice: event.choice, shown: event.shown } : state;
    case "cancel":
      return state.kind === "confirming" ? IDLE : state;
    case "submit":
      if (state.kind !== "confirming" || event.body.decision !== state.choice) return state;
      return { kind: "sending", intent: { shown: state.shown, body: event.body, key: event.key } };
    case "watched":
      return state.kind === "confirming" ? whileConfirming(state, event.current) : state;
    case "dismiss":
      return isOpenFor(state) ? IDLE : state;
    default:
      break;
  }
  if ((state.kind !== "sending" && state.kind !== "unknown") || state.intent.key !== event.key) return state;
  const tries = state.kind === "sending" ? 1 : state.tries;
  const { intent } = state;
  if (event.type === "answer") return answered(intent, tries, event.outcome);
  if (event.type === "overdue") {
    if (state.kind === "unknown" && !state.isAsking) return state;
    return { kind: "unknown", intent, tries, isAsking: false, waitMs: replayWaitMs(tries) };
  }
  return state.kind === "unknown" && !state.isAsking ? { ...state, tries: tries + 1, isAsking: true } : state;
}

/** Nothing is on its way, so a dialog may open and a notice may go. */
function isOpenFor(state: DecisionState): boolean {
  return state.kind !== "confirming" && state.kind !== "sending" && state.kind !== "unknown";
}

function whileConfirming(
  state: Extract<DecisionState, { kind: "confirming" }>,
  current: Waiting | undefined,
): DecisionState {
  if (!current) return { kind: "run-closed" };
  if (current.temporalRunId !== state.shown.temporalRunId) return { kind: "changed", why: "attempt", wasSent: false };
  const isSame = current.approvalId === state.shown.approvalId && current.requestText === state.shown.requestText;
  return isSame ? state : { kind: "changed", why: "request", wasSent: false };
}

function answered(intent: Intent, tries: number, outcome: TryOutcome): DecisionState {
  const unknown = (problem?: Problem): DecisionState => ({
    kind: "unknown",
    intent,
    tries,
    isAsking: false,
    waitMs: replayWaitMs(tries, problem?.retryAfterMs),
    ...(problem ? { problem } : {}),
  });
  if (outcome.kind === "unknown") return unknown();
  if (outcome.kind === "accepted") {
    const { decision } = outcome;
    if (decision.approvalId !== intent.shown.approvalId) return unknown();
    const isMine =
      decision.decision === intent.body.decision && (decision.digest ?? intent.shown.digest) === intent.shown.digest;
    return isMine ? { kind: "confirmed", intent, decision } : { kind: "lost", intent, winner: decision };
  }
  const { problem } = outcome;
  switch (problem.name) {
    case "already-decided": {
      const winner = readWinner(problem);
      return winner ? { kind: "lost", intent, winner } : { kind: "lost", intent };
    }
    case "run-closed":
      return { kind: "run-closed", intent };
    case "approval-expired":
      return { kind: "expired", intent };
    case "approval-changed":
      return { kind: "changed", why: "request", wasSent: true };
    case "forbidden":
    case "self-approval":
      return { kind: "forbidden", intent, problem, mayHaveCounted: tries > 1 };
    case "bad-request":
    case "body-too-large":
    case "not-json":
    case "unprocessable":
    case "precondition-required":
    case "method-not-allowed":
    case "uri-too-long":
    case "not-supported":
    case "not-found":
      return { kind: "refused", intent, problem, mayHaveCounted: tries > 1 };
    case "not-signed-in":
      // Never sent before: nothing can have been recorded. After a lost answer it still may have been.
      return tries === 1 ? { kind: "refused", intent, problem, mayHaveCounted: false } : unknown(problem);
    default:
      return unknown(problem);
  }
}

/** The `winner` of a 409, read leniently: a winner that can't be read is a loss without a name. */
function readWinner(problem: Problem): Decision | undefined {
  try {
    return readDecision(JSON.parse(problem.members?.["winner"] ?? ""));
  } catch {
    return undefined;
  }
}
