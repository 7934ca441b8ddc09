/**
 * Values of a JSON tree by their places: a value is known by where it starts in the text, which is unique even among
 * duplicate keys. Nothing recurses.
 */
import { type Json, JsonArray, type JsonEntry, type JsonItem, JsonNumber, JsonObject } from "../contract/json.ts";

export interface Place {
  readonly value: Json;
  readonly start: number;
  readonly end: number;
  /** Key or index in its parent; undefined for the whole. */
  readonly name: string | number | undefined;
}

/** UTF-16 units of a string that stand in its own row; a longer one can be opened. */
export const STRING_SHOWN = 72;
/** Rows an untouched tree may show. */
const FIRST_ROWS = 48;
/** UTF-16 units of a text that is open before anybody asked for it. */
const TEXT_OPEN_MAX = 20_000;
const INLINE_LENGTH = 56;
const INLINE_PARTS = 4;

export function rootPlace(json: Json, text: string): Place {
  const start = text.length - text.trimStart().length;
  return { value: json, start, end: text.trimEnd().length, name: undefined };
}

export type Part = JsonItem | JsonEntry;

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
  const isRepeated = value instanceof JsonObject && new Set(parts.map(({ name }) => name)).size < parts.length;
  return isRepeated || parts.some((part) => isContainer(part.value)) ? undefined : parts;
}

/** What is open before anybody touched anything: outer objects first, as long as the whole fits at a glance. */
export function firstOpen(root: Place, text: string): ReadonlySet<number> {
  const open = new Set<number>();
  if (!isContainer(root.value))
    return canOpen(root.value) && root.end - root.start <= TEXT_OPEN_MAX ? open.add(root.start) : open;
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

/** Index of the part that holds this offset; -1 between parts. */
export function partAt(parts: readonly Part[], offset: number): number {
  let low = 0;
  let high = parts.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const part = parts[middle];
    if (!part) return -1;
    if (offset < part.start) high = middle - 1;
    else if (offset >= part.end) low = middle + 1;
    else return middle;
  }
  return -1;
}

export function placeAt(parts: readonly Part[], index: number): Place | undefined {
  const part = parts[index];
  return part && { value: part.value, start: part.start, end: part.end, name: "key" in part ? part.key : index };
}

/** The places from the whole down to the value that starts at `start`. */
export function chainTo(root: Place, start: number): readonly Place[] {
  const chain: Place[] = [root];
  for (let place = root; place.start !== start;) {
    const parts = partsOf(place.value);
    const next = placeAt(parts, partAt(parts, start));
    if (!next) break;
    place = next;
    chain.push(place);
  }
  return chain;
}

/** Values that are looked at, and opened, by one press on "Expand all". */
const LOOKED_AT_MAX = 200_000;
export const EXPANDED_MAX = 5_000;

/** Starts of all containers within a value, itself included, outer ones first; at most EXPANDED_MAX. */
export function containersIn(place: Place): readonly number[] {
  const found: number[] = [];
  const queue: Part[] = [place];
  for (let i = 0, looked = 0; i < queue.length && found.length < EXPANDED_MAX && looked < LOOKED_AT_MAX; i++) {
    const part = queue[i];
    if (!part || !isContainer(part.value)) continue;
    if (countOf(part.value) > 0) found.push(part.start);
    for (const inner of partsOf(part.value)) {
      if (++looked >= LOOKED_AT_MAX) break;
      if (isContainer(inner.value)) queue.push(inner);
    }
  }
  return found;
}

const PLAIN_KEY = /^[A-Za-z_]\w*$/;

/** A path as jq reads it: `.regions[3].revenue`, `.` for the whole. Of a key sent twice, jq finds the last. */
export function pathText(chain: readonly Place[]): string {
  let path = "";
  for (const { name: key } of chain.slice(1)) {
    if (typeof key === "number") path += `${path === "" ? "." : ""}[${key}]`;
    else if (key !== undefined && PLAIN_KEY.test(key)) path += `.${key}`;
    else if (key !== undefined) path += `${path === "" ? "." : ""}[${JSON.stringify(key)}]`;
  }
  return path === "" ? "." : path;
}

/** A plain value as it is shown: numbers as written, strings quoted with their escapes. */
export function scalarText(value: Json): string {
  if (value instanceof JsonNumber) return value.raw;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

const READABLE_KEY = /^(?!\d+$)[\p{L}\p{N}_$@./#+*()%&-]+(?: [\p{L}\p{N}_$@./#+*()%&-]+)*$/u;

/** A key as it is shown: quoted with its escapes unless nobody could mistake it, as an empty or a blank one. */
export function keyText(key: string): string {
  return READABLE_KEY.test(key) ? key : JSON.stringify(key);
}

const LIKE_ANOTHER = /^(?:-?\d.*|true|false|null)?$/;

/** A string outside of code, as in a cell: quoted where it is blank, not one line, or reads like no string. */
export function stringText(value: string): string {
  return LIKE_ANOTHER.test(value) || value.trim() !== value || /["\\\n\r\t]/.test(value)
    ? JSON.stringify(value)
    : value;
}
