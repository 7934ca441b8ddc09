/** One piece of a bar. Open right ends are unfinished, closed ends final; colour belongs to exceptions. */
import type { Piece, PieceKind } from "./timeline-bars.ts";
import { type Scale, xOf } from "./timeline-scale.ts";

const MIN_WIDTH = 3;

interface PieceLook {
  readonly scale: Scale;
  readonly isKnown: boolean;
  readonly isThin?: boolean;
}

const LOOKS: Record<PieceKind, string> = {
  done: "bg-bar-ok rounded-bar",
  running: "bg-bar-run rounded-bar",
  "failed-attempt": "bg-fail-tint border border-bar-fail border-r-3 rounded-bar",
  backoff: "border-t border-dotted border-ink-3",
  failed: "bg-bar-fail rounded-bar",
  waiting: "hatch-wait rounded-bar",
  waited: "hatch-done rounded-bar",
  "timed-out": "hatch-done border-r-3! border-r-bar-fail! rounded-bar",
  cancelled: "bg-sunken border border-bar-ok rounded-bar",
  unknown: "bg-sunken border border-dashed border-control rounded-bar",
};

/** `isKnown` is false where the end of an open piece is only the last moment we saw it. */
export function pieceBar(piece: Piece, { scale, isKnown, isThin }: PieceLook) {
  const left = xOf(scale, piece.fromAt);
  const isOpen = piece.toAt === undefined;
  const isLine = piece.kind === "backoff";
  const look = isOpen && !isKnown && piece.kind === "running" ? "bar-last-seen rounded-bar" : LOOKS[piece.kind];
  // The line joins two bars; it must not grow to a bar's minimum, or it would cover the next one.
  const min = isLine ? 0 : MIN_WIDTH;
  const width =
    piece.toAt === undefined
      ? `max(${min}px, calc(var(--now) - ${left}px))`
      : Math.max(min, xOf(scale, piece.toAt) - left);
  const height = isThin ? "h-1" : "h-3.5";
  return (
    <span
      key={`${piece.kind}${piece.fromAt}`}
      className={`absolute ${isLine ? "top-1/2 h-0" : `top-1/2 -translate-y-1/2 ${height}`} ${look} ${isOpen && !isLine ? "rounded-r-none border-r-0" : ""}`}
      style={{ left: Math.min(left, Math.max(0, scale.width - min)), width }}
    />
  );
}
