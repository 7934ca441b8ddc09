/** Puts drafts in their places: titles, and links by key between the steps of one run. */
import { dropCircles, type Edges } from "./link-steps.ts";
import type { Placed } from "./place-nodes.ts";
import { detailsOf } from "./read-node.ts";
import { ReadStep } from "./read-step.ts";
import type { Steps } from "./slices.ts";

/** In steps; yields 0. Links that lead nowhere, to the step itself or in a circle are left out and noted. Each link shows at both ends. */
export function* assembleSteps(placed: readonly Placed[]): Steps<readonly ReadStep[]> {
  const byId = new Map<string, number>();
  for (const [i, { id }] of placed.entries()) if (id !== undefined && !byId.has(id)) byId.set(id, i);
  const notes = new Map<number, string[]>();
  const note = (i: number, text: string) => {
    const list = notes.get(i);
    if (list) list.push(text);
    else notes.set(i, [text]);
  };
  const find = (i: number, id: string, what: string): number | undefined => {
    const found = byId.get(id);
    if (found === undefined) note(i, `${what} “${id}”, which is not among the steps.`);
    else if (found === i) note(i, `${what} “${id}”, which is the step itself.`);
    return found === i ? undefined : found;
  };
  const order: number[] = [];
  const nesting: number[] = [];
  const conditions = new Map<number, { key: string; branch: string }>();
  for (const [i, { draft, parent }] of placed.entries()) {
    const at = draft.when && find(i, draft.when.node, `Runs only if “${draft.when.branch}” was the way taken by`);
    const key = at === undefined ? undefined : placed[at]?.key;
    if (draft.when && key !== undefined) conditions.set(i, { key, branch: draft.when.branch });
    if (parent >= 0) nesting.push(parent, i);
    for (const id of draft.parentIds) push(nesting, find(i, id, "Is part of"), i);
    for (const id of draft.upstreamIds) push(order, find(i, id, "Runs after"), i);
    for (const id of draft.downstreamIds) push(order, i, find(i, id, "Is followed by"));
  }
  yield 0;
  const link = (edges: Edges, what: string): Edges => {
    const kept = dropCircles(placed.length, edges);
    for (let e = 0; e < kept.dropped.length; e += 2) {
      const from = placed[kept.dropped[e] ?? 0];
      if (from) note(kept.dropped[e + 1] ?? 0, `${what} “${titleOf(from)}” closes a circle and is left out.`);
    }
    return kept.edges;
  };
  const parents = link(nesting, "Being part of");
  const follows = link(order, "Running after");
  yield 0;
  const parentKeys = collect(placed, parents, 1);
  const upstream = collect(placed, follows, 1);
  const downstream = collect(placed, follows, 0);
  yield 0;
  return placed.map((at, i) => {
    const { draft, id, key } = at;
    return new ReadStep(draft, {
      key,
      title: titleOf(at),
      id,
      parentKeys: parentKeys[i] ?? NONE,
      upstream: upstream[i] ?? NONE,
      downstream: downstream[i] ?? NONE,
      when: conditions.get(i),
      linkNotes: notes.get(i) ?? NONE,
    });
  });
}

function push(edges: number[], from: number | undefined, to: number | undefined): void {
  if (from !== undefined && to !== undefined) edges.push(from, to);
}

/** Keys of the other ends, by step at this end (0: from, 1: to) of the edges. */
function collect(placed: readonly Placed[], edges: Edges, end: 0 | 1): readonly (readonly string[] | undefined)[] {
  const keys: (string[] | undefined)[] = placed.map(() => undefined);
  for (let e = 0; e < edges.length; e += 2) {
    const here = edges[e + end] ?? 0;
    const other = placed[edges[e + 1 - end] ?? 0]?.key ?? "";
    const list = keys[here];
    if (list) list.push(other);
    else keys[here] = [other];
  }
  return keys;
}

const NONE: readonly string[] = [];

/** Its own title, else id, tool or kind, else its position; something to see in any case. */
export function titleOf({ draft, id, position }: Pick<Placed, "draft" | "id" | "position">): string {
  if (draft.title !== undefined) return draft.title;
  if (id !== undefined && /\S/.test(id)) return id;
  return detailsOf(draft).tool ?? draft.kind ?? `Step ${position}`;
}
