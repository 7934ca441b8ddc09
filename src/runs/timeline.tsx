/** The steps on one time axis: rows with bars, the line of now, and what is not known drawn as not known. */
import { useMemo, useRef, useState } from "react";
import { useAfterFirstView } from "../api/use-after-first-view.ts";
import type { Decision } from "../contract/decision.ts";
import type { Step } from "../contract/step.ts";
import { type StepsByKey, stepsByKey } from "../contract/steps-by-key.ts";
import { useCode } from "../ui/use-code.ts";
import { NARROW, useMedia } from "../ui/use-media.ts";
import { usePrinted } from "../ui/use-printed.ts";
import { NowFrame } from "./now-frame.tsx";
import { useRowHeight } from "./row-height.ts";
import type { FailureWalk } from "./steps-failures.tsx";
import { LaterStepLink, LaterZoom } from "./run-parts.ts";
import { rowId } from "./steps-outline.ts";
import { indexOfRow } from "./steps-rows.ts";
import type { ZoomListener } from "./steps-zoom.tsx";
import { FoldBreak, GridLines } from "./timeline-axis.tsx";
import { isWaitStep } from "./timeline-bars.ts";
import { TimelineFoldRow } from "./timeline-fold-row.tsx";
import type { Frame } from "./timeline-frame.ts";
import { TimelineHead } from "./timeline-head.tsx";
import { NarrowRow } from "./timeline-narrow-row.tsx";
import { TimelineRow } from "./timeline-row.tsx";
import { bracketAt, predecessorOf } from "./timeline-rows.ts";
import { findFold, type Fold, makeScale, type Scale } from "./timeline-scale.ts";
import { useAxisEnd } from "./use-axis-end.ts";
import { type GridProps, useStepsGrid } from "./use-steps-grid.ts";
import { useWidth } from "./use-width.ts";

/** 24 edge, 224 name, 124 status, 76 duration, 20 gap. */
const PLOT_LEFT = 468;
const NARROW_EDGE = 16;
/** Px of a sheet laid across, less its margins: A4 has somewhat more. */
const PAPER_WIDTH = 960;
/** The inspector stands beside the steps from this width on, and takes so much of it, px. */
const SIDE_FROM = 1_100;
const SIDE_WIDTH = 400;

export interface TimelineProps extends GridProps {
  /** All steps, for links between them; `rows` are those that filters and folds leave. */
  readonly steps: readonly Step[];
  /** How many there are, while only the first are read; the others have their room already. */
  readonly total: number | undefined;
  readonly critical: ReadonlySet<string>;
  readonly failures: FailureWalk;
  readonly frame: Frame | undefined;
  readonly decisions: readonly Decision[];
  /** `at 1:36` when the state is only the last one seen. */
  readonly seenAt: string | undefined;
  readonly clockOffsetMs: number;
  /** 1: the whole run fits. */
  readonly zoom: number;
  readonly onZoom: (zoom: number) => void;
}

/** Moved by the pan and clipped to where the plot stands: bars never run over the names. */
const PANNED = "relative left-[calc(-1*var(--pan,0px))] [clip-path:inset(0_calc(-1*var(--pan,0px))_0_var(--pan,0px))]";
const NO_FRAME: Frame = { startAt: 0, edge: { kind: "ended", at: 1 } };

