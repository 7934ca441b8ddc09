/** Where the items of each row stand from left to right: near what they are linked to, never over each other. Pure. */
import type { Steps } from "../contract/slices.ts";
import type { Items } from "./graph-order.ts";

/** Px that two neighbours of a row keep between their middles. */
type Spacing = (left: number, right: number) => number;

/** Down and up in turn; the last sweep goes down, so that steps stand under what led to them. */
const SWEEPS = 6;
/** Of an item without neighbours on the side looked at: it stays, unless it is in the way. */
const LIGHT = 0.01;

/** In steps, one per sweep. Writes the middle of each item into `x`: px, whole numbers. Items from `bendsFrom` on are bends, which keep links straight. */
export function* placeColumns(
  rows: readonly (readonly number[])[],
  items: Items,
  spacing: Spacing,
  bendsFrom: number,
  x: Float64Array,
): Steps<void> {
  for (const row of rows) {
    let at = 0;
    for (const [i, item] of row.entries()) {
      const left = row[i - 1];
      if (left !== undefined) at += spacing(left, item);
      x[item] = at;
    }
    const half = Math.round(at / 2);
    for (const item of row) x[item] = (x[item] ?? 0) - half;
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isDown = sweep % 2 === 1;
    for (let i = 1; i < rows.length; i++) {
      const row = rows[isDown ? i : rows.length - 1 - i];
      if (row) placeRow(row, isDown ? items.above : items.below, x, spacing, bendsFrom);
    }
    yield 0;
  }
}

/** As near as possible to the means of the neighbours, weighted least squares with the order kept (pool adjacent violators). */
function placeRow(
  row: readonly number[],
  neighbours: Items["above"],
  x: Float64Array,
  spacing: Spacing,
  bendsFrom: number,
): void {
  const blocks: { sum: number; weight: number; count: number }[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const [i, item] of row.entries()) {
    const left = row[i - 1];
    if (left !== undefined) offset += spacing(left, item);
    offsets.push(offset);
    const [wish, weight] = wishOf(item, neighbours[item], x, bendsFrom);
    let block = { sum: (wish - offset) * weight, weight, count: 1 };
    for (let last = blocks.at(-1); last && last.sum / last.weight >= block.sum / block.weight; last = blocks.at(-1)) {
      blocks.pop();
      block = { sum: last.sum + block.sum, weight: last.weight + block.weight, count: last.count + block.count };
    }
    blocks.push(block);
  }
  let i = 0;
  for (const { sum, weight, count } of blocks) {
    // One rounding per block: the whole numbers within keep their distances, and so do the blocks' ends.
    const base = Math.round(sum / weight);
    for (const end = i + count; i < end; i++) x[row[i] ?? 0] = base + (offsets[i] ?? 0);
  }
}

function wishOf(
  item: number,
  neighbours: readonly number[] | undefined,
  x: Float64Array,
  bendsFrom: number,
): readonly [wish: number, weight: number] {
  if (!neighbours || neighbours.length === 0) return [x[item] ?? 0, LIGHT];
  let sum = 0;
  let weight = 0;
  for (const other of neighbours) {
    const pull = item >= bendsFrom ? (other >= bendsFrom ? 8 : 2) : 1;
    sum += (x[other] ?? 0) * pull;
    weight += pull;
  }
  return [sum / weight, weight];
}
