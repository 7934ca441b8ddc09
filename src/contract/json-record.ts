/** The entries of a JSON object, handed out by folded key, each at most once. */
import { type Json, JsonArray, type JsonEntry, JsonNumber, type JsonObject } from "./json.ts";
import { type Field, Payload } from "./payload.ts";
import { fold } from "./step-words.ts";

export class JsonRecord {
  readonly #byKey = new Map<string, JsonEntry>();
  readonly #entries: readonly JsonEntry[];
  readonly #text: string;
  readonly #consumed = new Set<JsonEntry>();

  /** `text`: the whole text the object was read from. */
  constructor(object: JsonObject, text: string) {
    this.#entries = object.entries;
    this.#text = text;
    for (const entry of object.entries) {
      const folded = fold(entry.key);
      const before = this.#byKey.get(folded);
      // Of one key sent twice the last counts, of two spellings the first.
      if (!before || before.key === entry.key) this.#byKey.set(folded, entry);
    }
  }

  /** The first of `synonyms` (folded, parted by spaces) that `read` makes something of; that key is consumed. */
  take<T>(synonyms: string, read: (value: Json, entry: JsonEntry) => T | undefined): T | undefined {
    for (const synonym of synonyms.split(" ")) {
      const entry = this.#byKey.get(synonym);
      if (!entry || this.#consumed.has(entry)) continue;
      const value = read(entry.value, entry);
      if (value === undefined) continue;
      this.#consumed.add(entry);
      return value;
    }
    return undefined;
  }

  /** As `take`, but nothing is consumed. */
  peek<T>(synonyms: string, read: (value: Json) => T | undefined): T | undefined {
    for (const synonym of synonyms.split(" ")) {
      const entry = this.#byKey.get(synonym);
      const value = entry && !this.#consumed.has(entry) ? read(entry.value) : undefined;
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** As `take`, but the key is consumed only if `read` says that all of the value was read. */
  takeWhole<T>(synonyms: string, read: (value: Json, entry: JsonEntry) => Whole<T> | undefined): T | undefined {
    let found: T | undefined;
    this.take(synonyms, (value, entry) => {
      if (found !== undefined) return undefined;
      const result = read(value, entry);
      found = result?.value;
      return result?.isWhole ? result : undefined;
    });
    return found;
  }

  text(synonyms: string): string | undefined {
    return this.take(synonyms, readWords);
  }

  payload({ start, end }: JsonEntry): Payload {
    return new Payload(this.#text.slice(start, end));
  }

  /** Every key that was not consumed, in the order sent. */
  rest(): readonly Field[] {
    const left = this.#entries.filter((entry) => !this.#consumed.has(entry));
    return left.map((entry) => ({ name: entry.key, payload: this.payload(entry) }));
  }
}

/** `isWhole`: nothing of what was sent is missing from `value`. */
export interface Whole<T> {
  readonly value: T;
  readonly isWhole: boolean;
}

/** A text with something to see in it. */
export function readWords(value: Json): string | undefined {
  return typeof value === "string" && /\S/.test(value) ? value : undefined;
}

/** A text or number that identifies; numbers keep their digits. */
export function readId(value: Json): string | undefined {
  return value instanceof JsonNumber ? value.raw : readWords(value);
}

/** The values of a list, or the one value in place of a list. */
export function listOf(value: Json): readonly Json[] {
  return value instanceof JsonArray ? value.items.map((item) => item.value) : [value];
}

/** Reads every value, or nothing when one of them cannot be read or there is none. */
export function readAll<T>(
  values: readonly Json[],
  read: (value: Json) => Whole<T> | undefined,
): Whole<T[]> | undefined {
  const all: T[] = [];
  let isWhole = true;
  for (const value of values) {
    const item = read(value);
    if (!item) return undefined;
    all.push(item.value);
    isWhole &&= item.isWhole;
  }
  return all.length > 0 ? { value: all, isWhole } : undefined;
}
