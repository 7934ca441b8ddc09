/** When the many iterations of one step ended, and how: counts per few px of the time axis. Pure. */
import type { Step } from "../contract/step.ts";
import { endOf } from "./timeline-bars.ts";
import { type Scale, xOf } from "./timeline-scale.ts";

/** Px of one column. */
export const BIN = 4;

export interface Bin {
  /** Px, left edge. */
  readonly x: number;
  /** Steps that ended here, failed ones among them; at least 1. */
  readonly ended: number;
  readonly failed: number;
}

export interface Density {
  /** From left to right; columns nothing ended in are not there. */
  readonly bins: readonly Bin[];
  /** Epoch ms: first start and last end. Absent when nothing began. */
  readonly span?: { readonly fromAt: number; readonly toAt: number };
  /** Epoch ms: first start among those still going on. */
  readonly openFromAt?: number;
}

export function densityOf(steps: readonly Step[], scale: Scale): Density {
  const columns = new Map<number, { ended: number; failed: number }>();
  let [fromAt, toAt, openFromAt] = [Infinity, -Infinity, Infinity];
  for (const step of steps) {
    if (step.startedAt !== undefined) fromAt = Math.min(fromAt, step.startedAt);
    const endAt = endOf(step);
    if (endAt === undefined) {
      if (step.startedAt !== undefined && isOpen(step)) openFromAt = Math.min(openFromAt, step.startedAt);
      continue;
    }
    fromAt = Math.min(fromAt, endAt);
    toAt = Math.max(toAt, endAt);
    const column = Math.floor(xOf(scale, endAt) / BIN);
    const counts = columns.get(column) ?? { ended: 0, failed: 0 };
    counts.ended++;
    if (step.phase === "failed") counts.failed++;
    columns.set(column, counts);
  }
  const bins = [...columns].sort(([a], [b]) => a - b).map(([column, counts]) => ({ x: column * BIN, ...counts }));
  const span = fromAt < Infinity && { span: { fromAt, toAt: Math.max(fromAt, toAt) } };
  return { bins, ...span, ...(openFromAt < Infinity && { openFromAt }) };
}

const isOpen = ({ phase }: Step) => phase === "running" || phase === "waiting";

/** Px above the line, and below it. */
export const RISE = 13;
export const DROP = 6;

/** One path each, px, around a line at 0: what ended well rises from it, what failed hangs below. */
export function densityPaths(bins: readonly Bin[]): { readonly ended: string; readonly failed: string } {
  let [ended, failed] = ["", ""];
  const most = bins.reduce((max, bin) => Math.max(max, bin.ended), 1);
  for (const bin of bins) {
    const well = bin.ended - bin.failed;
    if (well > 0) ended += column(bin.x, -height(well, most, RISE));
    if (bin.failed > 0) failed += column(bin.x, height(bin.failed, most, DROP));
  }
  return { ended, failed };
}

/** The root, and never less than 3 px, keep one beside hundreds in sight. */
function height(count: number, most: number, px: number): number {
  return Math.round(Math.max(3, px * Math.sqrt(count / most)) * 10) / 10;
}

const column = (x: number, y: number) => `M${x} 0v${y}h${BIN - 1}v${-y}z`;

/** The same in one line of `px`, where there is no room for heights: failed columns stand over the others. */
export function densityStrip(bins: readonly Bin[], px: number): { readonly ended: string; readonly failed: string } {
  const of = (wanted: readonly Bin[]) => wanted.map(({ x }) => column(x, -px)).join("");
  return { ended: of(bins.filter((bin) => bin.ended > bin.failed)), failed: of(bins.filter((bin) => bin.failed > 0)) };
}
