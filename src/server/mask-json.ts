/**
 * Finds what to hide in a JSON text, by spans of that text: everything else stays byte for byte, duplicate keys and
 * numbers as written included. Nothing is built, so megabytes take tens of milliseconds; no recursion but into strings
 * that hold JSON themselves.
 */
import { checkJson } from "../contract/json.ts";
import { mapOffsets } from "./json-escapes.ts";
import { type Frame, LISTED_MAX, openFrame, type Plan, planAt, pointerOf, ruleAt, ruleOfName } from "./mask-frames.ts";
import { isSecretNumber, isSecretValue, type KeyRule } from "./secret-keys.ts";
import { cluesIn, findSecrets, withGaps } from "./secret-text.ts";

/** One replacement. `start` and `end` are offsets in the text; `text` is what to put there. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly kind: string;
  /** Of what is hidden, UTF-16 units. */
  readonly length: number;
  /** JSON pointer of the value, or of the value under the key; its keys as they are after masking. Only the first few have one. */
  readonly pointer: string | undefined;
}

/** The mask of a secret. */
export type MaskOf = (secret: string, kind: string) => string;

/** Strings that hold JSON that holds strings …: read this deep, then as plain text. */
const NESTED_MAX = 4;
/** Shorter ones hold no secret that is known by its shape. */
const SHAPE_MIN = 8;
/** Longer values are not looked at for a better name of what they are. */
const NAMED_MAX = 4_096;

/** Escapes that can stand for a character of a secret or of its name. */
const ESCAPED = /\\u00[2-7]|\\\//;

const NAME_KEYS = new Set(["name", "key", "variable", "header", "field"]);
const VALUE_KEYS = new Set(["value", "val", "content", "data"]);
/** The private members of a JSON Web Key. */
const JWK_KEYS = new Set(["d", "p", "q", "dp", "dq", "qi", "k"]);
const JWK: KeyRule = { kind: "private key", trust: "token" };

/** What to hide, in order, apart from each other. A text that is no JSON is read as plain text. Never throws. */
export function findEdits(text: string, maskOf: MaskOf, plan: Plan = true, nesting: number = 0): readonly Edit[] {
  if (plan === false) return [];
  const clues = cluesIn(text);
  if (!clues && !ESCAPED.test(text)) return [];
  try {
    checkJson(text);
  } catch {
    return textEdits(text, maskOf, "");
  }
  return new Walk(text, maskOf, plan, nesting, clues ?? []).edits();
}

export function applyEdits(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of edits) {
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  parts.push(text.slice(at));
  return parts.join("");
}

function textEdits(text: string, maskOf: MaskOf, pointer: string | undefined): readonly Edit[] {
  return findSecrets(text).map(({ start, end, kind }) => {
    const secret = text.slice(start, end);
    return { start, end, text: maskOf(secret, kind), kind, length: secret.length, pointer };
  });
}

/** One pass over a text that is known to be JSON. */
class Walk {
  readonly #text: string;
  readonly #maskOf: MaskOf;
  readonly #plan: Plan;
  readonly #nesting: number;
  readonly #stack: Frame[] = [];
  readonly #edits: Edit[] = [];
  readonly #clues: readonly number[];
  #clue = 0;
  #hasLate = false;

  constructor(text: string, maskOf: MaskOf, plan: Plan, nesting: number, clues: readonly number[]) {
    this.#clues = clues;
    this.#text = text;
    this.#maskOf = maskOf;
    this.#plan = plan;
    this.#nesting = nesting;
  }

