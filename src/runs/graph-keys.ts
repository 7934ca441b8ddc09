/** Moving through a graph with the keyboard: along its links, between neighbours of a row, to its ends. Pure. */
import type { GraphLayout, PlacedNode } from "./graph-layout.ts";

/** The node to go to, or undefined when the key means something else or leads nowhere. */
export function nodeForKey({ nodes, links }: GraphLayout, from: number, key: string): number | undefined {
  const node = nodes[from];
  if (!node) return undefined;
  if (key === "Home") return 0;
  if (key === "End") return nodes.length - 1;
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const isRight = key === "ArrowRight";
    return nearest(nodes, ({ x, y }) =>
      y === node.y && x > node.x === isRight && x !== node.x ? Math.abs(x - node.x) : undefined,
    );
  }
  if (key !== "ArrowDown" && key !== "ArrowUp") return undefined;
  const isDown = key === "ArrowDown";
  const linked = new Set(links.filter((l) => (isDown ? l.from : l.to) === from).map((l) => (isDown ? l.to : l.from)));
  // A whole and what follows it may both be below: the nearer row first, then the nearer card.
  const along = nearest(nodes, ({ x, y }, i) =>
    linked.has(i) ? Math.abs(y - node.y) * 1e7 + Math.abs(x - node.x) : undefined,
  );
  if (along !== undefined) return along;
  return nearest(nodes, ({ x, y }) =>
    y > node.y === isDown && y !== node.y ? Math.abs(y - node.y) * 2 + Math.abs(x - node.x) : undefined,
  );
}

function nearest(
  nodes: readonly PlacedNode[],
  distanceOf: (node: PlacedNode, i: number) => number | undefined,
): number | undefined {
  let found: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [i, node] of nodes.entries()) {
    const distance = distanceOf(node, i);
    if (distance === undefined || distance >= least) continue;
    found = i;
    least = distance;
  }
  return found;
}
