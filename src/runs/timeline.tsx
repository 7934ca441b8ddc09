/** The steps on one time axis: rows with bars, the line of now, and what is not known drawn as not known. */
import { useState } from "react";
import type { Decision } from "../contract/decision.ts";
import type { Step } from "../contract/step.ts";
import { noteOf } from "./step-note.ts";
import { isWaitStep } from "./timeline-bars.ts";
import { Axis, FoldBreak, GridLines } from "./timeline-axis.tsx";
import type { Frame } from "./timeline-frame.ts";
import { NowFrame } from "./now-frame.tsx";
import { NarrowRow } from "./timeline-narrow-row.tsx";
import { NARROW_ROW_HEIGHT, ROW_HEIGHT, TimelineRow } from "./timeline-row.tsx";
import { findBrackets, predecessorOf } from "./timeline-rows.ts";
import { findFold, makeScale } from "./timeline-scale.ts";
import { StepLink } from "./timeline-link.tsx";
import { useAxisEnd } from "./use-axis-end.ts";
import { NARROW, useMedia } from "../ui/use-media.ts";
import { useStepsGrid } from "./use-steps-grid.ts";
import { useWidth } from "./use-width.ts";

/** 24 edge, 224 name, 124 status, 76 duration, 20 gap. */
const PLOT_LEFT = 468;
const NARROW_EDGE = 16;

export interface TimelineProps {
  /** All steps, for links between them; `rows` are those the filters leave. */
  readonly steps: readonly Step[];
  readonly rows: readonly Step[];
  readonly frame: Frame | undefined;
  readonly decisions: readonly Decision[];
  /** `at 1:36` when the state is only the last one seen. */
  readonly seenAt: string | undefined;
  readonly clockOffsetMs: number;
  readonly selectedKey: string | undefined;
  readonly onSelect: (key: string, how: { isQuiet: boolean }) => void;
}

const NO_FRAME: Frame = { startAt: 0, edge: { kind: "ended", at: 1 } };

export function Timeline(props: TimelineProps) {
  const { steps, rows, decisions, clockOffsetMs, selectedKey, onSelect, seenAt } = props;
  const frame = props.frame ?? NO_FRAME;
  const isNarrow = useMedia(NARROW);
  const [width, widthRef] = useWidth();
  const [isUnfolded, setUnfolded] = useState(false);
  const axisEnd = useAxisEnd(frame, clockOffsetMs);
  const rowHeight = isNarrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT;
  const { shown, active, onKeyDown, onClick, watchBody } = useStepsGrid({ rows, rowHeight, selectedKey, onSelect });

  const { edge, startAt } = frame;
  const fold = edge.kind === "ended" ? findFold(steps.filter(isWaitStep), startAt, axisEnd) : undefined;
  const plotWidth = isNarrow ? width - 2 * NARROW_EDGE : width - PLOT_LEFT - rightMargin(frame);
  const scale = makeScale(startAt, axisEnd, props.frame ? Math.max(0, plotWidth) : 0, isUnfolded ? undefined : fold);
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const brackets = findBrackets(rows);
  const selectedIndex = rows.findIndex((step) => step.key === selectedKey);
  const selected = rows[selectedIndex];
  const before = selected && predecessorOf(selected, byKey);
  const noteContext = { byKey, decisions, edge };
  const completed = steps.filter((step) => step.phase === "succeeded").length;

  return (
    <div
      role="treegrid"
      aria-label="Steps"
      aria-rowcount={rows.length + 1}
      ref={widthRef}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div
        role="row"
        aria-rowindex={1}
        className="sticky top-12 z-2 flex h-8 items-center border-b border-line bg-canvas px-4 text-12 text-ink-3 min-[720px]:h-7 min-[720px]:pr-0 min-[720px]:pl-6"
      >
        {isNarrow ? (
          <>
            <span role="columnheader" className="flex-1">
              Steps
            </span>
            <span role="columnheader">
              {completed} of {steps.length} completed
            </span>
          </>
        ) : (
          <>
            <span role="columnheader" className="w-[224px]">
              Step
            </span>
            <span role="columnheader" className="w-[124px]">
              Status
            </span>
            <span role="columnheader" className="w-[76px] text-right">
              Duration
            </span>
            <span role="columnheader" aria-label="Time" className="relative ml-5 h-full flex-1 text-11">
              {scale.width > 0 && (
                <Axis
                  scale={scale}
                  edge={edge}
                  clockOffsetMs={clockOffsetMs}
                  isUnfolded={isUnfolded}
                  onFold={fold && (() => setUnfolded(!isUnfolded))}
                />
              )}
            </span>
          </>
        )}
      </div>
      <NowFrame
        scale={scale}
        edge={edge}
        clockOffsetMs={clockOffsetMs}
        plotLeft={isNarrow ? undefined : PLOT_LEFT}
        height={rows.length * rowHeight}
      >
        <div ref={watchBody} className="absolute inset-0">
          {selected && (
            <div
              aria-hidden="true"
              className="absolute inset-x-0 bg-selected"
              style={{ top: selectedIndex * rowHeight, height: rowHeight }}
            />
          )}
          {!isNarrow && <GridLines scale={scale} edge={edge} clockOffsetMs={clockOffsetMs} plotLeft={PLOT_LEFT} />}
          {shown.map((index) => {
            const step = rows[index];
            if (!step) return null;
            const row = {
              step,
              index,
              scale,
              seenAt,
              clockOffsetMs,
              isSelected: step.key === selectedKey,
              isActive: index === active,
            };
            return isNarrow ? (
              <NarrowRow key={step.key} {...row} />
            ) : (
              <TimelineRow key={step.key} {...row} note={noteOf(step, noteContext)} bracket={brackets.get(step.key)} />
            );
          })}
          {!isNarrow && <FoldBreak scale={scale} plotLeft={PLOT_LEFT} />}
          {!isNarrow && selected && before && (
            <StepLink
              from={rows.indexOf(before)}
              to={selectedIndex}
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

/** Room right of the last moment, for notes beside the last bars; a live run has its future there. */
function rightMargin({ edge }: Frame): number {
  if (edge.kind === "ended") return 40;
  return edge.kind === "seen" && edge.endedAt !== undefined ? 72 : 0;
}
