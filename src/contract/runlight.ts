/** Runlight's own additions to an answer: one top-level key, `runlight`, so that the contract's fields stay as they are. */
import * as v from "valibot";
import { type Json, JsonArray, JsonNumber, JsonObject } from "./json.ts";
import { DecisionSchema, type Decision } from "./decision.ts";

const StubSchema = v.object({
  size: v.pipe(v.number(), v.description("UTF-8 bytes of the field's exact JSON text")),
  sha256: v.string(),
  href: v.string(),
});

export const RunlightSchema = v.looseObject({
  asOf: v.optional(v.pipe(v.string(), v.description("When this state was last confirmed, where that is not now"))),
  cause: v.optional(v.pipe(v.string(), v.description("Why the live query failed, in words"))),
  attempt: v.optional(v.object({ number: v.number(), of: v.number() })),
  decisions: v.optional(v.array(DecisionSchema)),
  stubs: v.optional(v.pipe(v.record(v.string(), StubSchema), v.description("Left-out fields by JSON pointer"))),
});

export interface Stub {
  /** UTF-8 bytes. */
  readonly size: number;
  readonly sha256: string;
  readonly href: string;
}

export interface RunlightExtras {
  /** ISO time. */
  readonly asOf?: string;
  readonly cause?: string;
  readonly attempt?: { readonly number: number; readonly of: number };
  readonly decisions?: readonly Decision[];
  readonly stubs?: Readonly<Record<string, Stub>>;
}

/** Reads the key; a part that does not fit its schema is left out, for it is our own server that writes it. */
export function parseRunlight(value: Json): RunlightExtras {
  const plain = toPlain(value);
  if (typeof plain !== "object" || plain === null) return {};
  const out: Record<string, unknown> = {};
  for (const key of Object.keys(RunlightSchema.entries) as (keyof typeof RunlightSchema.entries)[]) {
    const part = v.safeParse(RunlightSchema.entries[key], (plain as Record<string, unknown>)[key]);
    if (part.success && part.output !== undefined) out[key] = part.output;
  }
  return out as RunlightExtras;
}

const DEPTH_MAX = 100;

/**
 * Plain values of a small tree. Objects have no prototype, so no key is special. Deeper than 100 levels, which none
 * of our own data is, a value is undefined: an answer can nest as deep as it likes.
 */
export function toPlain(value: Json, depth: number = 0): unknown {
  if (value instanceof JsonNumber) return value.value;
  if (!(value instanceof JsonObject || value instanceof JsonArray)) return value;
  if (depth >= DEPTH_MAX) return undefined;
  if (value instanceof JsonArray) return value.items.map((item) => toPlain(item.value, depth + 1));
  const out = Object.create(null) as Record<string, unknown>;
  for (const entry of value.entries) out[entry.key] = toPlain(entry.value, depth + 1);
  return out;
}
