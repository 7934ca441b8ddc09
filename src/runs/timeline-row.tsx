/** One step on the timeline: name, status, duration, bar and note. Renders only when its step or the scale changes. */
import type { Step } from "../contract/step.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { StatusWord } from "../ui/status.tsx";
import { formatDuration } from "../ui/time.tsx";
import { RunningTime } from "./running-time.tsx";
import { isOpenStep, labelOf, rowName } from "./step-label.ts";
import type { StepNote } from "./step-note.ts";
import { piecesOf } from "./timeline-bars.ts";
import { PieceBar } from "./timeline-piece.tsx";
import type { Bracket } from "./timeline-rows.ts";
import { type Scale, xOf } from "./timeline-scale.ts";

export const ROW_HEIGHT = 36;
export const NARROW_ROW_HEIGHT = 48;
/** A state of the past is neither accent nor moving. */
export const PAST_STATE = "[&_svg]:text-idle [&_.spin-arc]:animate-none";

export interface RowProps {
  readonly step: Step;
  /** From 0, among the shown rows. */
  readonly index: number;
  readonly scale: Scale;
  readonly note: StepNote | undefined;
  readonly bracket: Bracket | undefined;
  readonly isSelected: boolean;
  readonly isActive: boolean;
  /** `at 1:36` when the state is only the last one seen. */
  readonly seenAt: string | undefined;
  readonly clockOffsetMs: number;
}

export function TimelineRow(props: RowProps) {
  const { step, index, bracket, isSelected, isActive, seenAt } = props;
  const hasRun = step.startedAt !== undefined || step.phase === "running" || step.phase === "waiting";
  return (
    <div
      role="row"
      id={`step-row-${index}`}
      data-index={index}
      aria-label={rowName(step, seenAt)}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      tabIndex={isActive ? 0 : -1}
      className={`absolute inset-x-0 flex h-9 cursor-pointer scroll-mt-20 items-center pl-6 text-13 focus-visible:z-1 focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent ${isSelected ? "" : "hover:bg-ink/[0.03]"} ${hasRun ? "text-ink" : "text-ink-3"}`}
      style={{ top: index * ROW_HEIGHT }}
    >
      {isSelected && <span aria-hidden="true" className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
      <NameCell step={step} bracket={bracket} />
      <StatusCell step={step} seenAt={seenAt} />
      <div role="gridcell" className="w-[76px] shrink-0 text-right text-ink-2">
        <StepTime step={step} seenAt={seenAt} clockOffsetMs={props.clockOffsetMs} />
      </div>
      <div role="gridcell" className="relative ml-5 h-full min-w-0 flex-1">
        <Bars {...props} />
      </div>
    </div>
  );
}

export function StatusCell({ step, seenAt }: { step: Step; seenAt: string | undefined }) {
  const isLastSeen = seenAt !== undefined && isOpenStep(step);
  return (
    <div role="gridcell" className={`flex w-[124px] shrink-0 items-center text-12 ${isLastSeen ? PAST_STATE : ""}`}>
      <StatusWord
        phase={step.phase}
        word={isLastSeen ? `${labelOf(step)} ${seenAt}` : labelOf(step)}
        isQuiet={isLastSeen || isQuiet(step)}
      />
    </div>
  );
}

const isQuiet = ({ phase }: Step) =>
  phase === "succeeded" || phase === "cancelled" || phase === "skipped" || phase === "pending";

export function StepTime({ step, seenAt, clockOffsetMs }: Pick<RowProps, "step" | "seenAt" | "clockOffsetMs">) {
  if (step.durationMs !== undefined) return formatDuration(step.durationMs);
  if (seenAt !== undefined || !isOpenStep(step) || step.startedAt === undefined) return null;
  return <RunningTime fromAt={step.startedAt} clockOffsetMs={clockOffsetMs} />;
}

function NameCell({ step, bracket }: { step: Step; bracket: Bracket | undefined }) {
  return (
    <div role="gridcell" className={`flex w-[224px] shrink-0 items-center gap-2 pr-3 ${bracket ? "pl-5" : ""}`}>
      <span className="truncate">
        {bracket && <BracketLine bracket={bracket} />}
        <AgentText text={step.title} />
      </span>
      {step.attempts.length > 1 && <span className="shrink-0 text-11 text-ink-3">{step.attempts.length} attempts</span>}
      {step.iteration?.total !== undefined && (
        <span className="shrink-0 text-11 text-ink-3">
          {step.iteration.index + 1}/{step.iteration.total}
        </span>
      )}
    </div>
  );
}

function BracketLine({ bracket }: { bracket: Bracket }) {
  const top = bracket === "first" ? "-top-1.5" : "top-0";
  const bottom = bracket === "last" ? "bottom-1/2" : "bottom-0";
  return (
    <span aria-hidden="true">
      <span className={`absolute left-[26px] w-px bg-line-strong ${top} ${bottom}`} />
      <span className="absolute top-1/2 left-[26px] h-px w-2 bg-line-strong" />
    </span>
  );
}

function Bars({ step, scale, note, isSelected, seenAt }: RowProps) {
  const pieces = piecesOf(step);
  const last = pieces[pieces.length - 1];
  if (scale.width === 0) return null;
  return (
    <>
      {pieces.map((piece) => (
        <PieceBar key={`${piece.kind}${piece.fromAt}`} piece={piece} scale={scale} isKnown={seenAt === undefined} />
      ))}
      {note && (
        <Note
          note={note}
          scale={scale}
          isSelected={isSelected}
          bar={pieces[0] && last ? { fromAt: pieces[0].fromAt, toAt: last.toAt } : undefined}
        />
      )}
    </>
  );
}

/** Px of a text at 11 px, roughly; it only decides on which side of a bar a note stands. */
const noteWidth = (text: string) => text.length * 5.6 + 8;

function Note(props: {
  note: StepNote;
  scale: Scale;
  isSelected: boolean;
  bar: { fromAt: number; toAt: number | undefined } | undefined;
}) {
  const { note, scale, isSelected, bar } = props;
  let place: { left?: string | number; right?: string };
  if (note.place === "edge" || (note.place === "bar" && !bar)) place = { right: "calc(100% - var(--now) + 12px)" };
  else {
    const endAt = note.place === "bar" ? bar?.toAt : note.place;
    const end = endAt === undefined ? undefined : xOf(scale, Number(endAt));
    const start = xOf(scale, bar?.fromAt ?? Number(endAt));
    if (end === undefined) place = { left: "calc(var(--now) + 8px)" };
    else if (end + noteWidth(note.text) <= scale.width + 32 || start < noteWidth(note.text)) place = { left: end + 8 };
    else place = { right: `calc(100% - ${start - 8}px)` };
  }
  return (
    <span
      className={`absolute top-1/2 max-w-full -translate-y-1/2 truncate text-11 text-ink-3 ${isSelected ? "bg-selected" : note.place === "bar" && bar && bar.toAt === undefined ? "bg-future" : "bg-canvas"}`}
      style={place}
    >
      <AgentText text={note.text} />
    </span>
  );
}
