/** The fields of one free-form object by slot: hands out each key at most once, and tells what is left over. */
import { isArrayAt, isObjectAt, type Layout, type Part, scalarAt, splitJson } from "./json-parts.ts";
import { type Slot, SLOT_COUNT, SLOT_NUMBER, usesOf } from "./node-keys.ts";
import { JsonNumber } from "./json.ts";
import { type Field, Payload } from "./payload.ts";

// A key can be spelt in endless ways that fold alike; past this many per slot the rest are other fields.
const CANDIDATES_KEPT = 16;

// A candidate is one number, rank first, so that thousands of nodes leave no small objects behind.
const INDEX_LIMIT = 2 ** 24;

/** By slot number: `rank * INDEX_LIMIT + index`, or a list of them, best first. */
type Candidates = readonly (number | readonly number[] | undefined)[];

/** What the keys of an object may be used for: the same for all objects with these keys in this order. */
interface Shape extends Layout {
  readonly candidates: Candidates;
}

const SHAPES = new Map<string, Shape>();
const SHAPES_KEPT = 500;
/** Objects with more keys are rarely alike. */
const KEYS_SHARED = 64;
const LONGEST_NAME = 2_000;
/** Nodes of a run come in rows of the same shape. */
let lastShape: Shape | undefined;

export class NodeFields {
  readonly text: string;
  readonly parts: readonly Part[];
  readonly notes: string[] = [];
  /** Per part: its slot has used it. */
  readonly #isConsumed: boolean[] = [];
  readonly #candidates: Candidates;

  /** An object begins at `from` of `text`; all places are those in `text`. */
  constructor(text: string, from = 0) {
    this.text = text;
    this.parts = splitJson(text, from, lastShape);
    const shape = shapeOf(this.parts);
    if (this.parts.length <= KEYS_SHARED) lastShape = shape;
    this.#candidates = shape.candidates;
  }

  /** The first synonym that `read` makes something of; that key is consumed, the others are not. */
  take<T>(slot: Slot, read: (part: Part) => T | undefined): T | undefined {
    return this.#find(slot, read, true);
  }

  /** As `take`, but the key stays among the other fields. */
  peek<T>(slot: Slot, read: (part: Part) => T | undefined): T | undefined {
    return this.#find(slot, read, false);
  }

  #find<T>(slot: Slot, read: (part: Part) => T | undefined, isTaken: boolean): T | undefined {
    const candidates = this.#candidates[SLOT_NUMBER[slot]];
    if (candidates === undefined) return undefined;
    if (typeof candidates === "number") return this.#readAt(candidates % INDEX_LIMIT, read, isTaken);
    for (const candidate of candidates) {
      const value = this.#readAt(candidate % INDEX_LIMIT, read, isTaken);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  #readAt<T>(index: number, read: (part: Part) => T | undefined, isTaken: boolean): T | undefined {
    const part = this.parts[index];
    const value = part && !this.#isConsumed[index] ? read(part) : undefined;
    if (isTaken && value !== undefined) this.#isConsumed[index] = true;
    return value;
  }

  consume(part: Part): void {
    this.#isConsumed[this.parts.indexOf(part)] = true;
  }

  raw(part: Part): string {
    return this.text.slice(part.start, part.end);
  }

  /** A text with something to see in it. */
  string(slot: Slot): string | undefined {
    return this.take(slot, (part) => seen(this.text, part));
  }

  /** A name or number that identifies: numbers keep their digits. */
  id(slot: Slot): string | undefined {
    return this.take(slot, (part) => idAt(this.text, part));
  }

  /** A whole number from `least`. */
  count(slot: Slot, least: number): number | undefined {
    return this.take(slot, (part) => {
      const value = scalarAt(this.text, part);
      const number = value instanceof JsonNumber ? value.value : -1;
      return Number.isSafeInteger(number) && number >= least ? number : undefined;
    });
  }

