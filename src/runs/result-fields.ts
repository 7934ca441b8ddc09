/** A result as a list of fields, each with a hint of what is inside. */
import { type Json, JsonArray, JsonNumber, JsonObject } from "../contract/json.ts";
import { Payload } from "../contract/payload.ts";

export interface ResultField {
  /** The name, with `~2`… after it for a repeated key. */
  readonly key: string;
  readonly name: string;
  readonly payload: Payload;
  /** `112 chars`, `13 × 6`, `2 fields`, or a short value as sent. */
  readonly hint: string;
}

const SHORT = 24;

/** The fields of an object in the order sent; none for any other value, which is then shown whole. */
export function resultFields(result: Payload): readonly ResultField[] {
  const root = result.json;
  if (!(root instanceof JsonObject)) return [];
  const seen = new Map<string, number>();
  return root.entries.map(({ key: name, value, start, end }) => {
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    // A result read from the answer's text keeps its own text; offsets are relative to it.
    const payload = new Payload(result.text.slice(start, end));
    return { key: nth === 1 ? name : `${name}~${nth}`, name, payload, hint: hintOf(value) };
  });
}

export function hintOf(value: Json): string {
  if (value instanceof JsonNumber) return value.raw.length <= SHORT ? value.raw : "number";
  if (value instanceof JsonObject) return `${value.entries.length} ${value.entries.length === 1 ? "field" : "fields"}`;
  if (value instanceof JsonArray) return arrayHint(value);
  if (typeof value !== "string") return String(value);
  return value.length <= SHORT && !value.includes("\n") ? value : `${value.length} chars`;
}

function arrayHint({ items }: JsonArray): string {
  const columns = new Set<string>();
  for (const { value } of items) {
    if (!(value instanceof JsonObject)) return `${items.length} ${items.length === 1 ? "item" : "items"}`;
    for (const { key } of value.entries) columns.add(key);
  }
  return items.length === 0 ? "0 items" : `${items.length} × ${columns.size}`;
}
