/**
 * The one lossless JSON reader. Everything that enters Runlight as JSON text goes through it, on the server and in
 * the page: numbers keep the digits they were written with, duplicate and `__proto__` keys stay, any depth is read
 * without recursion, and every value knows the exact text it was read from.
 */
import { runAtOnce, type Steps } from "./slices.ts";

/** A JSON number exactly as written: `1240.00` stays `1240.00`, 9007199254740993 keeps its last digit. */
export class JsonNumber {
  readonly raw: string;
  constructor(raw: string) {
    this.raw = raw;
  }
  /** The nearest double; may be less exact than `raw`. */
  get value(): number {
    return Number(this.raw);
  }
}

/** A value's place in the text it was read from: `text.slice(start, end)` is exactly the value. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface JsonItem extends Span {
  readonly value: Json;
}

export interface JsonEntry extends Span {
  readonly key: string;
  readonly value: Json;
}

export class JsonArray {
  readonly items: readonly JsonItem[];
  constructor(items: readonly JsonItem[]) {
    this.items = items;
  }
}

export class JsonObject {
  /** In the order sent, duplicates included. */
  readonly entries: readonly JsonEntry[];
  constructor(entries: readonly JsonEntry[]) {
    this.entries = entries;
  }
  /** The value of the last entry with this key, as JSON.parse would choose; undefined when there is none. */
  get(key: string): Json | undefined {
    for (let i = this.entries.length - 1; i >= 0; i--) {
      const entry = this.entries[i];
      if (entry?.key === key) return entry.value;
    }
    return undefined;
  }
}

export type Json = null | boolean | string | JsonNumber | JsonArray | JsonObject;

/** The text is not JSON (RFC 8259). `at` is the offset in UTF-16 units where reading stopped. */
export class JsonError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(`${message} at offset ${at}`);
    this.name = "JsonError";
    this.at = at;
  }
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const PLAIN = /"[^"\\\u0000-\u001f]*"/y;

function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** Offset of the next character that is not JSON white space. */
export function skipSpace(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code > 32 ? at : matchAt(SPACE, text, at);
}

/** UTF-16 units of a text with escapes that are read in one step. */
const LONG = 131_072;
/** Values read in one step, less one; a power of two, less one. */
const VALUES_MASK = 1_023;

/**
 * Offset after the closing quote. Escapes are only checked. Once `until` is passed, the offset where to go on, negated;
 * it never cuts an escape in two. One step per escape-free stretch keeps the engine's backtracking stack flat.
 */
function scanString(text: string, from: number, until: number): number {
  let i = from;
  for (;;) {
    if (i >= until) return -i;
    const code = text.charCodeAt(i);
    if (code === 34) return i + 1;
    if (code === 92) {
      const next = text.charCodeAt(i + 1);
      if (next === 117) {
        if (!/^[0-9a-fA-F]{4}$/.test(text.slice(i + 2, i + 6))) throw new JsonError("Bad \\u escape", i);
        i += 6;
      } else if (next === 34 || next === 92 || next === 47 || "bfnrt".includes(String.fromCharCode(next))) i += 2;
      else throw new JsonError("Bad escape", i);
    } else if (code >= 32) i++;
    else throw new JsonError(Number.isNaN(code) ? "Unclosed string" : "Control character in a string", i);
  }
}

function stringEnd(text: string, at: number, until: number): number {
  const plain = matchAt(PLAIN, text, at);
  return plain >= 0 ? plain : scanString(text, at + 1, until);
}

/** Steps over a long text with escapes; its value is decoded piece by piece. Yields how far it got. */
function* readLongString(text: string, at: number, isBuilding: boolean): Steps<{ end: number; value: string }> {
  let value = "";
  for (let from = at + 1; ;) {
    const scanned = scanString(text, from, from + LONG);
    const to = scanned > 0 ? scanned - 1 : -scanned;
    // Halves of a character in two pieces meet again in the joined text.
    if (isBuilding) value += JSON.parse(`"${text.slice(from, to)}"`) as string;
    if (scanned > 0) return { end: scanned, value };
    from = to;
    yield from;
  }
}

/** `entries` of an object, `items` of an array; while only checking, both stay empty and shared. */
interface Frame {
  readonly start: number;
  readonly isObject: boolean;
  readonly entries: JsonEntry[];
  readonly items: JsonItem[];
  key: string;
}

const NO_ENTRIES: JsonEntry[] = [];
const NO_ITEMS: JsonItem[] = [];

/**
 * Reads one JSON text. Throws JsonError on anything RFC 8259 does not allow, trailing text included.
 * A leading byte order mark is skipped, as RFC 8259 section 8.1 permits. Linear time, no recursion.
 */
export function readJson(text: string): Json {
  return runAtOnce(walk(text, true));
}

/** As readJson, in steps of well under a millisecond: each yields how far in the text it got, in UTF-16 units. */
export function readJsonInSteps(text: string): Steps<Json> {
  return walk(text, true);
}

