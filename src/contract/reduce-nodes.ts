/** The nodes of a run while a batch of events is folded: found by id, copied on first write, skipped by branch. */
import type { PlannedNode } from "./run-events.ts";
import type { NodeState } from "./run-state.ts";

/** May know ids of another fold that began at the same state; a hit counts only when the node there has that id. */
export interface NodeIndex {
  readonly byId: Map<string, number>;
  /** Nodes whose branch some node's `when` asks for. */
  readonly deciders: Set<string>;
}

export interface Nodes {
  nodes: NodeState[];
  /** The list is this fold's own copy and may be written. */
  isOwn: boolean;
  index: NodeIndex;
}

/** Where ids stand; of nodes with one id, the first. */
export function newIndex(nodes: readonly NodeState[]): NodeIndex {
  const index: NodeIndex = { byId: new Map(), deciders: new Set() };
  for (const [at, node] of nodes.entries()) remember(index, node, at);
  return index;
}

function remember(index: NodeIndex, node: PlannedNode, at: number): void {
  if (!index.byId.has(node.id)) index.byId.set(node.id, at);
  if (node.when) index.deciders.add(node.when.node);
}

export function findNode(
  { nodes, index }: { readonly nodes: readonly NodeState[]; readonly index: NodeIndex },
  id: string,
): { readonly at: number; readonly node: NodeState } | undefined {
  const at = index.byId.get(id);
  const node = at === undefined ? undefined : nodes[at];
  return at !== undefined && node?.id === id ? { at, node } : undefined;
}

export function putNode(draft: Nodes, at: number, node: NodeState): void {
  if (draft.nodes[at] === node) return;
  own(draft);
  draft.nodes[at] = node;
}

export function addNode(draft: Nodes, planned: PlannedNode): void {
  own(draft);
  draft.nodes.push({ ...planned, status: "pending", attempt: 0, attempts: [] });
  if (draft.index.byId.has(planned.id)) draft.index = newIndex(draft.nodes);
  else remember(draft.index, planned, draft.nodes.length - 1);
}

function own(draft: Nodes): void {
  if (draft.isOwn) return;
  draft.nodes = [...draft.nodes];
  draft.isOwn = true;
}

/**
 * After `nodeId` completed: nodes that wanted another branch of it are skipped, and so is all that depends on them.
 * Nodes that began are left alone.
 */
export function skipNotTaken(draft: Nodes, nodeId: string): void {
  if (!draft.index.deciders.has(nodeId)) return;
  const decider = findNode(draft, nodeId)?.node;
  if (decider?.status !== "completed") return;
  const isNotTaken = (node: NodeState) => node.when?.node === nodeId && node.when.branch !== decider.branch;
  const skipped = new Set<string>();
  for (let more = true; more;) {
    more = false;
    for (const [at, node] of draft.nodes.entries()) {
      if (node.status !== "pending") continue;
      const isCutOff = node.dependsOn.some((id) => skipped.has(id)) || (node.when && skipped.has(node.when.node));
      if (!isCutOff && !isNotTaken(node)) continue;
      putNode(draft, at, { ...node, status: "skipped" });
      skipped.add(node.id);
      more = true;
    }
  }
}
