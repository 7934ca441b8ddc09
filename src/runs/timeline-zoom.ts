/** Zooming the time axis: how far, and what stays under the pointer. Pure. */
import { momentAt, type Scale, xOf } from "./timeline-scale.ts";

/** 1: the whole run fits. Browsers draw wrongly beyond some ten million px. */
const MOST = 4_096;

export function zoomed(zoom: number, factor: number): number {
  const next = Math.min(MOST, Math.max(1, zoom * factor));
  return next < 1.05 ? 1 : next;
}

/** `1.5×`, `64×`. */
export function zoomLabel(zoom: number): string {
  return `${zoom < 10 ? Math.round(zoom * 10) / 10 : Math.round(zoom)}×`;
}

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
