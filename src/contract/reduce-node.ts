/** What an event does to one node. Each function answers the same object when the event does not fit the node. */
import type { JsonText, RunError } from "./run-events.ts";
import type { NodeAttempt, NodeState, NodeStatus } from "./run-state.ts";

/** The error an engine puts around an activity's last failure; the attempt itself keeps what is inside. */
export const ACTIVITY_ERROR = "ActivityError";

/** True once a node has its final status. */
export function isNodeClosed(status: NodeStatus): boolean {
  return !OPEN.has(status);
}

const OPEN: ReadonlySet<NodeStatus> = new Set(["pending", "scheduled", "running", "retrying", "waiting"]);

/** Open and not held by an approval, which only its decision, its time-out or a cancellation ends. */
function canMove(node: NodeState): boolean {
  return OPEN.has(node.status) && node.status !== "waiting";
}

/** A skipped node may still be scheduled: that it was skipped is derived, the event is a fact. */
export function scheduleNode(node: NodeState, at: number, input: JsonText | undefined): NodeState {
  if (node.status !== "pending" && node.status !== "skipped") return node;
  return { ...node, status: "scheduled", scheduledAt: at, ...(input !== undefined && { input }) };
}

export function startNode(node: NodeState, at: number, attempt: number): NodeState {
  if (!canMove(node) || attempt <= node.attempt) return node;
  const { nextAttemptAt: _next, ...rest } = node;
  const attempts = [...endAttempt(node.attempts, at), { attempt, startedAt: at }];
  return { ...rest, status: "running", attempt, startedAt: node.startedAt ?? at, attempts };
}

export function retryNode(
  node: NodeState,
  event: { at: number; attempt: number; error: RunError; nextAttemptAt: number; isTimed?: false },
): NodeState {
  const isLate = event.attempt < node.attempt || (node.status === "retrying" && event.attempt === node.attempt);
  if (!canMove(node) || isLate) return node;
  const { attempt, error } = event;
  // Of an attempt nobody saw begin, its failure is known and perhaps its end, never its start.
  const unseen = { attempt, error, ...(event.isTimed !== false && { endedAt: event.at }) };
  const attempts =
    attempt > node.attempt
      ? [...endAttempt(node.attempts, event.at), unseen]
      : endAttempt(node.attempts, event.at, error);
  return { ...node, status: "retrying", attempt, nextAttemptAt: event.nextAttemptAt, attempts };
}

export function succeedNode(node: NodeState, at: number, output: JsonText, branch: string | undefined): NodeState {
  if (!canMove(node)) return node;
  return { ...endNode(node, at), status: "completed", output, ...(branch !== undefined && { branch }) };
}

export function failNode(node: NodeState, at: number, error: RunError): NodeState {
  if (!canMove(node)) return node;
  const inner = error.type === ACTIVITY_ERROR && error.cause ? error.cause : error;
  return { ...endNode(node, at), status: "failed", error, attempts: endAttempt(node.attempts, at, inner) };
}

/** A node that never began is cancelled without times: there is nothing to draw. */
export function cancelNode(node: NodeState, at: number): NodeState {
  if (!OPEN.has(node.status)) return node;
  return node.startedAt === undefined && node.attempt === 0
    ? { ...node, status: "cancelled" }
    : { ...endNode(node, at), status: "cancelled" };
}

function endNode(node: NodeState, at: number): NodeState {
  const { nextAttemptAt: _next, ...rest } = node;
  return { ...rest, endedAt: at, attempts: endAttempt(node.attempts, at) };
}

function endAttempt(attempts: readonly NodeAttempt[], at: number, error?: RunError): readonly NodeAttempt[] {
  const last = attempts[attempts.length - 1];
  if (!last || last.endedAt !== undefined || last.error) return attempts;
  return [...attempts.slice(0, -1), { ...last, endedAt: at, ...(error && { error }) }];
}
