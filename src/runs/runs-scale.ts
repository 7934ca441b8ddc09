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

/** How long an agent's completed runs usually take, ms; undefined where too few say so. */
export interface UsualTimes {
  readonly p50Ms: number | undefined;
  readonly p90Ms: number | undefined;
}

/** The same as lines over the bars, shares of the width, 0 to 1. Beyond the scale there is none. */
export interface UsualLines {
  readonly p50: number | undefined;
  readonly p90: number | undefined;
}

export function usualLines(usual: UsualTimes | undefined, scaleMs: number): UsualLines {
  const at = (ms: number | undefined) => (ms === undefined || scaleMs <= 0 || ms > scaleMs ? undefined : ms / scaleMs);
  return { p50: at(usual?.p50Ms), p90: at(usual?.p90Ms) };
}
