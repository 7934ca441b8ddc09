/** Which row of the graph each node stands in: below everything it follows, as high as it can. Pure. */
import type { GraphModel } from "./graph-model.ts";

/** Links of order are never given up for others; of the others, those between a whole and its parts go last. */
type Strength = "order" | "part" | "after";

interface Rule {
  readonly to: number;
  /** Rows `to` stands below, at least. */
  readonly by: 0 | 1;
  readonly strength: Strength;
}

/**
 * Row per node, from 0, by longest path. Links of order always lead down; only iterations folded into one node can make
 * a circle, and there one link leads up. Parts stand below their whole and above what follows it, unless links of order
 * say otherwise. Linear.
 */
export function layersOf({ nodes, links }: GraphModel): Int32Array {
  const rules = rulesOf(nodes.length, links);
  const count = rules.length;
  const layers = new Int32Array(count);
  /** Rules each node still waits for. */
  const waits = { order: new Int32Array(count), part: new Int32Array(count), after: new Int32Array(count) };
  for (const list of rules) for (const { to, strength } of list) bump(waits[strength], to, 1);
  const done = new Uint8Array(count);
  /** Nodes that wait for nothing, for rules given up first, and for rules given up last. */
  const queues: [Queue, Queue, Queue] = [new Queue(done), new Queue(done), new Queue(done)];
  const see = (node: number) => {
    if (waits.order[node] !== 0) return;
    queues[waits.part[node] !== 0 ? 2 : waits.after[node] !== 0 ? 1 : 0].add(node);
  };
  for (let node = 0; node < count; node++) see(node);
  let any = 0;
  for (;;) {
    let node = queues[0].next() ?? queues[1].next() ?? queues[2].next();
    while (node === undefined && done[any] === 1) any++;
    node ??= any;
    if (node >= count) break;
    done[node] = 1;
    for (const { to, by, strength } of rules[node] ?? []) {
      if (done[to] === 1) continue;
      layers[to] = Math.max(layers[to] ?? 0, (layers[node] ?? 0) + by);
      bump(waits[strength], to, -1);
      see(to);
    }
  }
  return layers.subarray(0, nodes.length);
}

class Queue {
  readonly #nodes: number[] = [];
  readonly #done: Uint8Array;
  #at = 0;
  constructor(done: Uint8Array) {
    this.#done = done;
  }
  add(node: number): void {
    this.#nodes.push(node);
  }
  /** A node may be in several queues; the first one to name it counts. */
  next(): number | undefined {
    while (this.#done[this.#nodes[this.#at] ?? -1] === 1) this.#at++;
    return this.#nodes[this.#at];
  }
}

/** Beyond the nodes, one rule-only node stands for the end of each node with parts: after all of them. */
function rulesOf(count: number, links: GraphModel["links"]): Rule[][] {
  const rules: Rule[][] = Array.from({ length: count }, () => []);
  const ends = new Map<number, number>();
  for (const { from, kind } of links) {
    if (kind === "contains" && !ends.has(from)) ends.set(from, rules.push([]) - 1);
  }
  for (const { from, to, kind } of links) {
    const end = ends.get(from);
    if (kind === "follows") {
      rules[from]?.push({ to, by: 1, strength: "order" });
      if (end !== undefined) rules[end]?.push({ to, by: 1, strength: "after" });
    } else if (end !== undefined) {
      rules[from]?.push({ to, by: 1, strength: "part" });
      rules[to]?.push({ to: end, by: 0, strength: "after" });
      const inner = ends.get(to);
      if (inner !== undefined) rules[inner]?.push({ to: end, by: 0, strength: "after" });
    }
  }
  return rules;
}

function bump(numbers: Int32Array, at: number, by: number): void {
  numbers[at] = (numbers[at] ?? 0) + by;
}