  edits(): readonly Edit[] {
    const text = this.#text;
    const stack = this.#stack;
    let isKey = false;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const frame = stack[stack.length - 1];
      if (code === 34) {
        const end = closingQuote(text, at);
        if (isKey && frame) {
          this.#key(frame, at + 1, end);
          isKey = false;
        } else if (end > at + 1) this.#string(frame, at + 1, end);
        at = end;
      } else if (code === 123 || code === 91) {
        stack.push(openFrame(code === 123, frame, this.#plan));
        isKey = code === 123;
      } else if (code === 125 || code === 93) {
        if (frame?.late) this.#siblings(frame, frame.late);
        stack.pop();
        isKey = false;
      } else if (code === 44) {
        if (frame?.isObject) isKey = true;
        else if (frame) frame.index++;
      } else if (code === 45 || (code >= 48 && code <= 57)) {
        const end = numberEnd(text, at);
        if (frame) this.#number(frame, at, end);
        at = end - 1;
      }
    }
    return this.#hasLate ? inOrder(this.#edits) : this.#edits;
  }

  #key(frame: Frame, start: number, end: number): void {
    const raw = this.#text.slice(start, end);
    const key = raw.includes("\\") ? (JSON.parse(`"${raw}"`) as string) : raw;
    frame.key = key;
    const { plan } = frame;
    if (typeof plan === "boolean") frame.keyPlan = plan;
    else frame.keyPlan = (Object.hasOwn(plan, key) ? plan[key] : plan["*"]) ?? true;
    if (frame.keyPlan === false) return;
    const isSuspect = key.length >= SHAPE_MIN && this.#hasClue(raw, start, end);
    const found = isSuspect ? textEdits(key, this.#maskOf, undefined) : [];
    // The name as it is served: so it says the same when what is served is masked again.
    frame.key = applyEdits(key, found);
    frame.keyRule = ruleOfName(frame, frame.key);
    this.#add(start, raw, found);
  }

  #string(frame: Frame | undefined, start: number, end: number): void {
    if (planAt(frame, this.#plan) === false) return;
    const raw = this.#text.slice(start, end);
    const rule = frame && ruleAt(frame);
    const isSibling = frame?.isObject && this.#noteSibling(frame, start, end);
    const mayHold = raw.length >= SHAPE_MIN && this.#hasClue(raw, start, end);
    if (!rule && !isSibling && !mayHold) return;
    const value = raw.includes("\\") ? (JSON.parse(`"${raw}"`) as string) : raw;
    if (frame && isSibling && NAME_KEYS.has(frame.key)) frame.named = ruleOfName(frame, value);
    if (rule && isSecretValue(rule, withGaps(value))) this.#hide(start, end, value, rule.kind);
    else if (mayHold) this.#add(start, raw, this.#inside(value));
  }

  #number(frame: Frame, start: number, end: number): void {
    const rule = planAt(frame, this.#plan) === false ? undefined : ruleAt(frame);
    const raw = this.#text.slice(start, end);
    if (!rule || !isSecretNumber(rule, raw)) return;
    const text = JSON.stringify(this.#maskOf(raw, rule.kind));
    this.#edits.push({ start, end, text, kind: rule.kind, length: raw.length, pointer: this.#pointer() });
  }

  /** Asked in the order of the text. */
  #hasClue(raw: string, start: number, end: number): boolean {
    while ((this.#clues[this.#clue] ?? Number.POSITIVE_INFINITY) < start) this.#clue++;
    return (this.#clues[this.#clue] ?? Number.POSITIVE_INFINITY) < end || raw.includes("\\");
  }

  /** What to hide within a string's value; offsets are the value's. */
  #inside(value: string): readonly Edit[] {
    if (this.#nesting < NESTED_MAX && /^\s*[[{]/.test(value))
      return findEdits(value, this.#maskOf, true, this.#nesting + 1);
    return textEdits(value, this.#maskOf, undefined);
  }

  /** Adds what was found in a string's value as edits of the text; `raw` is how the string is written, from `start`. */
  #add(start: number, raw: string, found: readonly Edit[]): void {
    const toRaw = raw.includes("\\") ? mapOffsets(raw, found) : undefined;
    for (const [index, one] of found.entries()) {
      const from = toRaw ? (toRaw[2 * index] ?? 0) : one.start;
      const to = toRaw ? (toRaw[2 * index + 1] ?? 0) : one.end;
      const text = JSON.stringify(one.text).slice(1, -1);
      this.#edits.push({ ...one, start: start + from, end: start + to, text, pointer: this.#pointer() });
    }
  }

  #hide(start: number, end: number, value: string, kind: string): void {
    const [only] = value.length <= NAMED_MAX ? findSecrets(value) : [];
    const better = only && only.start === 0 && only.end === value.length ? only.kind : kind;
    const text = this.#maskOf(value, better);
    this.#edits.push({ start, end, text, kind: better, length: value.length, pointer: this.#pointer() });
  }

  #pointer(): string | undefined {
    return this.#edits.length < LISTED_MAX ? pointerOf(this.#stack) : undefined;
  }

  /** Members that are told by what stands beside them: names with values, and keys as JSON. True for such a member. */
  #noteSibling(frame: Frame, start: number, end: number): boolean {
    const { key } = frame;
    if (key === "kty") frame.isJwk = true;
    if (NAME_KEYS.has(key)) return true;
    if (!VALUE_KEYS.has(key) && !JWK_KEYS.has(key)) return false;
    frame.late ??= [];
    frame.late.push({ key, start, end, pointer: this.#pointer() });
    return true;
  }

  #siblings(frame: Frame, late: NonNullable<Frame["late"]>): void {
    for (const { key, start, end, pointer } of late) {
      const rule = VALUE_KEYS.has(key) ? frame.named : frame.isJwk ? JWK : undefined;
      if (!rule) continue;
      const raw = this.#text.slice(start, end);
      const value = raw.includes("\\") ? (JSON.parse(`"${raw}"`) as string) : raw;
      if (!isSecretValue(rule, withGaps(value))) continue;
      this.#hasLate = true;
      const text = this.#maskOf(value, rule.kind);
      this.#edits.push({ start, end, text, kind: rule.kind, length: value.length, pointer });
    }
  }
}

/** In order of the text; of edits that overlap the widest stays. */
function inOrder(edits: readonly Edit[]): readonly Edit[] {
  const kept: Edit[] = [];
  for (const edit of edits.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (edit.start >= (kept.at(-1)?.end ?? 0)) kept.push(edit);
  }
  return kept;
}

function closingQuote(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 92) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}

const NUMBER = /[-+.0-9eE]*/y;

function numberEnd(text: string, at: number): number {
  NUMBER.lastIndex = at;
  NUMBER.test(text);
  return Math.max(at + 1, NUMBER.lastIndex);
}
