/** Links that pass rows between their ends get a bend in each, so that they go around cards and not under them. Pure. */
import type { Items } from "./graph-order.ts";
import type { GraphModel } from "./graph-model.ts";

export interface Bends extends Items {
  /** For each link the number of its first bend and how many it has; bends are numbered after the nodes. */
  readonly ofLink: readonly (readonly [first: number, count: number])[];
}

/** Bends for each node of a graph, at most: a link across thousands of rows goes straight instead, under the cards. */
const PER_NODE = 2;
const AT_LEAST = 2_000;

/** Shortest links first, as far as there are bends. Linear. */
export function bendLinks({ nodes, links }: GraphModel, nodeLayers: ArrayLike<number>): Bends {
  const count = nodes.length;
  const span = ({ from, to }: { from: number; to: number }) => (nodeLayers[to] ?? 0) - (nodeLayers[from] ?? 0);
  const longest = longestBent(links.map(span), PER_NODE * count + AT_LEAST);
  const layers = Array.from(nodeLayers);
  const above: number[][] = Array.from({ length: count }, () => []);
  const below: number[][] = Array.from({ length: count }, () => []);
  const connect = (from: number, to: number) => {
    below[from]?.push(to);
    above[to]?.push(from);
  };
  const ofLink = links.map((link): readonly [number, number] => {
    const rows = span(link);
    if (rows < 1 || rows > longest) return [layers.length, 0];
    const first = layers.length;
    let last = link.from;
    for (let i = 1; i < rows; i++) {
      const bend = layers.push((nodeLayers[link.from] ?? 0) + i) - 1;
      above.push([]);
      below.push([]);
      connect(last, bend);
      last = bend;
    }
    connect(last, link.to);
    return [first, rows - 1];
  });
  return { layers, above, below, ofLink };
}

/** Rows a link may span so that all links up to that length together take at most `room` bends. */
function longestBent(spans: readonly number[], room: number): number {
  const bySpan: number[] = [];
  for (const span of spans) if (span > 1) bySpan[span] = (bySpan[span] ?? 0) + 1;
  let used = 0;
  for (let span = 2; span < bySpan.length; span++) {
    used += (bySpan[span] ?? 0) * (span - 1);
    if (used > room) return span - 1;
  }
  return Number.POSITIVE_INFINITY;
}
