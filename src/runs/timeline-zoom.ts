/** Zooming the time axis: how far. Pure. */

/** One press of a button or key. */
export const ZOOM_STEP = 2;
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
