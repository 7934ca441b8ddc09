/** Where a moment stands on the timeline: one linear scale from start to end, with at most one folded stretch. */
import type { Step } from "../contract/step.ts";

/** Width of the paper break that stands for a folded stretch, px. */
const FOLD_GAP = 8;
/** A finished wait longer than this share of the run is folded. */
const FOLD_SHARE = 0.4;

/** A stretch of time left out of the axis. Epoch ms. */
export interface Fold {
  readonly fromAt: number;
  readonly toAt: number;
}

export interface Scale {
  /** Epoch ms, left and right end of the plot. */
  readonly startAt: number;
  readonly endAt: number;
  /** Px between the two. */
  readonly width: number;
  readonly fold?: Fold;
  /** Px per ms outside the fold. */
  readonly pxPerMs: number;
}

/** `endAt` before `startAt` counts as 1 ms later, a negative width as 0. */
export function makeScale(startAt: number, endAt: number, width: number, fold?: Fold): Scale {
  const end = Math.max(endAt, startAt + 1);
  const plot = Math.max(0, width);
  const foldMs = fold ? fold.toAt - fold.fromAt : 0;
  const isInside = fold !== undefined && fold.fromAt >= startAt && fold.toAt <= end;
  const hasFold = isInside && foldMs > 0 && end - startAt - foldMs >= 1;
  const shownMs = end - startAt - (hasFold ? foldMs : 0);
  const pxPerMs = Math.max(0, plot - (hasFold ? FOLD_GAP : 0)) / shownMs;
  const scale = { startAt, endAt: end, width: plot, pxPerMs };
  return hasFold ? { ...scale, fold } : scale;
}

/** Px from the left end of the plot, within [0, width]; never decreasing in `at`. */
export function xOf(scale: Scale, at: number): number {
  const { startAt, pxPerMs, fold, width } = scale;
  let x = (at - startAt) * pxPerMs;
  if (fold && at > fold.fromAt) {
    const foldX = (fold.fromAt - startAt) * pxPerMs;
    const share = (at - fold.fromAt) / (fold.toAt - fold.fromAt);
    x = share <= 1 ? foldX + share * FOLD_GAP : foldX + FOLD_GAP + (at - fold.toAt) * pxPerMs;
  }
  return Math.min(width, Math.max(0, x));
}

/** The moment at `x`, epoch ms: the way back of `xOf`, within [startAt, endAt]. */
export function momentAt(scale: Scale, x: number): number {
  const { startAt, endAt, pxPerMs, fold } = scale;
  if (pxPerMs === 0) return startAt;
  let at = startAt + x / pxPerMs;
  if (fold && at > fold.fromAt) {
    const share = (x - (fold.fromAt - startAt) * pxPerMs) / FOLD_GAP;
    const foldMs = fold.toAt - fold.fromAt;
    at = share <= 1 ? fold.fromAt + share * foldMs : at + foldMs - FOLD_GAP / pxPerMs;
  }
  return Math.min(endAt, Math.max(startAt, at));
}

/**
 * How far the axis of a live run reaches, in ms after its start. It grows in steps of 6 %, so that bars rest between
 * steps and only the now-line moves; now stands between 84 % and 90 % of the plot.
 */
export function horizonMs(elapsedMs: number): number {
  const wanted = Math.max(5_000, elapsedMs) * 1.12;
  return Math.ceil(5_000 * 1.06 ** Math.ceil(Math.log(wanted / 5_000) / Math.log(1.06)));
}

/** The longest finished wait over 40 % of the run, less a margin at both ends that keeps its bar readable. */
export function findFold(waits: readonly Pick<Step, "startedAt" | "endedAt">[], startAt: number, endAt: number) {
  let longest: Fold | undefined;
  for (const { startedAt, endedAt } of waits) {
    if (startedAt === undefined || endedAt === undefined || startedAt < startAt || endedAt > endAt) continue;
    if (!longest || endedAt - startedAt > longest.toAt - longest.fromAt) longest = { fromAt: startedAt, toAt: endedAt };
  }
  if (!longest) return undefined;
  const waitMs = longest.toAt - longest.fromAt;
  if (waitMs <= (endAt - startAt) * FOLD_SHARE) return undefined;
  const marginMs = Math.min(waitMs * 0.1, Math.max(waitMs * 0.01, (endAt - startAt - waitMs) * 0.12));
  return { fromAt: longest.fromAt + marginMs, toAt: longest.toAt - marginMs };
}
