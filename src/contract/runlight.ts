/** Runlight's own additions to an answer: one top-level key, `runlight`, so that the contract's fields stay as they are. */
import { type Json, JsonArray, JsonNumber, JsonObject } from "./json.ts";
import { type Decision, readDecision } from "./decision.ts";

export interface Stub {
  /** UTF-8 bytes. */
  readonly size: number;
  readonly sha256: string;
  readonly href: string;
}

export interface Mask {
  /** In words: `access token`. */
  readonly kind: string;
  /** Of what is hidden, UTF-16 units. */
  readonly length: number;
  /** Values hidden in this one text, when several. */
  readonly count?: number;
}

export interface Masks {
  /** In the whole answer. */
  readonly count: number;
  /** By JSON pointer; the first 200 only. */
  readonly at: Readonly<Record<string, Mask>>;
}

export interface RunlightExtras {
  /** ISO time. */
  readonly asOf?: string;
  readonly cause?: string;
  readonly attempt?: { readonly number: number; readonly of: number };
  readonly decisions?: readonly Decision[];
  readonly masks?: Masks;
  readonly stubs?: Readonly<Record<string, Stub>>;
}

/** Reads the key; a part that does not fit its schema is left out, for it is our own server that writes it. */
export function parseRunlight(value: Json): RunlightExtras {
  const plain = toPlain(value);
  if (!isRecord(plain)) return {};
  const { asOf, cause, attempt, decisions, masks, stubs } = plain;
  const read = {
    attempt: readAttempt(attempt),
    decisions: readList(decisions),
    masks: readMasks(masks),
    stubs: readStubs(stubs),
  };
  return {
    ...(typeof asOf === "string" ? { asOf } : {}),
    ...(typeof cause === "string" ? { cause } : {}),
    ...(read.attempt ? { attempt: read.attempt } : {}),
    ...(read.decisions ? { decisions: read.decisions } : {}),
    ...(read.masks ? { masks: read.masks } : {}),
    ...(read.stubs ? { stubs: read.stubs } : {}),
  };
}

function isRecord(plain: unknown): plain is Record<string, unknown> {
  return typeof plain === "object" && plain !== null;
}

function readAttempt(plain: unknown): RunlightExtras["attempt"] {
  if (!isRecord(plain)) return undefined;
  const { number, of } = plain;
  return typeof number === "number" && typeof of === "number" ? { number, of } : undefined;
}

function readList(plain: unknown): readonly Decision[] | undefined {
  if (!Array.isArray(plain)) return undefined;
  const decisions = plain.map(readDecision);
  return decisions.every((decision) => decision !== undefined) ? decisions : undefined;
}

function readMasks(plain: unknown): Masks | undefined {
  if (!isRecord(plain) || typeof plain["count"] !== "number" || !isRecord(plain["at"])) return undefined;
  const at: Record<string, Mask> = Object.create(null) as Record<string, Mask>;
  for (const [pointer, mask] of Object.entries(plain["at"])) {
    if (!isRecord(mask)) return undefined;
    const { kind, length, count } = mask;
    if (typeof kind !== "string" || typeof length !== "number") return undefined;
    at[pointer] = { kind, length, ...(typeof count === "number" ? { count } : {}) };
  }
  return { count: plain["count"], at };
}

function readStubs(plain: unknown): Readonly<Record<string, Stub>> | undefined {
  if (!isRecord(plain)) return undefined;
  const stubs: Record<string, Stub> = Object.create(null) as Record<string, Stub>;
  for (const [pointer, stub] of Object.entries(plain)) {
    // No pointer, and the schema passes over it too.
    if (pointer === "__proto__") continue;
    if (!isRecord(stub)) return undefined;
    const { size, sha256, href } = stub;
    if (typeof size !== "number" || typeof sha256 !== "string" || typeof href !== "string") return undefined;
    stubs[pointer] = { size, sha256, href };
  }
  return stubs;
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
