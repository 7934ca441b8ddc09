/** Times and durations as people and platforms write them: read exactly, or not at all. */
import { type Json, JsonNumber } from "./json.ts";

// Zero values ("0001-01-01…", epoch 0) and microseconds taken for milliseconds fall outside.
const EARLIEST = Date.UTC(1971, 0, 1);
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const SECONDS_BELOW = 1e11;

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,30}))?)?(?: ?([Zz])|([+-])(\d\d)(?::?(\d\d))?)?)?$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/**
 * Epoch ms of an ISO 8601 date-time (without an offset: UTC), of epoch seconds (below 1e11) or of epoch milliseconds.
 * Undefined for anything else and for times before 1971 or after 9999. Fractions finer than 1 ms are cut off.
 */
export function readTime(value: Json | number | undefined): number | undefined {
  if (typeof value === "string") return readIso(value);
  const number = value instanceof JsonNumber ? value.value : value;
  if (typeof number !== "number") return undefined;
  return inRange(Math.round(number < SECONDS_BELOW ? number * 1_000 : number));
}

function inRange(at: number): number | undefined {
  return at >= EARLIEST && at <= LATEST ? at : undefined;
}

// The usual form; days past the 28th are left to the careful way, because engines accept 30 February.
const USUAL = /^\d{4}-\d\d-(?:[01]\d|2[0-8])T(?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d{3})?Z$/;

function readIso(text: string): number | undefined {
  if (USUAL.test(text)) {
    const at = Date.parse(text);
    return Number.isNaN(at) ? undefined : inRange(at);
  }
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const [hour, minute, second] = [Number(match[4] ?? 0), Number(match[5] ?? 0), Number(match[6] ?? 0)];
  const isLeap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = (DAYS[month - 1] ?? 0) + (isLeap ? 1 : 0);
  if (day < 1 || day > days || hour > 23 || minute > 59 || second > 59) return undefined;
  const [offsetHour, offsetMinute] = [Number(match[10] ?? 0), Number(match[11] ?? 0)];
  if (offsetHour > 23 || offsetMinute > 59) return undefined;
  const ms = match[7] ? Number(match[7].slice(0, 3).padEnd(3, "0")) : 0;
  const offset = (offsetHour * 60 + offsetMinute) * (match[9] === "-" ? -60_000 : 60_000);
  return inRange(Date.UTC(year, month - 1, day, hour, minute, second, ms) - offset);
}

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ...each(["ns"], 1e-6),
  ...each(["us", "µs", "μs"], 1e-3),
  ...each(["ms", "msec", "msecs", "millisecond", "milliseconds"], 1),
  ...each(["s", "sec", "secs", "second", "seconds"], 1_000),
  ...each(["m", "min", "mins", "minute", "minutes"], 60_000),
  ...each(["h", "hr", "hrs", "hour", "hours"], 3_600_000),
  ...each(["d", "day", "days"], 86_400_000),
]);

function each(words: readonly string[], ms: number): [string, number][] {
  return words.map((word) => [word, ms]);
}

const ISO_DURATION =
  /^P(?=.)(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?=\d)(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;
const PART = /(\d+(?:\.\d+)?) ?([a-zµμ]+)(?:, ?| )?/y;

/**
 * Milliseconds of a duration with its unit: "3.2s", "250 ms", "1h2m3.5s", "PT1.2S", "P1DT2H". Undefined for a bare
 * number, for years and months (their length is not fixed), and for anything else.
 */
export function readDuration(text: string): number | undefined {
  if (text.length > 100) return undefined;
  const iso = ISO_DURATION.exec(text);
  if (iso) {
    const [weeks, days, hours, minutes, seconds] = iso.slice(1).map((part) => Number(part ?? 0));
    const wholeDays = (weeks ?? 0) * 7 + (days ?? 0);
    return tidy(((wholeDays * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60_000 + (seconds ?? 0) * 1_000);
  }
  const lower = text.trim().toLowerCase();
  let total = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < lower.length) {
    const part = PART.exec(lower);
    if (!part) return undefined;
    total += Number(part[1]) * (UNIT_MS.get(String(part[2])) ?? Number.NaN);
  }
  return lower === "" ? undefined : tidy(total);
}

/** Undoes the binary noise of `1.1 * 1000`; keeps microseconds. */
function tidy(ms: number): number | undefined {
  return Number.isFinite(ms) ? Math.round(ms * 1e6) / 1e6 : undefined;
}
