/** Reads an array or record of objects as a table, where it is one. */
import { type Json, JsonNumber, JsonObject } from "../contract/json.ts";
import type { Steps } from "../contract/slices.ts";
import { partsOf } from "./payload-tree.ts";

export interface TableColumn {
  readonly key: string;
  /** Every value there is a number: right-aligned at the decimal point. */
  readonly isNumeric: boolean;
  /** The longest part of a number from its point on: `.75`. */
  readonly tail: string;
}

export interface PayloadTable {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly JsonObject[];
  /** The rows' keys, where the value is an object; a row of an array has its index. */
  readonly names?: readonly string[];
}

const COLUMNS_MAX = 40;
const ROWS_PER_STEP = 64;

interface Seen {
  count: number;
  numbers: number;
  tail: string;
  lastRow: number;
}

/**
 * A table of at least two objects: of an array's that share a key, or of an object's that all have the same keys.
 * Undefined for anything else, for a key sent twice, and for more columns than anybody reads across. Yields `at` all
 * the way: what comes after the reading has no length of its own.
 */
export function* tableInSteps(value: Json, at: number): Steps<PayloadTable | undefined> {
  const parts = partsOf(value);
  if (parts.length < 2) return undefined;
  const isRecord = value instanceof JsonObject;
  const rows: JsonObject[] = [];
  const names = new Set<string>();
  const seen = new Map<string, Seen>();
  for (const part of parts) {
    const row = part.value;
    if (!(row instanceof JsonObject) || !addRow(row, rows.length, seen)) return undefined;
    if (isRecord && "key" in part) names.add(part.key);
    if (isRecord && (row.entries.length === 0 || row.entries.length !== seen.size)) return undefined;
    rows.push(row);
    if (rows.length % ROWS_PER_STEP === 0) yield at;
  }
  if (isRecord && names.size < rows.length) return undefined;
  const isShared = isRecord || [...seen.values()].some(({ count }) => count >= 2);
  if (!isShared) return undefined;
  const columns = [...seen].map(([key, { count, numbers, tail }]) => ({
    key,
    isNumeric: numbers > 0 && numbers === count,
    tail,
  }));
  return isRecord ? { columns, rows, names: [...names] } : { columns, rows };
}

/** False when a key stands twice in the row, or there are too many columns. */
function addRow(row: JsonObject, index: number, seen: Map<string, Seen>): boolean {
  for (const { key, value: cell } of row.entries) {
    let column = seen.get(key);
    if (!column) {
      if (seen.size >= COLUMNS_MAX) return false;
      seen.set(key, (column = { count: 0, numbers: 0, tail: "", lastRow: -1 }));
    }
    if (column.lastRow === index) return false;
    column.lastRow = index;
    if (cell !== null) column.count++;
    if (cell instanceof JsonNumber) {
      column.numbers++;
      const tail = tailOf(cell.raw);
      if (tail.length > column.tail.length) column.tail = tail;
    }
  }
  return true;
}

/** The part of a written number from its decimal point or exponent on; empty for a whole number. */
export function tailOf(raw: string): string {
  const at = raw.search(/[.eE]/);
  return at < 0 ? "" : raw.slice(at);
}

/** What must stand unseen behind a number so that the points of its column meet. */
export function padding(raw: string, tail: string): string {
  const own = tailOf(raw);
  if (own.length >= tail.length) return "";
  return own === "" ? tail.replace(/[0-9]/g, "0") : "0".repeat(tail.length - own.length);
}
