/** The order of nodes within the rows of one connected part of the graph: few crossings, by barycentres. Pure. */
import type { Steps } from "../contract/slices.ts";

/** Nodes of the graph and, after them, the bends of links that pass rows between their ends. */
export interface Items {
  /** Row of each item, from 0. */
  readonly layers: ArrayLike<number>;
  /** Neighbours of each item in the row above and in the row below. */
  readonly above: readonly (readonly number[])[];
  readonly below: readonly (readonly number[])[];
}

const SWEEPS = 4;
const NEW = -1;

/** In steps, one per sweep. The rows of `part` (items in the order sent, bends last), each from left to right. `place`: room for all items. */
export function* orderRows(part: readonly number[], items: Items, place: Int32Array): Steps<number[][]> {
  const rows = firstOrder(part, items, place);
  yield 0;
  const number = (row: readonly number[]) => {
    for (let at = 0; at < row.length; at++) place[row[at] ?? 0] = at;
  };
  for (const row of rows) number(row);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isDown = sweep % 2 === 0;
    for (let i = 1; i < rows.length; i++) {
      const row = rows[isDown ? i : rows.length - 1 - i];
      if (!row || row.length < 2) continue;
      sortByKey(row, (item) => meanPlace(isDown ? items.above[item] : items.below[item], place));
      number(row);
    }
    yield 0;
  }
  return rows;
}

/** By a walk from the top, so that what belongs together begins together. No recursion: chains may be long. */
function firstOrder(part: readonly number[], { layers, below }: Items, seen: Int32Array): number[][] {
  const rows: number[][] = [];
  for (const item of part) seen[item] = NEW;
  const starts = part.toSorted((a, b) => (layers[a] ?? 0) - (layers[b] ?? 0));
  const todo: number[] = [];
  for (const start of starts) {
    todo.push(start);
    for (let item = todo.pop(); item !== undefined; item = todo.pop()) {
      if (seen[item] !== NEW) continue;
      seen[item] = 0;
      const row = layers[item] ?? 0;
      while (rows.length <= row) rows.push([]);
      rows[row]?.push(item);
      const next = below[item] ?? [];
      for (let i = next.length - 1; i >= 0; i--) todo.push(next[i] ?? 0);
    }
  }
  return rows;
}

/** Undefined for an item without neighbours on that side. */
function meanPlace(neighbours: readonly number[] | undefined, place: Int32Array): number | undefined {
  if (!neighbours || neighbours.length === 0) return undefined;
  let sum = 0;
  for (const item of neighbours) sum += place[item] ?? 0;
  return sum / neighbours.length;
}

/** In place and stable. Items without a key keep their places, the others share the rest. */
function sortByKey(row: number[], keyOf: (item: number) => number | undefined): void {
  const keyed: { item: number; key: number }[] = [];
  const slots: number[] = [];
  let isSorted = true;
  for (const [at, item] of row.entries()) {
    const key = keyOf(item);
    if (key === undefined) continue;
    if (isSorted && key < (keyed[keyed.length - 1]?.key ?? -1)) isSorted = false;
    keyed.push({ item, key });
    slots.push(at);
  }
  if (isSorted) return;
  keyed.sort((a, b) => a.key - b.key);
  for (const [i, { item }] of keyed.entries()) row[slots[i] ?? 0] = item;
}
