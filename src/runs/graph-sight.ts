/** What of a graph is drawn: the nodes within the frame, as cards where they can be read, else as a map. Pure. */
import { CARD, GAP_X, GAP_Y, type GraphLayout } from "./graph-layout.ts";

/** A part of the graph in its own px. */
export interface Sight {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}

export const ZOOM = { least: 0.04, most: 2 } as const;
/** At less than this nobody reads a card. */
const READABLE = 0.42;
/** At first the whole graph is shown if it can be read well at that size. */
const READS_WELL = 0.7;
/** Cards a frame may hold at once, so that a graph is some hundred elements at most: with icons, without, or a map. */
const CARDS_MOST = { full: 70, lean: 175 } as const;
/** Up to this many nodes cards are whole however many are in the frame. */
const FEW = 60;
/** The sight moves in steps of this many px, so that most scrolling renders nothing. */
const STRIDE = 32;
const COARSE = 512;

export function clampZoom(zoom: number): number {
  return Math.min(ZOOM.most, Math.max(ZOOM.least, zoom));
}

/** All of the graph in the frame, never enlarged. */
export function fitZoom(layout: Size, frame: Size): number {
  return clampZoom(Math.min(1, frame.width / layout.width, frame.height / layout.height));
}

export function firstZoom(layout: Size, frame: Size): number {
  const fit = fitZoom(layout, frame);
  return fit >= READS_WELL ? fit : 1;
}

/** `full`: cards; `lean`: cards without icons; `map`: shapes. */
type Detail = "full" | "lean" | "map";

/** By zoom and frame alone: while scrolling, cards must not change. */
export function detailOf(nodeCount: number, zoom: number, frame: Size): Detail {
  if (zoom < READABLE) return "map";
  if (nodeCount <= FEW) return "full";
  const most = (px: number, card: number, gap: number) => Math.ceil((px / zoom + 2 * STRIDE + card) / (card + gap));
  const across = most(frame.width, CARD.width, GAP_X);
  const down = most(frame.height, CARD.height, GAP_Y.least);
  const cards = Math.min(nodeCount, across * down);
  return cards <= CARDS_MOST.full ? "full" : cards <= CARDS_MOST.lean ? "lean" : "map";
}

/** Snapped outwards. `left`, `top`: the frame's upper left corner in px of the graph. */
export function sightAt(left: number, top: number, frame: Size, zoom: number): Sight {
  const floor = (px: number) => Math.floor(px / STRIDE) * STRIDE;
  return {
    left: floor(left),
    top: floor(top),
    right: floor(left + frame.width / zoom) + STRIDE,
    bottom: floor(top + frame.height / zoom) + STRIDE,
  };
}

/** A wider sight that changes less often: lines are drawn as a few large paths, which are dear to draw again. */
export function coarseSight({ left, top, right, bottom }: Sight): Sight {
  const floor = (px: number) => Math.floor(px / COARSE) * COARSE;
  return { left: floor(left), top: floor(top), right: floor(right) + COARSE, bottom: floor(bottom) + COARSE };
}

export function isSameSight(a: Sight, b: Sight): boolean {
  return a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;
}

/** Numbers of the nodes in sight, in the order sent. */
export function nodesInSight({ nodes }: GraphLayout, sight: Sight): readonly number[] {
  const found: number[] = [];
  for (const [i, { x, y }] of nodes.entries()) {
    const isIn = y < sight.bottom && y + CARD.height > sight.top && x < sight.right && x + CARD.width > sight.left;
    if (isIn) found.push(i);
  }
  return found;
}

/** The node at a point of the graph, with some px to spare for small ones. */
export function nodeAt({ nodes }: GraphLayout, x: number, y: number, spare: number): number | undefined {
  let found: number | undefined;
  let least = spare;
  for (const [i, node] of nodes.entries()) {
    const dx = Math.max(node.x - x, 0, x - node.x - CARD.width);
    const dy = Math.max(node.y - y, 0, y - node.y - CARD.height);
    if (Math.max(dx, dy) > least) continue;
    if (found !== undefined && Math.max(dx, dy) === least) continue;
    found = i;
    least = Math.max(dx, dy);
  }
  return found;
}
