/** Where a note stands beside its bar and how wide it may get, so that what does not fit ends in an ellipsis. Pure. */
import type { StepNote } from "./step-note.ts";
import { type Scale, xOf } from "./timeline-scale.ts";

/** Px between a bar and its note, and between a note and the line of now. */
const GAP = 8;
const NOW_GAP = 12;
/** Px of the duration's column and the gap beside it, which are empty where a step has not started. */
const NO_DURATION = 96;

/** Px of a text at 11 px, roughly; it only decides on which side of a bar a note stands. */
const widthOf = (text: string) => text.length * 5.6 + GAP;

/** Style of a note in its plot; `--now` is where knowledge ends. */
export interface NotePlace {
  readonly left?: string | number;
  readonly right?: string;
  readonly maxWidth: string | number;
}

/** `bar`: from its start to its end, epoch ms, an end that is open undefined. `room`: px right of the scale's end. */
export function placeNote(
  note: StepNote,
  bar: { readonly fromAt: number; readonly toAt: number | undefined } | undefined,
  scale: Scale,
  room: number,
): NotePlace {
  const most = scale.width + Math.max(0, room - GAP);
  const endAt = note.place === "bar" ? bar?.toAt : note.place;
  if (note.place === "edge" || (note.place === "bar" && !bar))
    return {
      right: `calc(100% - var(--now) + ${NOW_GAP}px)`,
      maxWidth: `calc(var(--now) + ${NO_DURATION - NOW_GAP}px)`,
    };
  if (typeof endAt !== "number")
    return { left: `calc(var(--now) + ${GAP}px)`, maxWidth: `calc(${most - GAP}px - var(--now))` };
  const end = xOf(scale, endAt) + GAP;
  const start = Math.max(0, xOf(scale, bar?.fromAt ?? endAt) - GAP);
  const width = widthOf(note.text) - GAP;
  if (end + width <= most || start < Math.min(width, most - end))
    return { left: end, maxWidth: Math.max(0, most - end) };
  return { right: `calc(100% - ${start}px)`, maxWidth: start };
}
