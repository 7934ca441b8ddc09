/** Reading an agent's input and outputs: JSON texts in, single values out, numbers as written. */
import { type Json, JsonNumber, JsonObject, readJson } from "../../contract/json.ts";
import type { JsonText } from "../../contract/run-events.ts";

/** A member of a JSON object text; undefined when it is no object or has no such member. */
export function member(text: JsonText | undefined, key: string): Json | undefined {
  if (text === undefined) return undefined;
  const root = readJson(text);
  return root instanceof JsonObject ? root.get(key) : undefined;
}

/** A member's number as written, if it is one. */
export function numberText(text: JsonText | undefined, key: string): JsonText | undefined {
  const value = member(text, key);
  return value instanceof JsonNumber ? value.raw : undefined;
}

/** A member's number, finite and at least `min`; else undefined. */
export function numberOf(text: JsonText | undefined, key: string, min = 0): number | undefined {
  const raw = numberText(text, key);
  const value = raw === undefined ? Number.NaN : Number(raw);
  return Number.isFinite(value) && value >= min ? value : undefined;
}

export function stringOf(text: JsonText | undefined, key: string): string | undefined {
  const value = member(text, key);
  return typeof value === "string" ? value : undefined;
}

export function isTrue(text: JsonText | undefined, key: string): boolean {
  return member(text, key) === true;
}

/** `1240.00` as `1,240.00`: two decimals, for a sentence; the raw number stays what counts. */
export function money(raw: string): string {
  return Number(raw).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
