/** When many iterations of one step ran and how they ended: the last cells of their row. */
import { useMemo } from "react";
import type { Step } from "../contract/step.ts";
import { formatDuration } from "../ui/time.tsx";
import { BIN, densityOf, densityPaths, densityStrip, DROP, RISE } from "./timeline-density.ts";
import { type Scale, xOf } from "./timeline-scale.ts";

interface FoldTimeProps {
  readonly steps: readonly Step[];
  readonly scale: Scale;
  /** False where what goes on was only last seen so. */
  readonly isKnown: boolean;
  /** A phone has one thin line for it, and no room for a duration. */
  readonly isThin: boolean;
  readonly plotClass: string;
}

export function FoldTime({ steps, scale, isKnown, isThin, plotClass }: FoldTimeProps) {
  const density = useMemo(() => densityOf(steps, scale), [steps, scale]);
  const { span, openFromAt } = density;
  const bar = <DensityBar density={density} scale={scale} isThin={isThin} isKnown={isKnown} />;
  if (isThin) {
    return (
      <div role="gridcell" aria-hidden="true" className="relative mt-1.5 h-1">
        {bar}
      </div>
    );
  }
  return (
    <>
      <div role="gridcell" className="w-16 shrink-0 text-right text-ink-2">
        {span && openFromAt === undefined && formatDuration(span.toAt - span.fromAt)}
      </div>
      <div role="gridcell" className={`ml-5 h-full min-w-0 flex-1 ${plotClass}`}>
        {bar}
      </div>
    </>
  );
}

function DensityBar(props: { density: ReturnType<typeof densityOf>; scale: Scale; isThin: boolean; isKnown: boolean }) {
  const { density, scale, isThin, isKnown } = props;
  if (scale.width === 0 || !density.span) return null;
  const { ended, failed } = isThin ? densityStrip(density.bins, 4) : densityPaths(density.bins);
  const from = xOf(scale, density.span.fromAt);
  const length = Math.max(BIN, xOf(scale, density.span.toAt) - from);
  const openX = density.openFromAt === undefined ? undefined : xOf(scale, density.openFromAt);
  // The line of the picture stands at the lower edge of the box; failures hang below it.
  const lineTop = isThin ? "100%" : `calc(50% + ${(RISE - DROP) / 2}px)`;
  return (
    <>
      {openX !== undefined && (
        <span
          className={`absolute -mt-0.5 h-0.5 ${isKnown ? "bg-bar-run" : "bg-line-strong"}`}
          style={{ left: openX, width: `max(3px, calc(var(--now) - ${openX}px))`, top: lineTop }}
        />
      )}
      <svg
        aria-hidden="true"
        width="1"
        height="1"
        className="absolute left-0 overflow-visible"
        style={{ top: lineTop }}
      >
        {!isThin && <path className="fill-bar-ok" d={`M${from} -1h${length}v1h${-length}z`} />}
        <path className="fill-bar-ok" d={ended} />
        <path className="fill-bar-fail" d={failed} />
      </svg>
    </>
  );
}
