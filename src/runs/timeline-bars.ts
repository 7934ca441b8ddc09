/** What a step draws on the timeline: pieces of time with a kind each, before any pixel. */
import type { Step, StepAttempt } from "../contract/step.ts";

export type PieceKind =
  | "done"
  | "running"
  | "failed-attempt"
  | "backoff"
  | "failed"
  | "waiting"
  | "waited"
  | "timed-out"
  | "cancelled"
  | "unknown";

export interface Piece {
  readonly kind: PieceKind;
  /** Epoch ms. */
  readonly fromAt: number;
  /** Epoch ms, never before `fromAt`; absent while open: the piece then ends where knowledge ends. */
  readonly toAt?: number;
}

const WAIT_KINDS = new Set(["approval", "humanapproval", "human", "hitl", "awaithuman"]);

/** The step is (or was) a wait for a person. */
export function isWaitStep(step: Pick<Step, "phase" | "kind">): boolean {
  return step.phase === "waiting" || WAIT_KINDS.has((step.kind ?? "").toLowerCase().replace(/[_\-\s]/g, ""));
}

/** Epoch ms of the step's end: as sent, or start plus duration; undefined while it is open or where nobody said. */
export function endOf(step: Pick<Step, "startedAt" | "endedAt" | "durationMs">): number | undefined {
  if (step.endedAt !== undefined) return step.endedAt;
  if (step.startedAt === undefined || step.durationMs === undefined) return undefined;
  return step.startedAt + step.durationMs;
}

const isOpenPhase = (step: Step) => step.phase === "running" || step.phase === "waiting" || step.phase === "unknown";

function kindOf(step: Step): PieceKind {
  const isWait = isWaitStep(step);
  switch (step.phase) {
    case "waiting":
      return "waiting";
    case "failed":
      return isWait ? "timed-out" : "failed";
    case "succeeded":
      return isWait ? "waited" : "done";
    case "running":
      return isWait && endOf(step) !== undefined ? "waited" : "running";
    case "cancelled":
      return "cancelled";
    default:
      return "unknown";
  }
}

/** The pieces of one step in order; none when it has not started or nobody said when. */
export function piecesOf(step: Step): readonly Piece[] {
  const timed = step.attempts.filter((a) => a.startedAt !== undefined);
  if (timed.length > 1 || (timed.length === 1 && timed[0]?.phase === "failed" && step.phase !== "failed")) {
    return attemptPieces(step, timed);
  }
  if (step.startedAt === undefined || step.phase === "pending" || step.phase === "skipped") return [];
  const kind = kindOf(step);
  const toAt = endOf(step);
  if (toAt !== undefined) return [{ kind, fromAt: step.startedAt, toAt: Math.max(toAt, step.startedAt) }];
  // Over, but nobody said when: a mark at its start claims nothing about its length.
  return [
    isOpenPhase(step) ? { kind, fromAt: step.startedAt } : { kind, fromAt: step.startedAt, toAt: step.startedAt },
  ];
}

function attemptPieces(step: Step, attempts: readonly StepAttempt[]): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const [index, attempt] of attempts.entries()) {
    const fromAt = attempt.startedAt ?? 0;
    const isLast = index === attempts.length - 1;
    const previous = pieces[pieces.length - 1];
    if (previous?.kind === "failed-attempt" && previous.toAt !== undefined && fromAt > previous.toAt) {
      pieces.push({ kind: "backoff", fromAt: previous.toAt, toAt: fromAt });
    }
    const toAt = attempt.endedAt ?? (isLast ? step.endedAt : attempts[index + 1]?.startedAt);
    const hasFailed = attempt.phase === "failed" || (!isLast && attempt.phase !== "succeeded");
    const isFinal = isLast && (step.phase === "failed" || !hasFailed);
    const kind = isFinal ? (step.phase === "failed" ? "failed" : kindOf(step)) : "failed-attempt";
    pieces.push(toAt === undefined ? { kind, fromAt } : { kind, fromAt, toAt: Math.max(fromAt, toAt) });
  }
  const last = pieces[pieces.length - 1];
  if (last?.kind === "failed-attempt" && last.toAt !== undefined && step.phase === "running") {
    pieces.push({ kind: "backoff", fromAt: last.toAt });
  }
  return pieces;
}
