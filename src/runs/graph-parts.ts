/** Which nodes hang together: each connected part of the graph, and the nodes no link leads to or from. Pure. */
import type { Bends } from "./graph-bends.ts";
import type { GraphModel } from "./graph-model.ts";

interface Parts {
  /** Items of each part, nodes in the order sent, then bends; parts in the order of their first nodes. */
  readonly linked: readonly (readonly number[])[];
  /** Nodes in the order sent. */
  readonly unlinked: readonly number[];
}

export function partsOf({ nodes, links }: GraphModel, { layers, ofLink }: Bends): Parts {
  const parent = Int32Array.from(layers, (_, item) => item);
  const rootOf = (item: number): number => {
    let root = item;
    while (parent[root] !== root) {
      // Halves the way for whoever comes next.
      parent[root] = parent[parent[root] ?? 0] ?? 0;
      root = parent[root] ?? 0;
    }
    return root;
  };
  const isLinked = new Uint8Array(nodes.length);
  for (const [i, { from, to }] of links.entries()) {
    isLinked[from] = 1;
    isLinked[to] = 1;
    parent[rootOf(to)] = rootOf(from);
    const [first, count] = ofLink[i] ?? [0, 0];
    for (let bend = first; bend < first + count; bend++) parent[bend] = rootOf(from);
  }
  const linked = new Map<number, number[]>();
  const unlinked: number[] = [];
  for (let item = 0; item < layers.length; item++) {
    if (item < nodes.length && isLinked[item] === 0) {
      unlinked.push(item);
      continue;
    }
    const root = rootOf(item);
    const part = linked.get(root);
    if (part) part.push(item);
    else linked.set(root, [item]);
  }
  return { linked: [...linked.values()], unlinked };
}
