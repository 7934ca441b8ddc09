/**
 * Folds run events into a run's state. Pure, and the only place that knows what an event means, so a live state and one
 * rebuilt from history cannot differ. Late, doubled and impossible events change nothing: a closed run stays closed.
 */
import { cancelNode, failNode, isNodeClosed, retryNode, scheduleNode, startNode, succeedNode } from "./reduce-node.ts";
import { addNode, findNode, newIndex, type NodeIndex, putNode, type Nodes, skipNotTaken } from "./reduce-nodes.ts";
import type { RunEvent } from "./run-events.ts";
import type { ApprovalState, NodeState, RunState } from "./run-state.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type EventOf<T extends RunEvent["type"]> = RunEvent & { readonly type: T };
interface Draft extends Nodes {
  run: Mutable<RunState>;
}

/** Which ids stand where, carried from state to state: 10,000 nodes are indexed once, not once a batch. */
const indexes = new WeakMap<readonly NodeState[], NodeIndex>();

/** True once nothing can change the run any more. */
export function isRunClosed(state: Pick<RunState, "status">): boolean {
  return state.status !== "running" && state.status !== "awaiting_human";
}

/** The approval the run waits for, oldest first; undefined when it waits for none. */
export function pendingApproval(state: RunState): ApprovalState | undefined {
  if (state.status !== "awaiting_human") return undefined;
  return state.approvals.find((approval) => isWaiting(state.nodes, indexOf(state.nodes), approval));
}

/** A node by its id; of several with one id, the first. */
export function nodeById(state: Pick<RunState, "nodes">, id: string): NodeState | undefined {
  return findNode({ nodes: state.nodes, index: indexOf(state.nodes) }, id)?.node;
}

/** One event. See `reduceAll`. */
export function reduce(state: RunState, event: RunEvent): RunState {
  return reduceAll(state, [event]);
}

/**
 * Folds a batch, copying the list of nodes once however many events touch it; nodes no event touched keep their
 * identity. The input state is never changed. Without a state, events before the first `started` count for nothing.
 */
export function reduceAll(state: RunState, events: readonly RunEvent[]): RunState;
export function reduceAll(state: RunState | undefined, events: readonly RunEvent[]): RunState | undefined;
export function reduceAll(state: RunState | undefined, events: readonly RunEvent[]): RunState | undefined {
  const fold = openFold(state);
  fold.take(events);
  return fold.state;
}

export interface Fold {
  take(events: readonly RunEvent[]): void;
  /** What the events so far folded into; its list of nodes changes with the next event. */
  readonly state: RunState | undefined;
}

/** As `reduceAll`, for who has to look at the state between two events: the list of nodes is copied once in all. */
export function openFold(state: RunState | undefined): Fold {
  let draft = state && openDraft(state);
  return {
    take(events) {
      for (const event of events) {
        if (draft) apply(draft, event);
        else if (event.type === "started") draft = openDraft(startRun(event));
      }
    },
    get state() {
      if (!draft) return undefined;
      const run = draft.isOwn ? { ...draft.run, nodes: draft.nodes } : draft.run;
      indexes.set(run.nodes, draft.index);
      return run;
    },
  };
}

function startRun(event: EventOf<"started">): RunState {
  const { type: _type, at, nodes, ...rest } = event;
  const planned = nodes.map((node): NodeState => ({ ...node, status: "pending", attempt: 0, attempts: [] }));
  return { ...rest, status: "running", startedAt: at, nodes: planned, approvals: [] };
}

function openDraft(state: RunState): Draft {
  return { run: state, nodes: state.nodes as NodeState[], isOwn: false, index: indexOf(state.nodes) };
}

function indexOf(nodes: readonly NodeState[]): NodeIndex {
  let index = indexes.get(nodes);
  if (!index) {
    index = newIndex(nodes);
    indexes.set(nodes, index);
  }
  return index;
}

