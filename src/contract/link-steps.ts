/** Links between steps by index: each once, none in a circle. Flat arrays, for lists of 10,000 steps and more. */

/** Pairs, flat: from an earlier step (or parent) to a later one (or child), `[from, to, from, to, …]`. */
export type Edges = readonly number[];

export interface Kept {
  readonly edges: Edges;
  /** Left out because it closed a circle. */
  readonly dropped: Edges;
}

/** Drops repeated edges and those that close a circle. `count`: how many steps. Linear, no recursion. */
export function dropCircles(count: number, edges: Edges): Kept {
  const seen = new Set<number>();
  const unique = filterEdges(edges, (from, to) => seen.size < seen.add(from * count + to).size);
  const graph = toGraph(count, unique);
  if (isOrdered(count, graph, unique)) return { edges: unique, dropped: [] };
  const closing = closingEdges(count, graph);
  const isClosing = (from: number, to: number) => closing.has(from * count + to);
  return {
    edges: filterEdges(unique, (from, to) => !isClosing(from, to)),
    dropped: filterEdges(unique, isClosing),
  };
}

function filterEdges(edges: Edges, isWanted: (from: number, to: number) => boolean): Edges {
  const wanted: number[] = [];
  for (let i = 0; i < edges.length; i += 2) {
    const [from, to] = [edges[i] ?? 0, edges[i + 1] ?? 0];
    if (isWanted(from, to)) wanted.push(from, to);
  }
  return wanted;
}

/** The steps after step i are `next[first[i]]` up to before `next[first[i + 1]]`, in the order of the edges. */
interface Graph {
  readonly first: Int32Array;
  readonly next: Int32Array;
}

function toGraph(count: number, edges: Edges): Graph {
  const first = new Int32Array(count + 1);
  for (let i = 0; i < edges.length; i += 2) bump(first, (edges[i] ?? 0) + 1, 1);
  for (let i = 0; i < count; i++) bump(first, i + 1, first[i] ?? 0);
  const next = new Int32Array(edges.length / 2);
  const fill = first.slice();
  for (let i = 0; i < edges.length; i += 2) {
    const from = edges[i] ?? 0;
    next[fill[from] ?? 0] = edges[i + 1] ?? 0;
    bump(fill, from, 1);
  }
  return { first, next };
}

function bump(numbers: Int32Array, at: number, by: number): void {
  numbers[at] = (numbers[at] ?? 0) + by;
}

/** Kahn's order reaches every step exactly when there is no circle. */
function isOrdered(count: number, { first, next }: Graph, edges: Edges): boolean {
  const before = new Int32Array(count);
  for (let i = 1; i < edges.length; i += 2) bump(before, edges[i] ?? 0, 1);
  const ready: number[] = [];
  for (let i = 0; i < count; i++) if (before[i] === 0) ready.push(i);
  let reached = 0;
  for (let step = ready.pop(); step !== undefined; step = ready.pop()) {
    reached++;
    for (let at = first[step] ?? 0; at < (first[step + 1] ?? 0); at++) {
      const to = next[at] ?? 0;
      bump(before, to, -1);
      if (before[to] === 0) ready.push(to);
    }
  }
  return reached === count;
}

const NEW = 0;
const OPEN = 1;
const DONE = 2;

/** Edges that lead back to a step still open in a depth-first walk in the order sent. */
function closingEdges(count: number, { first, next }: Graph): ReadonlySet<number> {
  const closing = new Set<number>();
  const state = new Uint8Array(count);
  const at = first.slice();
  for (let root = 0; root < count; root++) {
    if (state[root] !== NEW) continue;
    const path = [root];
    state[root] = OPEN;
    for (let step = path[path.length - 1]; step !== undefined; step = path[path.length - 1]) {
      const place = at[step] ?? 0;
      if (place >= (first[step + 1] ?? 0)) {
        state[step] = DONE;
        path.pop();
        continue;
      }
      at[step] = place + 1;
      const to = next[place] ?? 0;
      if (state[to] === OPEN) closing.add(step * count + to);
      else if (state[to] === NEW) {
        state[to] = OPEN;
        path.push(to);
      }
    }
  }
  return closing;
}
