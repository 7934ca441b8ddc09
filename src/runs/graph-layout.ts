/** Where every step of a graph stands and which way its links go: rows from top to bottom, no library. Pure. */
import { runAtOnce, type Steps } from "../contract/slices.ts";
import type { Step } from "../contract/step.ts";
import { placeColumns } from "./graph-columns.ts";
import { layersOf } from "./graph-layers.ts";
import { type GraphLink, graphModel, type LinkKind } from "./graph-model.ts";
import { orderRows } from "./graph-order.ts";
import { partsOf } from "./graph-parts.ts";
import { bendLinks, type Bends } from "./graph-bends.ts";

/** Px; every card is equally large. */
export const CARD = { width: 212, height: 48 } as const;
/** Px between cards of a row, and around a link that passes a row. */
export const GAP_X = 20;
const LANE = 6;
/** Px between two rows; wide rows get more, or their links would lie flat. */
export const GAP_Y = { least: 30, most: 72, slope: 24 } as const;
/** Px between parts that no link connects, and around everything. */
const BETWEEN = 48;
export const EDGE = 20;
/** How much wider than high many parts are laid, and the least cards of a row of unlinked ones. */
const SHAPE = 1.6;
const ROW_LEAST = 3;

/** Links placed in one step of the work. */
const AT_ONCE = 4_000;

export interface PlacedNode {
  /** Stable across polls. */
  readonly id: string;
  /** Places of its steps in the list; several for a fold. */
  readonly places: readonly number[];
  /** Px of its upper left corner. */
  readonly x: number;
  readonly y: number;
}

export interface PlacedLink {
  /** Numbers of nodes. */
  readonly from: number;
  readonly to: number;
  readonly kind: LinkKind;
  /** x, y, x, y …: it leaves a card at its lower edge, enters and leaves each row it passes, and ends on an upper edge. */
  readonly points: readonly number[];
  /** The leftmost and rightmost of its points. */
  readonly left: number;
  readonly right: number;
}

export interface GraphLayout {
  /** In the order sent. */
  readonly nodes: readonly PlacedNode[];
  readonly links: readonly PlacedLink[];
  /** Px, with an edge around. */
  readonly width: number;
  readonly height: number;
  /** Number of the node each step is drawn in, by its key. */
  readonly nodeOf: ReadonlyMap<string, number>;
  /** Nodes without any link, placed after the others in the order sent. */
  readonly apart: { readonly count: number; readonly y: number } | undefined;
}

/** Depends on the links, titles and iterations only. `isNarrow`: unlinked nodes stand in one column. */
export function layoutGraph(steps: readonly Step[], isNarrow = false): GraphLayout {
  return runAtOnce(layoutInSteps(steps, isNarrow));
}

/** The same in steps of some ms for 10,000 nodes; yields 0. */
export function* layoutInSteps(steps: readonly Step[], isNarrow: boolean): Steps<GraphLayout> {
  const model = yield* graphModel(steps);
  yield 0;
  const layers = layersOf(model);
  yield 0;
  const bends = bendLinks(model, layers);
  yield 0;
  const { linked, unlinked } = partsOf(model, bends);
  yield 0;
  const at: Points = { x: new Float64Array(bends.layers.length), y: new Float64Array(bends.layers.length) };
  const room = new Int32Array(bends.layers.length);
  const parts: Part[] = [];
  for (const items of linked) parts.push(yield* layPart(items, bends, model.nodes.length, at, room));
  const shelves = shelve(parts, at);
  const top = parts.length === 0 ? EDGE : shelves.height - EDGE + BETWEEN;
  const columns = columnsOf(unlinked.length, shelves.width, isNarrow);
  for (const [i, node] of unlinked.entries()) {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    at.x[node] = EDGE + column * (CARD.width + GAP_X) + CARD.width / 2;
    at.y[node] = top + row * (CARD.height + GAP_Y.least);
  }
  const rows = Math.ceil(unlinked.length / columns);
  const links: PlacedLink[] = [];
  for (const [i, link] of model.links.entries()) {
    if (i % AT_ONCE === 0) yield 0;
    links.push(placeLink(link, bends.ofLink[i], at));
  }
  return {
    nodes: model.nodes.map((node, i) => ({ ...node, x: (at.x[i] ?? 0) - CARD.width / 2, y: at.y[i] ?? 0 })),
    nodeOf: model.nodeOf,
    links,
    width: Math.max(shelves.width, rows === 0 ? 0 : rowWidth(Math.min(columns, unlinked.length))),
    height: rows === 0 ? shelves.height : top + rows * (CARD.height + GAP_Y.least) - GAP_Y.least + EDGE,
    apart: unlinked.length > 0 ? { count: unlinked.length, y: top } : undefined,
  };
}

