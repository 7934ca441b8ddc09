/** The scale of the duration bars in a list: set by the runs in sight, so it claims nothing about other runs. */

/** Longer runs are cut with a break. */
const HEADROOM = 1.1;

/** Ms at the right edge: somewhat over the 9th of 10 durations, so that one long run does not flatten the others. */
export function scaleOf(durationsMs: readonly number[]): number {
  const sorted = durationsMs.filter((ms) => ms > 0).toSorted((a, b) => a - b);
  if (sorted.length === 0) return 0;
  const longest = sorted[sorted.length - 1] ?? 0;
  const ninth = sorted[Math.ceil(sorted.length * 0.9) - 1] ?? longest;
  return longest <= ninth * 1.5 ? longest : ninth * HEADROOM;
}

/** Share of the width, 0 to 1, and whether the bar is cut. */
export function barOf(durationMs: number, scaleMs: number): { share: number; isCut: boolean } {
  if (scaleMs <= 0 || durationMs <= 0) return { share: 0, isCut: false };
  return { share: Math.min(1, durationMs / scaleMs), isCut: durationMs > scaleMs };
}
