/** What is told about a value beside its tree: whether it is rows, and which keys an object holds more than once. */
import { type Json, type JsonArray, JsonObject } from "../contract/json.ts";
import type { Payload } from "../contract/payload.ts";
import { utf8LengthInSteps } from "./bytes.ts";
import { type PayloadTable, tableInSteps } from "./payload-table.ts";
import { isContainer, partsOf } from "./payload-tree.ts";
import type { Steps } from "../contract/slices.ts";

export interface PayloadFacts {
  readonly json: Json;
  /** UTF-8 bytes. */
  readonly size: number;
  readonly table: PayloadTable | undefined;
  /** Starts of the values whose key their object holds more than once; of all of them, not only the later ones. */
  readonly repeated: ReadonlySet<number>;
}

const VALUES_PER_STEP = 512;

/** Throws JsonError when the text is no JSON. */
export function* readFacts(payload: Payload): Steps<PayloadFacts> {
  const json = yield* payload.readInSteps();
  const size = yield* utf8LengthInSteps(payload.text);
  const table = yield* tableInSteps(json, payload.text.length);
  const repeated = yield* findRepeated(json, payload.text.length);
  return { json, size, table, repeated };
}

/** Yields `at` all the way: what comes after the reading has no length of its own. */
export function* findRepeated(json: Json, at: number): Steps<ReadonlySet<number>> {
  const repeated = new Set<number>();
  const open: (JsonArray | JsonObject)[] = isContainer(json) ? [json] : [];
  let count = 0;
  for (let container = open.pop(); container; container = open.pop()) {
    if (container instanceof JsonObject) yield* addRepeated(container, repeated, at);
    for (const { value } of partsOf(container)) {
      if (isContainer(value)) open.push(value);
      if (++count % VALUES_PER_STEP === 0) yield at;
    }
  }
  return repeated;
}

function* addRepeated({ entries }: JsonObject, repeated: Set<number>, at: number): Steps<void> {
  if (entries.length < 2) return;
  const firstByKey = new Map<string, number>();
  for (const [index, { key, start }] of entries.entries()) {
    if (index % VALUES_PER_STEP === VALUES_PER_STEP - 1) yield at;
    const first = firstByKey.get(key);
    if (first === undefined) firstByKey.set(key, start);
    else repeated.add(first).add(start);
  }
}
