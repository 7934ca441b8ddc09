/**
 * One step on the timeline: name, status, duration, bar and note. Renders only when its step or the scale changes. Its
 * parts are functions, not components: of what React makes at the first view half stands in the rows.
 */
import { memo } from "react";
import type { Phase, Step } from "../contract/step.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { statusIcon } from "../ui/status.tsx";
import { formatDuration } from "../ui/time.tsx";
import { RunningTime } from "./running-time.tsx";
import { isOpenStep, labelOf, rowName } from "./step-label.ts";
import type { StepNote } from "./step-note.ts";
import type { StepRow } from "./steps-rows.ts";
import { nameCell } from "./timeline-name.tsx";
import { piecesOf } from "./timeline-bars.ts";
import type { TimelineNote } from "./timeline-note.tsx";
import { pieceBar } from "./timeline-piece.tsx";
import type { Bracket } from "./timeline-rows.ts";
import { isSameRow } from "./timeline-same.ts";
import { type Scale, xOf } from "./timeline-scale.ts";

/** A state of the past is neither accent nor moving. */
export const PAST_STATE = "[&_svg]:text-idle [&_.spin-arc]:animate-none";

export interface RowProps {
  readonly row: StepRow;
  /** From 0, among the shown rows. */
  readonly index: number;
  /** Px. */
  readonly rowHeight: number;
  readonly scale: Scale;
  /** Px right of the scale's end, for notes. */
  readonly room: number;
  readonly note: StepNote | undefined;
  /** What draws it; comes after the first view. */
  readonly Note: typeof TimelineNote | undefined;
  readonly bracket: Bracket | undefined;
  readonly isSelected: boolean;
  readonly isActive: boolean;
  readonly isCritical: boolean;
  /** `at 1:36` when the state is only the last one seen. */
  readonly seenAt: string | undefined;
  readonly clockOffsetMs: number;
  /** How the plot is moved and clipped when the axis is zoomed. */
  readonly plotClass: string;
}

/** What a row says beside title, status and durations. */
export function rowMarks({ row, isCritical }: Pick<RowProps, "row" | "isCritical">) {
  const { hidden, within } = row;
  return [
    within !== undefined && `in ${within}`,
    hidden && `${hidden.count} steps within, ${hidden.failed} failed`,
    isCritical && "on the critical path",
  ];
}

export const TimelineRow = memo(StepTimelineRow, isSameRow);

function StepTimelineRow(props: RowProps) {
  const { row, index, rowHeight, bracket, isSelected, isActive, isCritical, seenAt } = props;
  const { step } = row;
  const hasRun = step.startedAt !== undefined || step.phase === "running" || step.phase === "waiting";
  return (
    <div
      role="row"
      id={`step-row-${index}`}
      data-index={index}
      aria-label={rowName(step, seenAt, rowMarks(props))}
      aria-rowindex={index + 2}
      aria-level={row.level}
      aria-expanded={row.isOpen}
      aria-selected={isSelected}
      tabIndex={isActive ? 0 : -1}
      className={`absolute inset-x-0 flex cursor-pointer scroll-mt-20 items-center pl-6 text-13 focus-visible:z-1 focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent ${isSelected ? "" : "hover:bg-ink/[0.03]"} ${hasRun ? "text-ink" : "text-ink-3"}`}
      style={{ top: index * rowHeight, height: rowHeight }}
    >
      {isSelected && <span aria-hidden="true" className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
      {nameCell({ row, edge: 24, bracket, isCritical, className: "w-[224px] shrink-0 pr-3" })}
      {statusCell(step, seenAt)}
      <div role="gridcell" className="w-[76px] shrink-0 text-right text-ink-2">
        {stepTime(step, seenAt, props.clockOffsetMs)}
      </div>
      <div role="gridcell" className={`ml-5 h-full min-w-0 flex-1 ${props.plotClass}`}>
        {bars(props)}
      </div>
    </div>
  );
}

export function statusCell(step: Step, seenAt: string | undefined) {
  const isLastSeen = seenAt !== undefined && isOpenStep(step);
  const word = isLastSeen ? `${labelOf(step)} ${seenAt}` : labelOf(step);
  const colour = isLastSeen || isQuiet(step) ? "text-ink-3" : WORD_COLOURS[step.phase];
  return (
    <div
      role="gridcell"
      className={`flex w-[124px] shrink-0 items-center gap-1.5 text-12 ${colour} ${isLastSeen ? PAST_STATE : ""}`}
    >
      {statusIcon(step.phase)}
      {isLastSeen || step.phase === "unknown" ? (
        <span className="truncate">
          <AgentText text={word} />
        </span>
      ) : (
        word
      )}
    </div>
  );
}

/** Of words that do not rest; an unknown word is the server's own. */
const WORD_COLOURS: Partial<Record<Phase, string>> = {
  running: "text-run",
  waiting: "text-wait",
  failed: "text-fail",
  unknown: "text-ink-2",
};

const isQuiet = ({ phase }: Step) =>
  phase === "succeeded" || phase === "cancelled" || phase === "skipped" || phase === "pending";

export function stepTime(step: Step, seenAt: string | undefined, clockOffsetMs: number) {
  if (step.durationMs !== undefined) return formatDuration(step.durationMs);
  if (seenAt !== undefined || !isOpenStep(step) || step.startedAt === undefined) return null;
  return <RunningTime fromAt={step.startedAt} clockOffsetMs={clockOffsetMs} />;
}

function bars({ row, scale, room, note, Note, isSelected, isCritical, seenAt }: RowProps) {
  if (scale.width === 0) return null;
  const pieces = piecesOf(row.step);
  const first = pieces[0];
  const last = pieces[pieces.length - 1];
  const bar = first && last && { fromAt: first.fromAt, toAt: last.toAt };
  const shown = pieces.map((piece) => pieceBar(piece, { scale, isKnown: seenAt === undefined }));
  if (!isCritical && !(note && Note)) return shown;
  return (
    <>
      {shown}
      {note && Note && <Note note={note} bar={bar} scale={scale} room={room} isSelected={isSelected} />}
      {isCritical && bar && <CriticalLine {...bar} scale={scale} />}
    </>
  );
}

/** Under the bar, from its first start to its last end. */
function CriticalLine({ fromAt, toAt, scale }: { fromAt: number; toAt: number | undefined; scale: Scale }) {
  const left = xOf(scale, fromAt);
  const width = toAt === undefined ? `max(3px, calc(var(--now) - ${left}px))` : Math.max(3, xOf(scale, toAt) - left);
  return <span aria-hidden="true" className="absolute top-[calc(50%+11px)] h-0.5 bg-ink-2" style={{ left, width }} />;
}
