/** Finds keys and values in a JSON tree, in slices, so that a search through megabytes never holds up the page. */
import { type Json, type JsonEntry, type JsonItem, JsonNumber } from "../contract/json.ts";
import { isContainer, partsOf, type Place } from "./payload-tree.ts";

export const HITS_MAX = 1_000;
const SLICE_MS = 12;

/** Starts of the values found, in reading order; at most HITS_MAX. Case does not matter. */
export function* searchTree(root: Place, text: string): Generator<undefined, readonly number[]> {
  const wanted = text.toLowerCase();
  const hits: number[] = [];
  const stack: { parts: readonly (JsonItem | JsonEntry)[]; at: number }[] = [{ parts: [root], at: 0 }];
  for (let frame = stack[0]; frame; frame = stack[stack.length - 1]) {
    const part = frame.parts[frame.at++];
    if (!part) stack.pop();
    else {
      if (matches(part, wanted)) hits.push(part.start);
      if (hits.length >= HITS_MAX) return hits;
      if (isContainer(part.value)) stack.push({ parts: partsOf(part.value), at: 0 });
      yield undefined;
    }
  }
  return hits;
}

function matches(part: JsonItem | JsonEntry, wanted: string): boolean {
  if ("key" in part && part.key.toLowerCase().includes(wanted)) return true;
  const text = plain(part.value);
  return text !== undefined && text.toLowerCase().includes(wanted);
}

function plain(value: Json): string | undefined {
  if (typeof value === "string") return value;
  if (value instanceof JsonNumber) return value.raw;
  return isContainer(value) ? undefined : String(value);
}

/** Runs a search in slices of some ms; calls back once, unless stopped before. Returns what stops it. */
export function searchInSlices(root: Place, text: string, onHits: (hits: readonly number[]) => void): () => void {
  const search = searchTree(root, text);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const slice = () => {
    const until = performance.now() + SLICE_MS;
    for (;;) {
      for (let i = 0; i < 256; i++) {
        const step = search.next();
        if (step.done) {
          onHits(step.value);
          return;
        }
      }
      if (performance.now() > until) break;
    }
    timer = setTimeout(slice, 0);
  };
  timer = setTimeout(slice, 0);
  return () => clearTimeout(timer);
}
