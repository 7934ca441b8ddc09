/** The few words beside a step's bar. Come after the first view: they stand over the plot and move nothing. */
import { AgentText } from "../ui/agent-text.tsx";
import { placeNote } from "./note-place.ts";
import type { StepNote } from "./step-note.ts";
import type { Scale } from "./timeline-scale.ts";

export { noteOf } from "./step-note.ts";

interface Props {
  readonly note: StepNote;
  /** From its start to its end, epoch ms; an end that is open undefined. */
  readonly bar: { readonly fromAt: number; readonly toAt: number | undefined } | undefined;
  readonly scale: Scale;
  /** Px right of the scale's end. */
  readonly room: number;
  readonly isSelected: boolean;
}

export function TimelineNote({ note, bar, scale, room, isSelected }: Props) {
  const isOverFuture = note.place === "bar" && bar !== undefined && bar.toAt === undefined;
  const behind = isSelected ? "bg-selected" : isOverFuture ? "bg-future" : "bg-canvas";
  return (
    <span
      // Above the strip that stands for a folded stretch of time.
      className={`absolute top-1/2 z-1 -translate-y-1/2 truncate text-11 text-ink-3 ${behind}`}
      style={placeNote(note, bar, scale, room)}
    >
      <AgentText text={note.text} />
    </span>
  );
}