  /** One id or a list of ids; any other value is no list of links. */
  ids(slot: Slot): readonly string[] | undefined {
    return this.take(slot, (part) => {
      if (!isArrayAt(this.text, part)) {
        const id = idAt(this.text, part);
        return id === undefined ? undefined : [id];
      }
      const list = this.raw(part);
      const ids: string[] = [];
      for (const item of splitJson(list)) {
        const id = idAt(list, item);
        if (id === undefined) return undefined;
        ids.push(id);
      }
      return ids;
    });
  }

  /** Any value but null. */
  payload(slot: Slot, isWanted?: (text: string, part: Part) => boolean): Payload | undefined {
    return this.take(slot, (part) => {
      if (scalarAt(this.text, part) === null) return undefined;
      return isWanted && !isWanted(this.text, part) ? undefined : new Payload(this.raw(part));
    });
  }

  /** The exact texts of a list that holds only objects, at least one. */
  objects(part: Part): readonly string[] | undefined {
    if (!isArrayAt(this.text, part)) return undefined;
    const list = this.raw(part);
    const items = splitJson(list);
    if (items.length === 0 || !items.every((item) => isObjectAt(list, item))) return undefined;
    return items.map((item) => list.slice(item.start, item.end));
  }

  /** Every key that was not consumed, in the order sent. */
  rest(): readonly Field[] {
    const left: Field[] = [];
    for (const [index, part] of this.parts.entries()) {
      if (!this.#isConsumed[index]) left.push({ name: part.key, payload: new Payload(this.raw(part)) });
    }
    return left;
  }
}

function shapeOf(parts: readonly Part[]): Shape {
  if (lastShape && hasShape(parts, lastShape)) return lastShape;
  const name = parts.length > KEYS_SHARED ? undefined : parts.map(({ key }) => key).join("\n");
  const known = name === undefined ? undefined : SHAPES.get(name);
  if (known && hasShape(parts, known)) return known;
  const shape = makeShape(parts.map(({ key }) => key));
  if (name !== undefined && name.length < LONGEST_NAME && SHAPES.size < SHAPES_KEPT) SHAPES.set(name, shape);
  return shape;
}

function hasShape(parts: readonly Part[], { keys }: Shape): boolean {
  if (parts.length !== keys.length) return false;
  for (let i = 0; i < keys.length; i++) if (parts[i]?.key !== keys[i]) return false;
  return true;
}

function makeShape(keys: readonly string[]): Shape {
  const candidates: (number | number[] | undefined)[] = Array.from({ length: SLOT_COUNT }, () => undefined);
  for (let index = 0; index < keys.length && index < INDEX_LIMIT; index++) {
    for (const { slot, rank } of usesOf(keys[index] ?? "")) {
      const candidate = rank * INDEX_LIMIT + index;
      const known = candidates[slot];
      candidates[slot] = known === undefined ? candidate : addCandidate(keys, known, candidate);
    }
  }
  return { keys, raws: keys.map((key) => JSON.stringify(key)), candidates };
}

/** Of one key sent twice the last counts, as for JSON.parse; of two spellings of one key the first. */
function addCandidate(keys: readonly string[], known: number | number[], candidate: number): number[] {
  const list = typeof known === "number" ? [known] : known;
  const key = keys[candidate % INDEX_LIMIT];
  const same = list.findIndex((other) => keys[other % INDEX_LIMIT] === key);
  if (same >= 0) list[same] = candidate;
  else if (list.length < CANDIDATES_KEPT) {
    const at = list.findIndex((other) => other > candidate);
    list.splice(at < 0 ? list.length : at, 0, candidate);
  }
  return list;
}

function seen(text: string, part: Part): string | undefined {
  const value = scalarAt(text, part);
  return typeof value === "string" && /\S/.test(value) ? value : undefined;
}

function idAt(text: string, part: Part): string | undefined {
  const value = scalarAt(text, part);
  if (value instanceof JsonNumber) return value.raw;
  return typeof value === "string" && value !== "" ? value : undefined;
}
