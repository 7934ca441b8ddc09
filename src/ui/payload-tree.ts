/**
 * The rows of an opened JSON tree: flat, made without recursion, only of what is open. A value is known by where it
 * starts in the text, which is unique even among duplicate keys.
 */
import { type Json, JsonArray, type JsonEntry, type JsonItem, JsonNumber, JsonObject } from "../contract/json.ts";

export interface Place {
  readonly value: Json;
  readonly start: number;
  readonly end: number;
  /** Key or index in its parent; undefined for the whole. */
  readonly name: string | number | undefined;
}

export interface TreeRow extends Place {
  /** `close` ends an opened container, `text` is one line of an opened string. */
  readonly kind: "value" | "close" | "text";
  readonly depth: number;
  readonly canOpen: boolean;
  readonly isOpen: boolean;
  /** From 1, among its siblings. */
  readonly position: number;
  readonly siblings: number;
  /** Of a `text` row. */
  readonly line?: string;
}

/** Characters of a string that stand in its own row; a longer one can be opened. */
export const STRING_SHOWN = 72;
const LINE_LENGTH = 96;
/** Rows an untouched tree may show. */
const FIRST_ROWS = 48;
const INLINE_LENGTH = 56;
const INLINE_PARTS = 4;

export function rootPlace(json: Json, text: string): Place {
  const start = text.length - text.trimStart().length;
  return { value: json, start, end: text.trimEnd().length, name: undefined };
}

type Part = JsonItem | JsonEntry;

/** What a container holds, as read, without a copy. */
export function partsOf(value: Json): readonly Part[] {
  if (value instanceof JsonArray) return value.items;
  return value instanceof JsonObject ? value.entries : [];
}

export function childrenOf(value: Json): readonly Place[] {
  if (value instanceof JsonArray) return value.items.map((item, index) => ({ ...item, name: index }));
  if (value instanceof JsonObject)
    return value.entries.map((entry) => ({ value: entry.value, start: entry.start, end: entry.end, name: entry.key }));
  return [];
}

export function countOf(value: Json): number {
  if (value instanceof JsonArray) return value.items.length;
  return value instanceof JsonObject ? value.entries.length : 0;
}

export function isContainer(value: Json): value is JsonArray | JsonObject {
  return value instanceof JsonArray || value instanceof JsonObject;
}

export function canOpen(value: Json): boolean {
  if (typeof value === "string") return value.length > STRING_SHOWN || value.includes("\n");
  return countOf(value) > 0;
}

/** A short object or array of plain values is read at a glance and stays closed. */
export function inlineParts(
  value: Json,
  text: string,
  place: Pick<Place, "start" | "end">,
): readonly Place[] | undefined {
  if (place.end - place.start > INLINE_LENGTH || countOf(value) === 0) return undefined;
  if (countOf(value) > INLINE_PARTS || text.slice(place.start, place.end).includes("\\u")) return undefined;
  const parts = childrenOf(value);
  return parts.some((part) => isContainer(part.value)) ? undefined : parts;
}

/** What is open before anybody touched anything: outer objects first, as long as the whole fits at a glance. */
export function firstOpen(root: Place, text: string): ReadonlySet<number> {
  const open = new Set<number>();
  if (!isContainer(root.value)) return canOpen(root.value) ? open.add(root.start) : open;
  open.add(root.start);
  let rows = Math.min(countOf(root.value), FIRST_ROWS) + 2;
  const queue = rows < FIRST_ROWS ? [...childrenOf(root.value)] : [];
  for (let i = 0; i < queue.length; i++) {
    const place = queue[i];
    if (!place || !(place.value instanceof JsonObject) || inlineParts(place.value, text, place)) continue;
    const more = countOf(place.value) + 1;
    if (more === 1 || rows + more > FIRST_ROWS) continue;
    rows += more;
    open.add(place.start);
    queue.push(...childrenOf(place.value));
  }
  return open;
}

interface Frame {
  readonly place: Place;
  readonly parts: readonly Part[];
  at: number;
}

/** One object per row and no other garbage: an opened array of 100,000 values must not be felt. */
export function flatten(root: Place, open: ReadonlySet<number>): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const stack: Frame[] = [];
  pushValue(rows, stack, root, root.name, 1, 1, open);
  for (let frame = stack[0]; frame; frame = stack[stack.length - 1]) {
    const part = frame.parts[frame.at++];
    if (part) pushValue(rows, stack, part, "key" in part ? part.key : frame.at - 1, frame.at, frame.parts.length, open);
    else {
      stack.pop();
      const { value, start, end, name } = frame.place;
      rows.push({
        kind: "close",
        value,
        start,
        end,
        name,
        depth: stack.length,
        canOpen: false,
        isOpen: true,
        position: 0,
        siblings: 0,
      });
    }
  }
  return rows;
}

function pushValue(
  rows: TreeRow[],
  stack: Frame[],
  { value, start, end }: Pick<Place, "value" | "start" | "end">,
  name: string | number | undefined,
  position: number,
  siblings: number,
  open: ReadonlySet<number>,
): void {
  const opens = canOpen(value);
  const isOpen = opens && open.has(start);
  const row: TreeRow = {
    kind: "value",
    value,
    start,
    end,
    name,
    depth: stack.length,
    canOpen: opens,
    isOpen,
    position,
    siblings,
  };
  rows.push(row);
  if (!isOpen) return;
  if (typeof value !== "string") stack.push({ place: row, parts: partsOf(value), at: 0 });
  else for (const line of linesOf(value)) rows.push({ ...row, depth: stack.length + 1, kind: "text", line });
}

/** The lines of a text, long ones cut; no line begins in the middle of a character. */
export function linesOf(text: string, length: number = LINE_LENGTH): readonly string[] {
  const lines: string[] = [];
  let from = 0;
  while (from <= text.length) {
    const feed = text.indexOf("\n", from);
    const end = feed < 0 ? text.length : feed;
    while (end - from > length) {
      const isSplit = /[\ud800-\udbff]/.test(text.charAt(from + length - 1));
      const to = from + length - (isSplit ? 1 : 0);
      lines.push(text.slice(from, to));
      from = to;
    }
    lines.push(text.slice(from, end));
    from = end + 1;
    if (feed < 0) break;
  }
  return lines;
}

/** The places from the whole down to the value that starts at `start`. */
export function chainTo(root: Place, start: number): readonly Place[] {
  const chain: Place[] = [root];
  for (let place = root; place.start !== start;) {
    const parts = partsOf(place.value);
    const index = parts.findIndex((part) => part.start <= start && start < part.end);
    const part = parts[index];
    if (!part) break;
    place = { value: part.value, start: part.start, end: part.end, name: "key" in part ? part.key : index };
    chain.push(place);
  }
  return chain;
}

const PLAIN_KEY = /^[A-Za-z_$][\w$]*$/;

/** `regions[3].revenue`, or `$` for the whole; a key that is no plain word stands in brackets and quotes. */
export function pathText(chain: readonly Place[]): string {
  let path = "";
  for (const { name: key } of chain.slice(1)) {
    if (typeof key === "number") path += `[${key}]`;
    else if (key !== undefined)
      path += PLAIN_KEY.test(key) ? `${path === "" ? "" : "."}${key}` : `[${JSON.stringify(key)}]`;
  }
  return path === "" ? "$" : path;
}

/** A plain value as it is shown: numbers as written, strings quoted with their escapes. */
export function scalarText(value: Json): string {
  if (value instanceof JsonNumber) return value.raw;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