function apply(draft: Draft, event: RunEvent): void {
  if (isRunClosed(draft.run)) return;
  switch (event.type) {
    case "started":
      return;
    case "nodeScheduled":
      if (!findNode(draft, event.nodeId)) addNode(draft, event.node ?? plainNode(event.nodeId));
      return change(draft, event.nodeId, (node) => scheduleNode(node, event.at, event.input));
    case "nodeStarted":
      return change(draft, event.nodeId, (node) => startNode(node, event.at, event.attempt));
    case "nodeRetried":
      return change(draft, event.nodeId, (node) => retryNode(node, event));
    case "nodeSucceeded":
      change(draft, event.nodeId, (node) => succeedNode(node, event.at, event.output, event.branch));
      return skipNotTaken(draft, event.nodeId);
    case "nodeFailed":
      return change(draft, event.nodeId, (node) => failNode(node, event.at, event.error));
    case "nodeCancelled":
      change(draft, event.nodeId, (node) => cancelNode(node, event.at));
      return setRunning(draft);
    case "approvalRequested":
      return requestApproval(draft, event);
    case "approvalDecided":
      return decideApproval(draft, event);
    case "approvalTimedOut":
      return timeOutApproval(draft, event);
    case "completed":
    case "failed":
    case "cancelled":
      return closeRun(draft, event);
    default:
      event satisfies never;
  }
}

const plainNode = (id: string) => ({ id, name: id, type: "step", dependsOn: [] });

function change(draft: Draft, nodeId: string, to: (node: NodeState) => NodeState): void {
  const found = findNode(draft, nodeId);
  if (found) putNode(draft, found.at, to(found.node));
}

function patch(draft: Draft, part: Partial<RunState>): void {
  draft.run = { ...draft.run, ...part };
}

function isWaiting(nodes: readonly NodeState[], index: NodeIndex, approval: ApprovalState): boolean {
  return !approval.outcome && findNode({ nodes, index }, approval.nodeId)?.node.status === "waiting";
}

/** Back to running once no approval waits any more; the words about the wait go with it. */
function setRunning(draft: Draft): void {
  if (draft.run.status !== "awaiting_human") return;
  if (draft.run.approvals.some((approval) => isWaiting(draft.nodes, draft.index, approval))) return;
  const { summary: _summary, ...rest } = draft.run;
  draft.run = { ...rest, status: "running" };
}

function requestApproval(draft: Draft, event: EventOf<"approvalRequested">): void {
  const { approvalId, nodeId, request, expiresAt, at, summary } = event;
  const found = findNode(draft, nodeId);
  if (!found || isNodeClosed(found.node.status) || found.node.status === "waiting") return;
  if (draft.run.approvals.some((other) => other.approvalId === approvalId)) return;
  putNode(draft, found.at, { ...found.node, status: "waiting", startedAt: found.node.startedAt ?? at });
  const approvals = [...draft.run.approvals, { approvalId, nodeId, request, requestedAt: at, expiresAt }];
  patch(draft, { approvals, status: "awaiting_human", ...(summary !== undefined && { summary }) });
}

function decideApproval(draft: Draft, event: EventOf<"approvalDecided">): void {
  const { decision, by, at, comment, digest, idempotencyKey } = event;
  const said = { decision, by, at, ...(comment !== undefined && { comment }) };
  const approval = setOutcome(draft, event.approvalId, { ...said, digest, idempotencyKey });
  if (!approval) return;
  const output = JSON.stringify({ ...said, at: new Date(at).toISOString() });
  change(draft, approval.nodeId, (node) => succeedNode({ ...node, status: "running" }, at, output, decision));
  skipNotTaken(draft, approval.nodeId);
  setRunning(draft);
}

function timeOutApproval(draft: Draft, event: EventOf<"approvalTimedOut">): void {
  const approval = setOutcome(draft, event.approvalId, { decision: "timed_out", by: "", at: event.at });
  if (!approval) return;
  change(draft, approval.nodeId, (node) => ({ ...cancelNode(node, event.at), status: "timed_out" }));
  setRunning(draft);
}

function setOutcome(
  draft: Draft,
  approvalId: string,
  outcome: NonNullable<ApprovalState["outcome"]>,
): ApprovalState | undefined {
  const approval = draft.run.approvals.find((one) => one.approvalId === approvalId);
  if (!approval || !isWaiting(draft.nodes, draft.index, approval)) return undefined;
  patch(draft, { approvals: draft.run.approvals.map((one) => (one === approval ? { ...one, outcome } : one)) });
  return approval;
}

function closeRun(draft: Draft, event: EventOf<"completed" | "failed" | "cancelled">): void {
  for (const [at, node] of draft.nodes.entries()) putNode(draft, at, cancelNode(node, event.at));
  const { summary: _summary, ...rest } = draft.run;
  const status = event.type === "failed" ? "error" : event.type;
  draft.run = { ...rest, status, endedAt: event.at };
  if (event.summary !== undefined) draft.run.summary = event.summary;
  if (event.type === "completed" && event.result !== undefined) draft.run.result = event.result;
  if (event.type === "failed") {
    draft.run.error = event.error;
    if (event.statusReason) draft.run.statusReason = event.statusReason;
  }
}
