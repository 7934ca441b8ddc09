/** The only part of the timeline that moves with the clock: sets `--now`, draws the lines; its children rest. */
import type { ReactNode } from "react";
import { useNow } from "../ui/time.tsx";
import type { Edge } from "./timeline-frame.ts";
import { type Scale, xOf } from "./timeline-scale.ts";

const LINE = "pointer-events-none absolute inset-y-0";

/** Epoch ms, server clock: where knowledge ends. */
export function edgeAt(edge: Edge, serverNow: number): number {
  return edge.kind === "now" ? serverNow : edge.at;
}

export function NowFrame(props: {
  scale: Scale;
  edge: Edge;
  clockOffsetMs: number;
  /** Px from the left edge to the plot; undefined: no lines (phones). */
  plotLeft: number | undefined;
  height: number;
  children: ReactNode;
}) {
  const { scale, edge, clockOffsetMs, height, children } = props;
  const now = useNow(1_000) + clockOffsetMs;
  const x = xOf(scale, edgeAt(edge, now));
  const endX = edge.kind === "seen" && edge.endedAt !== undefined ? xOf(scale, edge.endedAt) : undefined;
  const hasLines = props.plotLeft !== undefined && scale.width > 0 && edge.kind !== "ended";
  const layer = plotLayer(props.plotLeft ?? 0);
  return (
    <div role="rowgroup" className="relative" style={{ "--now": `${x}px`, height } as Record<string, string | number>}>
      {hasLines && (
        <div aria-hidden="true" {...layer}>
          <div
            className={`${LINE} bg-future`}
            style={{ left: x, ...(endX === undefined ? { right: 0 } : { width: endX - x }) }}
          />
        </div>
      )}
      {children}
      {hasLines && (
        <div aria-hidden="true" {...layer}>
          <div
            className={`${LINE} ${edge.kind === "now" ? "w-px bg-accent" : "w-0 border-l border-dashed border-ink-2"}`}
            style={{ left: x }}
          />
          {endX !== undefined && <div className={`${LINE} w-px bg-ink`} style={{ left: endX }} />}
        </div>
      )}
    </div>
  );
}

/** A layer over the plot of all rows; moves with a zoomed axis and ends where the names begin. */
export function plotLayer(plotLeft: number) {
  return {
    className: "pointer-events-none absolute inset-y-0 right-0 [clip-path:inset(0_0_0_var(--pan,0px))]",
    style: { left: `calc(${plotLeft}px - var(--pan, 0px))` },
  };
}
