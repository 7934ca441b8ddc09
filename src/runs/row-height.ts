/** How high a row of the steps is, px: all of one list alike, for only those in sight are drawn. */
import { useDensity } from "../ui/density.ts";
import { NARROW, useMedia } from "../ui/use-media.ts";

const ROW_HEIGHTS = { comfortable: 36, compact: 28 };
/** A line of text and its bar, for a finger. */
export const NARROW_ROW_HEIGHT = 48;

/** As many rows as a screen can hold, whatever stands above them. */
export const rowsOfScreen = (): number => Math.ceil(Math.max(window.innerHeight, 360) / ROW_HEIGHTS.compact);

export function useRowHeight(): number {
  const density = useDensity();
  return useMedia(NARROW) ? NARROW_ROW_HEIGHT : ROW_HEIGHTS[density];
}