export function Timeline(props: TimelineProps) {
  const { steps, total, rows, critical, decisions, clockOffsetMs, selectedKey, seenAt } = props;
  const frame = props.frame ?? NO_FRAME;
  const isNarrow = useMedia(NARROW);
  const isPrinted = usePrinted();
  const [screenWidth, widthRef] = useWidth(() => widthBeside(props.selectedKey !== undefined));
  const [isUnfolded, setUnfolded] = useState(false);
  const axisEnd = useAxisEnd(frame, clockOffsetMs);
  const width = isPrinted ? PAPER_WIDTH : screenWidth;
  const rowHeight = useRowHeight();
  const { shown, active, selectedIndex, onKeyDown, onClick, watchBody } = useStepsGrid({
    ...props,
    rowHeight,
  });

  const { edge, startAt } = frame;
  const fold = useLongWait(edge.kind === "ended" ? steps : NO_STEPS, startAt, axisEnd);
  const room = rightMargin(frame);
  const plotWidth = props.frame ? Math.max(0, width - (isNarrow ? 2 * NARROW_EDGE : PLOT_LEFT + room)) : 0;
  const zoom = isNarrow || isPrinted ? 1 : props.zoom;
  const scale = useScale(startAt, axisEnd, plotWidth * zoom, isUnfolded ? undefined : fold);
  const plotLeft = isNarrow ? 0 : PLOT_LEFT;
  const byKey = stepsByKey(steps);
  const wanted = useStartOf(props.wanted, byKey);
  const gridRef = useRef<HTMLDivElement | null>(null);
  const axisRef = useRef<HTMLDivElement | null>(null);
  const listenerRef = useRef<ZoomListener>(undefined);
  const [page, setPage] = useState(0);
  const isAfterFirstView = useAfterFirstView();
  const isZoomed = zoom > 1;
  const sight = isZoomed ? { fromX: (page - 1) * plotWidth, toX: (page + 2) * plotWidth } : undefined;
  const plotClass = isZoomed ? PANNED : "relative";
  const selectedRow = rows[selectedIndex];
  const selected = selectedRow?.kind === "step" ? selectedRow.step : undefined;
  const before = selected && predecessorOf(selected, byKey);
  const notes = useCode(isAfterFirstView && !isNarrow, loadNotes);
  const noteContext = { byKey, decisions, edge };

  return (
    <div
      role="treegrid"
      aria-label="Steps"
      aria-rowcount={(total ?? rows.length) + 1}
      ref={gridRef}
      className="overflow-x-clip"
      onKeyDown={(event) => listenerRef.current?.onKey(event) || onKeyDown(event)}
      onClick={onClick}
    >
      <div ref={widthRef} />
      {isAfterFirstView && (
        <LaterZoom.Soon
          {...{ gridRef, axisRef, listenerRef, zoom, scale, plotWidth, plotLeft, wanted }}
          onZoom={props.onZoom}
          onPage={setPage}
        />
      )}
      <TimelineHead
        steps={steps}
        total={total}
        failures={props.failures}
        scale={scale}
        edge={edge}
        clockOffsetMs={clockOffsetMs}
        axis={axisRef}
        isZoomed={isZoomed}
        sight={sight}
        onScroll={() => listenerRef.current?.onScroll()}
        isNarrow={isNarrow}
        isUnfolded={isUnfolded}
        onFold={fold && (() => setUnfolded(!isUnfolded))}
      />
      <NowFrame
        scale={scale}
        edge={edge}
        clockOffsetMs={clockOffsetMs}
        plotLeft={isNarrow ? undefined : PLOT_LEFT}
        height={(total ?? rows.length) * rowHeight}
      >
        <div ref={watchBody} className="absolute inset-0">
          {selected && (
            <div
              aria-hidden="true"
              className="absolute inset-x-0 bg-selected"
              style={{ top: selectedIndex * rowHeight, height: rowHeight }}
            />
          )}
          {!isNarrow && (
            <GridLines scale={scale} edge={edge} clockOffsetMs={clockOffsetMs} sight={sight} plotLeft={PLOT_LEFT} />
          )}
          {shown.map((index) => {
            const row = rows[index];
            if (!row) return null;
            const shared = { index, rowHeight, scale, seenAt, isActive: index === active, plotClass };
            if (row.kind === "fold") {
              const isCritical = critical.size > 0 && row.fold.steps.some(({ key }) => critical.has(key));
              return <TimelineFoldRow key={row.id} {...shared} row={row} isCritical={isCritical} isNarrow={isNarrow} />;
            }
            const { step } = row;
            const stepProps = {
              ...shared,
              row,
              clockOffsetMs,
              isSelected: step.key === selectedKey,
              isCritical: critical.has(step.key),
            };
            return isNarrow ? (
              <NarrowRow key={row.id} {...stepProps} />
            ) : (
              <TimelineRow
                key={row.id}
                {...stepProps}
                room={room}
                note={notes?.noteOf(step, noteContext)}
                Note={notes?.TimelineNote}
                bracket={bracketAt(rows, index)}
              />
            );
          })}
          {!isNarrow && <FoldBreak scale={scale} plotLeft={PLOT_LEFT} />}
          {!isNarrow && selected && before && (
            <LaterStepLink.Soon
              from={indexOfRow(rows, rowId(before.key))}
              to={selectedIndex}
              rowHeight={rowHeight}
              step={selected}
              scale={scale}
              plotLeft={PLOT_LEFT}
            />
          )}
        </div>
      </NowFrame>
    </div>
  );
}

const loadNotes = () => import("./timeline-note.tsx");

const NO_STEPS: readonly Step[] = [];

// Memoised by hand, so that rows can rest: this file is not left to the compiler.
function useLongWait(steps: readonly Step[], startAt: number, endAt: number) {
  return useMemo(() => findFold(steps.filter(isWaitStep), startAt, endAt), [steps, startAt, endAt]);
}

function useScale(startAt: number, endAt: number, width: number, fold: Fold | undefined): Scale {
  return useMemo(() => makeScale(startAt, endAt, width, fold), [startAt, endAt, width, fold]);
}

/** The same object as long as the same is wanted: polls do not ask again. */
function useStartOf(wanted: GridProps["wanted"], byKey: StepsByKey) {
  const [asked, ask] = useState<{ wanted: GridProps["wanted"]; at: number | undefined } | undefined>(undefined);
  if (asked?.wanted === wanted) return asked;
  const next = { wanted, at: wanted && byKey.get(wanted.key)?.startedAt };
  ask(next);
  return next;
}

/** Px: the page's width, less the inspector where that stands beside the steps. */
function widthBeside(isPicked: boolean): number {
  const { innerWidth } = window;
  return isPicked && innerWidth >= SIDE_FROM ? innerWidth - SIDE_WIDTH : innerWidth;
}

/** Room right of the last moment, for notes beside the last bars; a live run has its future there. */
function rightMargin({ edge }: Frame): number {
  if (edge.kind === "ended") return 40;
  return edge.kind === "seen" && edge.endedAt !== undefined ? 72 : 0;
}