/** Throws what readJson throws, and builds nothing: for a text that is only passed on or split. */
export function checkJson(text: string): void {
  runAtOnce(walk(text, false));
}

/**
 * As checkJson, for one value that begins at `at` of a longer text, in steps like those of readJsonInSteps. Returns the
 * offset after it.
 */
export function* checkValueInSteps(text: string, at: number): Steps<number> {
  // Most values of a list are passed in one go.
  const code = text.charCodeAt(at);
  if (code === 34) {
    const end = stringEnd(text, at, at + LONG);
    if (end > 0) return end;
  } else if (code !== 123 && code !== 91) return scalarEnd(text, at, code);
  const place = { at };
  yield* walk(text, false, place);
  return place.at;
}

/** The key at `at` of an object, and where its value begins. Throws as readJson. */
export function valueAfterKey(text: string, at: number): { readonly key: string; readonly at: number } {
  const frame: Frame = { start: at, isObject: true, entries: NO_ENTRIES, items: NO_ITEMS, key: "" };
  const value = readKey(text, at, frame, true);
  return { key: frame.key, at: value };
}

/** `place`: of one value within the text, and afterwards of its end; without it the value is all of the text. */
function* walk(text: string, isBuilding: boolean, place?: { at: number }): Steps<Json> {
  const stack: Frame[] = [];
  let count = 0;
  let at = place ? place.at : skipSpace(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  for (;;) {
    // A value begins at `at`.
    const start = at;
    let value: Json;
    const code = text.charCodeAt(at);
    if (code === 123 || code === 91) {
      const isObject = code === 123;
      at = skipSpace(text, at + 1);
      if (text.charCodeAt(at) === (isObject ? 125 : 93)) {
        value = isObject ? new JsonObject([]) : new JsonArray([]);
        at++;
      } else {
        const entries = isObject && isBuilding ? [] : NO_ENTRIES;
        const items = !isObject && isBuilding ? [] : NO_ITEMS;
        const frame: Frame = { start, isObject, entries, items, key: "" };
        stack.push(frame);
        if (isObject) at = readKey(text, at, frame, isBuilding);
        if ((++count & VALUES_MASK) === 0) yield at;
        continue;
      }
    } else {
      const end = code === 34 ? stringEnd(text, at, at + LONG) : scalarEnd(text, at, code);
      if (end < 0) {
        const long = yield* readLongString(text, at, isBuilding);
        value = long.value;
        at = long.end;
      } else {
        value = isBuilding ? scalar(text, at, end, code) : null;
        at = end;
      }
    }
    // Close every container that ends here.
    let from = start;
    for (;;) {
      if ((++count & VALUES_MASK) === 0) yield at;
      const frame = stack[stack.length - 1];
      if (!frame) {
        if (place) {
          place.at = at;
          return value;
        }
        at = skipSpace(text, at);
        if (at < text.length) throw new JsonError("Text after the end of the value", at);
        return value;
      }
      if (isBuilding) {
        if (frame.isObject) frame.entries.push({ key: frame.key, value, start: from, end: at });
        else frame.items.push({ value, start: from, end: at });
      }
      at = skipSpace(text, at);
      const next = text.charCodeAt(at);
      if (next === 44) {
        at = skipSpace(text, at + 1);
        if (frame.isObject) at = readKey(text, at, frame, isBuilding);
        break;
      }
      if (next !== (frame.isObject ? 125 : 93)) throw new JsonError("Expected a comma or the end", at);
      at++;
      if (isBuilding) value = frame.isObject ? new JsonObject(frame.entries) : new JsonArray(frame.items);
      from = frame.start;
      stack.pop();
    }
  }
}

function readKey(text: string, at: number, frame: Frame, isBuilding: boolean): number {
  if (text.charCodeAt(at) !== 34) throw new JsonError("Expected a key", at);
  const end = stringEnd(text, at, Number.POSITIVE_INFINITY);
  if (isBuilding) frame.key = scalar(text, at, end, 34) as string;
  const colon = skipSpace(text, end);
  if (text.charCodeAt(colon) !== 58) throw new JsonError("Expected a colon", colon);
  return skipSpace(text, colon + 1);
}

function scalarEnd(text: string, at: number, code: number): number {
  if (code === 45 || (code >= 48 && code <= 57)) {
    const end = matchAt(NUMBER, text, at);
    if (end > at) return end;
  }
  for (const word of ["true", "false", "null"]) if (text.startsWith(word, at)) return at + word.length;
  throw new JsonError(Number.isNaN(code) ? "Unexpected end" : "Unexpected character", at);
}

function scalar(text: string, at: number, end: number, code: number): Json {
  if (code === 34) {
    const inner = text.slice(at + 1, end - 1);
    return inner.includes("\\") ? (JSON.parse(text.slice(at, end)) as string) : inner;
  }
  if (code === 116) return true;
  if (code === 102) return false;
  if (code === 110) return null;
  return new JsonNumber(text.slice(at, end));
}
