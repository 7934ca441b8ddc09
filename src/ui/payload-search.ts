/** Finds keys and values in a JSON tree, in steps, so that a search through megabytes never holds up the page. */
import { type Json, type JsonEntry, type JsonItem, JsonNumber } from "../contract/json.ts";
import type { Steps } from "../contract/slices.ts";
import { isContainer, partsOf, type Place } from "./payload-tree.ts";

export const HITS_MAX = 1_000;
/** UTF-16 units looked through in one step; a value counts as at least 64. */
const STEP_LENGTH = 32_768;
const VALUE_LENGTH = 64;

/** Starts of the values found, in reading order; at most HITS_MAX. Case does not matter. */
export function* searchTree(root: Place, text: string): Steps<readonly number[]> {
  const wanted = text.toLowerCase();
  const hits: number[] = [];
  let length = 0;
  const stack: { parts: readonly (JsonItem | JsonEntry)[]; at: number }[] = [{ parts: [root], at: 0 }];
  for (let frame = stack[0]; frame; frame = stack[stack.length - 1]) {
    const part = frame.parts[frame.at++];
    if (!part) stack.pop();
    else {
      if (yield* matches(part, wanted)) hits.push(part.start);
      if (hits.length >= HITS_MAX) return hits;
      if (isContainer(part.value)) stack.push({ parts: partsOf(part.value), at: 0 });
      length += VALUE_LENGTH + ("key" in part ? part.key.length : 0);
      if (!isContainer(part.value)) length += part.end - part.start;
      if (length > STEP_LENGTH) {
        length = 0;
        yield part.start;
      }
    }
  }
  return hits;
}

function* matches(part: JsonItem | JsonEntry, wanted: string): Steps<boolean> {
  if ("key" in part && part.key.toLowerCase().includes(wanted)) return true;
  const text = plain(part.value);
  if (text === undefined) return false;
  if (text.length <= STEP_LENGTH) return text.toLowerCase().includes(wanted);
  // Overlapping pieces; lower case may be longer, but never by more than a few units for a letter.
  for (let from = 0; from < text.length; from += STEP_LENGTH) {
    const piece = text.slice(from, from + STEP_LENGTH + wanted.length);
    if (piece.toLowerCase().includes(wanted)) return true;
    yield part.start;
  }
  return false;
}

function plain(value: Json): string | undefined {
  if (typeof value === "string") return value;
  if (value instanceof JsonNumber) return value.raw;
  return isContainer(value) ? undefined : String(value);
}
