/** When a node was queued, began and ended, and how long it took: from its own fields, or those inside its state. */
import { type Part, scalarAt } from "./json-parts.ts";
import { JsonNumber } from "./json.ts";
import type { NodeFields } from "./node-fields.ts";
import type { Slot } from "./node-keys.ts";
import type { Step } from "./step.ts";
import { fold } from "./step-words.ts";
import { readDuration, readTime } from "./times.ts";

// A bare `duration` counts as ms or s when it agrees with end − start this closely; under 5 ms it may be off by 0.5 ms.
const AGREEMENT = 0.1;
const ROUNDING_MS = 0.5;
const NOTE_LONGEST = 60;
// 300 years: no duration, but a number that means something else.
const LONGEST_MS = 1e13;

type Times = "queuedAt" | "startedAt" | "endedAt" | "durationMs" | "durationFrom";
type Timed = { -readonly [Key in Times]?: Step[Key] } & Pick<Step, "phase">;

/** Consumes the time fields. `inside`: the object a `state` key holds, for what the node itself does not say. */
export function putTimes(times: Timed, fields: NodeFields, inside: NodeFields | undefined): void {
  const { phase } = times;
  const queuedAt = takeTime(fields, "queued");
  let startedAt = takeTime(fields, "start", (part) => phase !== "pending" || fold(part.key) !== "createdat");
  // What is still pending has been created, not started.
  const createdAt = startedAt === undefined && phase === "pending" ? takeTime(fields, "start") : undefined;
  let endedAt = takeTime(fields, "end");
  if (inside) {
    startedAt ??= takeTime(inside, "start");
    endedAt ??= takeTime(inside, "end");
  }
  const waitedFrom = queuedAt ?? createdAt;
  if (waitedFrom !== undefined) times.queuedAt = waitedFrom;
  if (startedAt !== undefined) times.startedAt = startedAt;
  if (endedAt !== undefined) times.endedAt = endedAt;
  const span = startedAt !== undefined && endedAt !== undefined ? endedAt - startedAt : undefined;
  const sent = takeDuration(fields, span) ?? (inside && takeDuration(inside, span));
  if (span !== undefined && span < 0) fields.notes.push("It ended before it started, as sent; no duration is shown.");
  const durationMs = sent ?? (span !== undefined && span >= 0 ? span : undefined);
  if (durationMs !== undefined) {
    times.durationMs = durationMs;
    times.durationFrom = sent === undefined ? "times" : "sent";
  }
}

function takeTime(fields: NodeFields, slot: Slot, isWanted?: (part: Part) => boolean): number | undefined {
  return fields.take(slot, (part) => {
    if (isWanted && !isWanted(part)) return undefined;
    const value = scalarAt(fields.text, part);
    const at = readTime(value);
    if (at === undefined && ((typeof value === "string" && value !== "") || value instanceof JsonNumber)) {
      const raw = typeof value === "string" ? value : value.raw;
      const shown = raw.length > NOTE_LONGEST ? `${raw.slice(0, NOTE_LONGEST)}…` : raw;
      const note = `${part.key}: “${shown}” is not a time that can be read.`;
      if (!fields.notes.includes(note)) fields.notes.push(note);
    }
    return at;
  });
}

function takeDuration(fields: NodeFields, span: number | undefined): number | undefined {
  const take = (slot: Slot, read: (number: number) => number | undefined) =>
    fields.take(slot, (part) => {
      const value = scalarAt(fields.text, part);
      let ms = typeof value === "string" ? readDuration(value) : undefined;
      if (value instanceof JsonNumber && value.value >= 0) ms = read(value.value);
      return ms !== undefined && ms <= LONGEST_MS ? ms : undefined;
    });
  return (
    take("durationMs", (ms) => ms) ??
    take("durationSeconds", (s) => inMs(s)) ??
    take("duration", (number) => {
      if (span === undefined || span < 0) return undefined;
      return [number, inMs(number)].find((ms) => Math.abs(ms - span) <= Math.max(span * AGREEMENT, ROUNDING_MS));
    })
  );
}

function inMs(seconds: number): number {
  return Math.round(seconds * 1e9) / 1e6;
}
