/** The axis above the bars: tick labels, the label of now (or last seen, or ended), and the button of a folded wait. */
import { useNow } from "../ui/time.tsx";
import { edgeAt, plotLayer } from "./now-frame.tsx";
import type { Edge } from "./timeline-frame.ts";
import { type Fold, type Scale, xOf } from "./timeline-scale.ts";
import { halfWidth, type Mark, makeTicks, offsetLabel, type Sight, type Tick } from "./timeline-ticks.ts";

/** Labels with precedence over ticks. The edge of a finished run needs none: its last bar says it. */
export function marksOf(
  scale: Scale,
  edge: Edge,
  serverNow: number,
): readonly (Mark & { kind: "edge" | "end" | "fold" })[] {
  const marks: (Mark & { kind: "edge" | "end" | "fold" })[] = [];
  const at = edgeAt(edge, serverNow);
  const label = offsetLabel(at - scale.startAt);
  if (edge.kind !== "ended") {
    const name = edge.kind === "now" ? "now" : "last seen";
    marks.push({ kind: "edge", x: xOf(scale, at), label: `${name} ${label}`, padding: 6 });
  }
  if (edge.kind === "seen" && edge.endedAt !== undefined) {
    const ended = `ended ${offsetLabel(edge.endedAt - scale.startAt)}`;
    marks.push({ kind: "end", x: xOf(scale, edge.endedAt), label: ended });
  }
  if (scale.fold) marks.push({ kind: "fold", x: foldX(scale, scale.fold), label: foldLabel(scale.fold), padding: 8 });
  return apart(marks);
}

/** Last seen a moment before the end: its label moves left, so that both can be read. */
function apart<M extends Mark & { kind: string }>(marks: readonly M[]): readonly M[] {
  const end = marks.find((mark) => mark.kind === "end");
  return marks.map((mark) => {
    if (!end || mark.kind !== "edge") return mark;
    const room = halfWidth(mark.label) + halfWidth(end.label) + (mark.padding ?? 0);
    return { ...mark, x: Math.min(mark.x, end.x - room) };
  });
}

const foldX = (scale: Scale, fold: Fold) => (xOf(scale, fold.fromAt) + xOf(scale, fold.toAt)) / 2;
const foldLabel = (fold: Fold) => `${offsetLabel(fold.toAt - fold.fromAt)} folded`;

function useTicks(scale: Scale, edge: Edge, clockOffsetMs: number, sight: Sight | undefined) {
  const now = useNow(1_000) + clockOffsetMs;
  const marks = marksOf(scale, edge, now);
  return { marks, ticks: makeTicks(scale, edgeAt(edge, now), marks, sight) };
}

const MARK = "absolute top-1/2 -translate-x-1/2 -translate-y-1/2 whitespace-nowrap";

export function Axis(props: {
  scale: Scale;
  edge: Edge;
  clockOffsetMs: number;
  sight: Sight | undefined;
  isUnfolded: boolean;
  onFold: (() => void) | undefined;
}) {
  const { scale, edge, clockOffsetMs, sight, isUnfolded, onFold } = props;
  const { marks, ticks } = useTicks(scale, edge, clockOffsetMs, sight);
  return (
    <>
      {ticks.map(labelOf)}
      {marks.map((mark) =>
        mark.kind === "fold" ? (
          <button
            key="fold"
            type="button"
            className={`${MARK} h-6 cursor-pointer rounded-control border border-dashed border-control bg-canvas px-1.5 text-11 text-ink-2 hover:text-ink`}
            style={{ left: mark.x }}
            aria-label={`${mark.label}: show the whole wait`}
            onClick={onFold}
          >
            {mark.label}
          </button>
        ) : (
          <span
            key={mark.kind}
            aria-hidden="true"
            className={`${MARK} ${mark.kind === "end" ? "text-ink" : edge.kind === "now" ? "rounded-bar bg-accent px-1.5 text-on-ink" : "rounded-bar border border-ink-2 bg-surface px-1.5 text-ink"}`}
            style={{ left: mark.x }}
          >
            {mark.label}
          </span>
        ),
      )}
      {isUnfolded && onFold && (
        <button
          type="button"
          className="absolute top-1/2 right-2 h-6 -translate-y-1/2 cursor-pointer rounded-control border border-dashed border-control bg-canvas px-1.5 text-11 text-ink-2 hover:text-ink"
          onClick={onFold}
        >
          fold the wait
        </button>
      )}
    </>
  );
}

function labelOf(tick: Tick) {
  // The label of 0 begins at its line: centred, it would hang into the column of durations.
  return (
    <span
      key={tick.label}
      aria-hidden="true"
      className={`absolute top-1/2 -translate-y-1/2 ${tick.x === 0 ? "" : "-translate-x-1/2"}`}
      style={{ left: tick.x }}
    >
      {tick.label}
    </span>
  );
}

/** The grid under the rows. */
export function GridLines(props: {
  scale: Scale;
  edge: Edge;
  clockOffsetMs: number;
  sight: Sight | undefined;
  plotLeft: number;
}) {
  const { scale, edge, clockOffsetMs, sight, plotLeft } = props;
  const { ticks } = useTicks(scale, edge, clockOffsetMs, sight);
  return (
    <div aria-hidden="true" {...plotLayer(plotLeft)}>
      {ticks.map((tick) => (
        <span key={tick.label} className="absolute inset-y-0 w-px bg-grid" style={{ left: tick.x }} />
      ))}
    </div>
  );
}

/** The paper break of a folded wait, over the rows: no bar crosses time that is not drawn. */
export function FoldBreak({ scale, plotLeft }: { scale: Scale; plotLeft: number }) {
  if (!scale.fold || scale.width === 0) return null;
  const left = xOf(scale, scale.fold.fromAt);
  return (
    <div aria-hidden="true" {...plotLayer(plotLeft)}>
      <span
        className="absolute inset-y-0 border-x border-dashed border-line-strong bg-canvas"
        style={{ left, width: xOf(scale, scale.fold.toAt) - left }}
      />
    </div>
  );
}
