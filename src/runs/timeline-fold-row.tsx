/** Many iterations of one step in one row: how many ended how, and when. */
import { useMemo } from "react";
import { foldName, foldParts } from "./step-label.ts";
import type { FoldRow } from "./steps-rows.ts";
import { formatDuration } from "../ui/time.tsx";
import { BIN, densityOf, densityPaths, densityStrip, DROP, RISE } from "./timeline-density.ts";
import { FailedButton, NameCell } from "./timeline-name.tsx";
import { NARROW_ROW_HEIGHT, ROW_HEIGHT } from "./timeline-row.tsx";
import { type Scale, xOf } from "./timeline-scale.ts";

interface Props {
  readonly row: FoldRow;
  readonly index: number;
  readonly scale: Scale;
  readonly isActive: boolean;
  readonly isCritical: boolean;
  readonly seenAt: string | undefined;
  readonly plotClass: string;
  readonly isNarrow: boolean;
}

export function TimelineFoldRow(props: Props) {
  const { row, index, scale, isActive, isCritical, seenAt, plotClass, isNarrow } = props;
  const density = useMemo(() => densityOf(row.fold.steps, scale), [row.fold.steps, scale]);
  const took = density.openFromAt === undefined && density.span && density.span.toAt - density.span.fromAt;
  const name = (
    <NameCell
      row={row}
      edge={isNarrow ? 16 : 24}
      bracket={undefined}
      isCritical={isCritical}
      className={isNarrow ? "min-w-0 flex-1" : "w-[224px] shrink-0 pr-3"}
    />
  );
  const height = isNarrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT;
  return (
    <div
      role="row"
      data-index={index}
      aria-label={foldName(row, seenAt)}
      aria-rowindex={index + 2}
      aria-level={row.level}
      aria-expanded={row.isOpen}
      tabIndex={isActive ? 0 : -1}
      className={`absolute inset-x-0 cursor-pointer scroll-mt-20 text-13 text-ink hover:bg-ink/[0.03] focus-visible:z-1 focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent ${isNarrow ? "border-b border-line px-4 pt-2 last:border-b-0" : "flex items-center pl-6"}`}
      style={{ top: index * height, height }}
    >
      {isNarrow ? (
        <>
          <div className="flex h-5 items-center gap-2">
            {name}
            <FoldCounts row={row} seenAt={seenAt} className="justify-end" />
          </div>
          <div role="gridcell" aria-hidden="true" className="relative mt-1.5 h-1">
            <DensityBar density={density} scale={scale} isThin isKnown={seenAt === undefined} />
          </div>
        </>
      ) : (
        <>
          {name}
          <FoldCounts row={row} seenAt={seenAt} className="w-[136px] shrink-0" />
          <div role="gridcell" className="w-16 shrink-0 text-right text-ink-2">
            {took !== false && took !== undefined && formatDuration(took)}
          </div>
          <div role="gridcell" className={`ml-5 h-full min-w-0 flex-1 ${plotClass}`}>
            <DensityBar density={density} scale={scale} isThin={false} isKnown={seenAt === undefined} />
          </div>
        </>
      )}
    </div>
  );
}

/** `700 done`, `12 failed`: two lines of them fit. */
export function FoldCounts(props: { row: FoldRow; seenAt: string | undefined; className: string }) {
  const { row, seenAt, className } = props;
  return (
    <div
      role="gridcell"
      className={`flex max-h-8 flex-wrap content-center items-center gap-x-2 overflow-hidden text-11 whitespace-nowrap text-ink-3 max-[719px]:overflow-visible ${className}`}
    >
      {foldParts(row.counts, seenAt).map(({ phase, text }) =>
        phase === "failed" ? (
          <FailedButton key={phase} count={row.counts.failed} title={row.fold.title} />
        ) : (
          <span key={phase}>{text}</span>
        ),
      )}
    </div>
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
