/** Reads an array of objects as a table, where it is one. */
import { type Json, JsonArray, JsonNumber, JsonObject } from "../contract/json.ts";

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
}

const COLUMNS_MAX = 40;

/**
 * A table of at least two objects that share a key; undefined for anything else, for objects with a key sent twice, and
 * for more columns than anybody reads across.
 */
export function readTable(value: Json): PayloadTable | undefined {
  if (!(value instanceof JsonArray) || value.items.length < 2) return undefined;
  const rows: JsonObject[] = [];
  const seen = new Map<string, { count: number; numbers: number; tail: string; lastRow: number }>();
  for (const [index, { value: row }] of value.items.entries()) {
    if (!(row instanceof JsonObject)) return undefined;
    rows.push(row);
    for (const { key, value: cell } of row.entries) {
      let column = seen.get(key);
      if (!column) seen.set(key, (column = { count: 0, numbers: 0, tail: "", lastRow: -1 }));
      if (column.lastRow === index) return undefined;
      column.lastRow = index;
      if (cell !== null) column.count++;
      if (cell instanceof JsonNumber) {
        column.numbers++;
        const tail = tailOf(cell.raw);
        if (tail.length > column.tail.length) column.tail = tail;
      }
    }
    if (seen.size > COLUMNS_MAX) return undefined;
  }
  const isShared = [...seen.values()].some(({ count }) => count >= 2);
  if (!isShared) return undefined;
  const columns = [...seen].map(([key, { count, numbers, tail }]) => ({
    key,
    isNumeric: numbers > 0 && numbers === count,
    tail,
  }));
  return { columns, rows };
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
