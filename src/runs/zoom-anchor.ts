/** What stays under the pointer when the time axis is zoomed. Pure. */
import { momentAt, type Scale, xOf } from "./timeline-scale.ts";

/** A moment, epoch ms, and where in sight it stands, px from the left end of the plot. */
export interface Anchor {
  readonly at: number;
  readonly x: number;
}

export function anchorAt(scale: Scale, pan: number, x: number): Anchor {
  return { at: momentAt(scale, pan + x), x };
}

/** Px to scroll a plot `width` wide so that the anchor stands where it stood. */
export function panTo(scale: Scale, { at, x }: Anchor, width: number): number {
  return Math.min(Math.max(0, scale.width - width), Math.max(0, xOf(scale, at) - x));
}
