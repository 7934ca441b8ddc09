/** What the graph is made of: a node for each step or fold of iterations, and the links the steps name. Pure. */
import type { Steps } from "../contract/slices.ts";
import type { Step } from "../contract/step.ts";
import { outlineOf, rowId } from "./steps-outline.ts";

/** `follows`: the second runs after the first. `contains`: the second is part of the first. */
export type LinkKind = "follows" | "contains";

export interface GraphLink {
  /** Numbers of nodes; never the same twice for one kind, never one node at both ends. */
  readonly from: number;
  readonly to: number;
  readonly kind: LinkKind;
}

export interface GraphModel {
  /** For each node its id, stable across polls, and the places of its steps in the list: several for a fold. */
  readonly nodes: readonly { readonly id: string; readonly places: readonly number[] }[];
  /** Number of the node of each step, by its key. */
  readonly nodeOf: ReadonlyMap<string, number>;
  /** Links within a fold are left out: they lead from a node to itself. */
  readonly links: readonly GraphLink[];
}

/** Steps looked at in one step of the work. */
const AT_ONCE = 2_000;

/** In the order sent; a fold stands where its first iteration stood. In steps of some ms; yields 0. */
export function* graphModel(steps: readonly Step[]): Steps<GraphModel> {
  const { folds } = outlineOf(steps, steps);
  yield 0;
  const nodes: { id: string; places: number[] }[] = [];
  const byId = new Map<string, number>();
  const nodeOf = new Map<string, number>();
  for (const [place, { key }] of steps.entries()) {
    const id = folds.get(key) ?? rowId(key);
    let node = byId.get(id);
    if (node === undefined) {
      node = nodes.length;
      byId.set(id, node);
      nodes.push({ id, places: [] });
    }
    nodes[node]?.places.push(place);
    nodeOf.set(key, node);
  }
  const links: GraphLink[] = [];
  const seen = { follows: new Set<number>(), contains: new Set<number>() };
  const link = (from: number | undefined, to: number | undefined, kind: LinkKind) => {
    if (from === undefined || to === undefined || from === to) return;
    const size = seen[kind].size;
    if (seen[kind].add(from * nodes.length + to).size > size) links.push({ from, to, kind });
  };
  yield 0;
  for (const [place, { key, upstream, downstream, parentKeys }] of steps.entries()) {
    if (place % AT_ONCE === AT_ONCE - 1) yield 0;
    const node = nodeOf.get(key);
    for (const before of upstream) link(nodeOf.get(before), node, "follows");
    for (const after of downstream) link(node, nodeOf.get(after), "follows");
    for (const parent of parentKeys) link(nodeOf.get(parent), node, "contains");
  }
  return { nodes, nodeOf, links };
}

/** Nothing that decides where a node stands differs; times and states may. Cheap where steps kept their identity. */
export function hasSameLinks(a: readonly Step[], b: readonly Step[]): boolean {
  return a === b || (a.length === b.length && a.every((step, place) => isSamePlace(step, b[place])));
}

function isSamePlace(a: Step, b: Step | undefined): boolean {
  if (a === b) return true;
  return (
    b !== undefined &&
    a.key === b.key &&
    a.title === b.title &&
    (a.iteration === undefined) === (b.iteration === undefined) &&
    areSame(a.upstream, b.upstream) &&
    areSame(a.downstream, b.downstream) &&
    areSame(a.parentKeys, b.parentKeys)
  );
}

function areSame(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((key, i) => key === b[i]));
}