/** Middle and upper edge of each item, px. */
interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

interface Part {
  readonly items: readonly number[];
  readonly width: number;
  readonly height: number;
}

/** Writes into `at` from the part's own upper left corner. */
function* layPart(
  items: readonly number[],
  bends: Bends,
  bendsFrom: number,
  at: Points,
  room: Int32Array,
): Steps<Part> {
  const half = (item: number) => (item >= bendsFrom ? LANE : CARD.width / 2);
  const rows = yield* orderRows(items, bends, room);
  yield* placeColumns(rows, bends, (l, r) => half(l) + half(r) + GAP_X, bendsFrom, at.x);
  let [left, right] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const item of items) {
    left = Math.min(left, (at.x[item] ?? 0) - half(item));
    right = Math.max(right, (at.x[item] ?? 0) + half(item));
  }
  let y = 0;
  for (const [i, row] of rows.entries()) {
    let widest = 0;
    for (const item of row) {
      const x = at.x[item] ?? 0;
      at.y[item] = y;
      for (const other of bends.below[item] ?? []) widest = Math.max(widest, Math.abs((at.x[other] ?? 0) - x));
    }
    const gap = Math.min(GAP_Y.most, GAP_Y.least + Math.floor(widest / GAP_Y.slope));
    y += CARD.height + (i < rows.length - 1 ? gap : 0);
  }
  for (const item of items) at.x[item] = (at.x[item] ?? 0) - left;
  return { items, width: right - left, height: y };
}

/** Moves parts beside each other in the order sent, in shelves. The size of all, edges included. */
function shelve(parts: readonly Part[], at: Points): { readonly width: number; readonly height: number } {
  let [area, widest] = [0, 0];
  for (const { width, height } of parts) {
    area += (width + BETWEEN) * (height + BETWEEN);
    widest = Math.max(widest, width);
  }
  const room = Math.max(Math.sqrt(area * SHAPE), widest);
  let [x, y, high, used] = [0, 0, 0, 0];
  for (const { items, width, height } of parts) {
    if (x > 0 && x + width > room) {
      y += high + BETWEEN;
      [x, high] = [0, 0];
    }
    for (const item of items) {
      at.x[item] = EDGE + x + (at.x[item] ?? 0);
      at.y[item] = EDGE + y + (at.y[item] ?? 0);
    }
    used = Math.max(used, x + width);
    x += width + BETWEEN;
    high = Math.max(high, height);
  }
  return { width: used + 2 * EDGE, height: y + high + 2 * EDGE };
}

function columnsOf(count: number, width: number, isNarrow: boolean): number {
  if (isNarrow) return 1;
  const wide = Math.floor((width - 2 * EDGE + GAP_X) / (CARD.width + GAP_X));
  const square = Math.ceil(Math.sqrt((count * SHAPE * (CARD.height + GAP_Y.least)) / (CARD.width + GAP_X)));
  return Math.max(ROW_LEAST, wide, square);
}

function rowWidth(columns: number): number {
  return columns * (CARD.width + GAP_X) - GAP_X + 2 * EDGE;
}

function placeLink(link: GraphLink, bends: readonly [number, number] | undefined, at: Points): PlacedLink {
  const [fromX, toX] = [at.x[link.from] ?? 0, at.x[link.to] ?? 0];
  const points = [fromX, (at.y[link.from] ?? 0) + CARD.height];
  let [left, right] = [Math.min(fromX, toX), Math.max(fromX, toX)];
  const [first, count] = bends ?? [0, 0];
  for (let bend = first; bend < first + count; bend++) {
    const [x, y] = [at.x[bend] ?? 0, at.y[bend] ?? 0];
    points.push(x, y, x, y + CARD.height);
    left = Math.min(left, x);
    right = Math.max(right, x);
  }
  points.push(toX, at.y[link.to] ?? 0);
  return { ...link, points, left, right };
}
