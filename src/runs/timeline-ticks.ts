/** The ticks of the time axis: round distances, at least 56 px apart, labels that never touch another label. */
import { momentAt, type Scale, xOf } from "./timeline-scale.ts";

const S = 1_000;
const MIN = 60 * S;
const H = 60 * MIN;
const DAY = 24 * H;
const STEPS = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30].map((n) => n * S),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MIN),
  ...[1, 2, 3, 6, 12].map((n) => n * H),
];
const MIN_DISTANCE = 56;
/** Half the width of a label of 11 px text, with 5 px of air. */
export const halfWidth = (label: string): number => label.length * 2.9 + 5;

export interface Tick {
  readonly x: number;
  readonly label: string;
}
/** A label that has precedence over ticks: now, last seen, ended, folded. */
export interface Mark {
  readonly x: number;
  readonly label: string;
  /** Px beyond the text, for a frame around it. */
  readonly padding?: number;
}

/** Distance between ticks in ms: the smallest round one that is at least 56 px wide; above 12 h whole days. */
export function tickStepMs(pxPerMs: number): number {
  for (const step of STEPS) if (step * pxPerMs >= MIN_DISTANCE) return step;
  let days = 1;
  while (days * DAY * pxPerMs < MIN_DISTANCE && days < 1e6) days *= days.toString().startsWith("2") ? 2.5 : 2;
  return Math.round(days) * DAY;
}

/** `0 s`, `30 s`, `1 min`, `1:30`, `2 h`, `2:30 h`, `3 d`. */
export function tickLabel(ms: number, stepMs: number): string {
  if (ms === 0) return "0 s";
  if (stepMs < S) return ms < S ? `${ms} ms` : `${ms / S} s`;
  if (ms % DAY === 0) return `${ms / DAY} d`;
  if (ms >= DAY) return `${Math.floor(ms / DAY)} d ${tickLabel(ms % DAY, stepMs)}`;
  if (ms < MIN) return `${ms / S} s`;
  if (ms % H === 0) return `${ms / H} h`;
  if (ms >= H) return `${clock(ms)} h`;
  return ms % MIN === 0 ? `${ms / MIN} min` : clock(ms);
}

/** `42 s`, `3:04`, `1:03:04`, `2 d 3 h`: a moment of the run, for marks. */
export function offsetLabel(ms: number): string {
  const whole = Math.max(0, Math.floor(ms / S) * S);
  if (whole >= DAY) return `${Math.floor(whole / DAY)} d ${Math.floor((whole % DAY) / H)} h`;
  if (whole < MIN) return `${whole / S} s`;
  const seconds = String((whole % MIN) / S).padStart(2, "0");
  return whole >= H ? `${clock(whole - (whole % MIN))}:${seconds}` : clock(whole);
}

/** m:ss below one hour, h:mm from there (seconds dropped: ticks there are whole minutes). */
function clock(ms: number): string {
  const [big, small] = ms >= H ? [H, MIN] : [MIN, S];
  return `${Math.floor(ms / big)}:${String(Math.floor((ms % big) / small)).padStart(2, "0")}`;
}

/** The part of the plot in sight and its surroundings, px; a zoomed axis may hold a million ticks. */
export interface Sight {
  readonly fromX: number;
  readonly toX: number;
}

/** Ticks up to `untilAt`, without those inside the fold and those whose label would touch a mark. */
export function makeTicks(scale: Scale, untilAt: number, marks: readonly Mark[], sight?: Sight): readonly Tick[] {
  if (scale.width < MIN_DISTANCE) return [];
  const step = tickStepMs(scale.pxPerMs);
  const ticks: Tick[] = [];
  const until = Math.min(untilAt, scale.endAt, sight ? momentAt(scale, sight.toX) : Infinity);
  const from = sight ? Math.floor((momentAt(scale, sight.fromX) - scale.startAt) / step) * step : 0;
  let last = -Infinity;
  for (let ms = Math.max(0, from); scale.startAt + ms <= until; ms += step) {
    const at = scale.startAt + ms;
    if (scale.fold && at > scale.fold.fromAt && at < scale.fold.toAt) {
      ms = Math.max(ms, Math.floor((scale.fold.toAt - scale.startAt) / step) * step - step);
      continue;
    }
    const x = xOf(scale, at);
    const label = tickLabel(ms, step);
    const half = halfWidth(label);
    const isFree = marks.every((m) => Math.abs(m.x - x) >= half + halfWidth(m.label) + (m.padding ?? 0));
    if (!isFree || x - half < last) continue;
    ticks.push({ x, label });
    last = x + half;
  }
  return ticks;
}
