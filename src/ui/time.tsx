/** Times and durations as people read them, in the time mode they picked. */
import { useNow } from "./now.ts";
import { getTimeMode, type TimeMode, useTimeMode } from "./time-mode.ts";

export { useNow };

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = (value: number) => String(value).padStart(2, "0");

/** Fields of a moment on the wall clock of a mode. */
function wall(at: number, mode: TimeMode) {
  // A date moved by its offset reads as local time through its UTC fields.
  const date = new Date(mode === "utc" ? at : at - new Date(at).getTimezoneOffset() * MINUTE);
  return {
    year: date.getUTCFullYear(),
    month: MONTHS[date.getUTCMonth()] ?? "",
    day: date.getUTCDate(),
    weekday: WEEKDAYS[date.getUTCDay()] ?? "",
    clock: `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`,
    dayNumber: Math.floor(date.getTime() / DAY),
  };
}

/** `11:31:23`, or `09:31:23 UTC`. `at` in epoch ms, here and below. */
export function formatClock(at: number, mode: TimeMode = getTimeMode()): string {
  const { clock } = wall(at, mode);
  return mode === "utc" ? `${clock} UTC` : clock;
}

/** `12 Jun`, with the year when it is not this one. */
export function formatDate(at: number, mode: TimeMode = getTimeMode(), now: number = Date.now()): string {
  const { day, month, year } = wall(at, mode);
  return year === wall(now, mode).year ? `${day} ${month}` : `${day} ${month} ${year}`;
}

/** `11:30:17` today, `12 Jun, 10:30:00` on another day. */
export function formatMoment(at: number, mode: TimeMode = getTimeMode(), now: number = Date.now()): string {
  const clock = formatClock(at, mode);
  return wall(at, mode).dayNumber === wall(now, mode).dayNumber ? clock : `${formatDate(at, mode, now)}, ${clock}`;
}

/** The day a moment falls on: `Today` or `Yesterday`, and `Friday 12 June` beside it. */
export function dayOf(
  at: number,
  now: number,
  mode: TimeMode = getTimeMode(),
): { key: number; near: string; date: string } {
  const { dayNumber, weekday } = wall(at, mode);
  const days = wall(now, mode).dayNumber - dayNumber;
  const near = days === 0 ? "Today" : days === 1 ? "Yesterday" : "";
  return { key: dayNumber, near, date: `${weekday} ${formatDate(at, mode, now)}` };
}

/** `12 ms`, `0.82 s`, `41.6 s`, `1 min 58 s`, `24 h 00 min`, `6 d 4 h`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return "";
  if (ms < 0) return `-${formatDuration(-ms)}`;
  if (ms < 100) return `${Math.round(ms)} ms`;
  if (ms < 995) return `${(ms / SECOND).toFixed(2)} s`;
  if (ms < MINUTE - 50) return `${(ms / SECOND).toFixed(1)} s`;
  const seconds = Math.round(ms / SECOND);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
  const hours = Math.round(ms / HOUR);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Time left: `14:02`, `3 h 12 min`, `6 d 4 h`. Rounded up, so that `0:00` means over. */
export function formatCountdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
  return `${Math.floor(minutes / 1_440)} d ${Math.floor((minutes % 1_440) / 60)} h`;
}

/** `now`, `12 s ago`, `2 min ago`, `1 h ago`, `3 d ago`; `in 2 min` for what is to come. */
export function formatAgo(at: number, now: number): string {
  const ms = now - at;
  if (ms < 0) return ms > -SECOND ? "now" : `in ${coarse(-ms)}`;
  return ms < SECOND ? "now" : `${coarse(ms)} ago`;
}

function coarse(ms: number): string {
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)} h`;
  return `${Math.floor(ms / DAY)} d`;
}

/** Both clocks in full, for titles. */
export function formatBoth(at: number): string {
  const local = wall(at, "local");
  return `${local.day} ${local.month} ${local.year}, ${local.clock} local\n${new Date(at).toISOString()}`;
}

/** A moment, epoch ms: the day too when it is not today, or how long ago, as the person picked. */
export function Clock({ at }: { at: number }) {
  const mode = useTimeMode();
  const now = useNow(mode === "relative" ? 1_000 : 60_000);
  // Years beyond 9999 and the like cannot be written as ISO and are no times of a run.
  if (Number.isNaN(new Date(at).getTime())) return null;
  return (
    <time dateTime={new Date(at).toISOString()} title={formatBoth(at)} className="whitespace-nowrap">
      {mode === "relative" ? formatAgo(at, now) : formatMoment(at, mode, now)}
    </time>
  );
}
