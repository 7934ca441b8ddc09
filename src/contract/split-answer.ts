/** Checks an answer and splits it into its members in one pass; nodes known from the last answer are passed over. */
import { checkValueInSteps, JsonError, skipSpace, valueAfterKey } from "./json.ts";
import { flatEnd } from "./json-flat.ts";
import type { Part } from "./json-parts.ts";
import type { KnownNodes, NodePlaces } from "./node-places.ts";
import type { Steps } from "./slices.ts";

export interface Split {
  readonly parts: readonly Part[];
  /** Of the last member with that name, where that is a list. Offsets count from its start. */
  readonly nodes: NodePlaces | undefined;
}

const ITEMS_PER_STEP = 64;

/**
 * The members of a JSON object, in the order sent; undefined for any other value. Throws what checkJson throws, at the
 * same offsets. In steps: each yields how far it got. `listName`: of the member whose items are told.
 */
export function* splitAnswer(text: string, listName: string, known?: KnownNodes): Steps<Split | undefined> {
  let at = skipSpace(text, 0);
  if (text.charCodeAt(at) !== 123) {
    endOfText(text, yield* checkValueInSteps(text, at));
    return undefined;
  }
  const parts: Part[] = [];
  let nodes: NodePlaces | undefined;
  at = skipSpace(text, at + 1);
  let isEnd = text.charCodeAt(at) === 125;
  while (!isEnd) {
    const member = valueAfterKey(text, at);
    const start = member.at;
    const isList = member.key === listName && text.charCodeAt(start) === 91;
    const places = isList ? { bounds: [], same: [], known } : undefined;
    const end = yield* places ? checkList(text, start, places) : checkValueInSteps(text, start);
    if (member.key === listName) nodes = places;
    parts.push({ key: member.key, start, end });
    at = skipSpace(text, end);
    isEnd = text.charCodeAt(at) === 125;
    if (!isEnd) at = afterComma(text, at);
  }
  endOfText(text, at + 1);
  return { parts, nodes };
}

function* checkList(
  text: string,
  start: number,
  places: { bounds: number[]; same: number[] } & Pick<NodePlaces, "known">,
): Steps<number> {
  const { bounds, same, known } = places;
  let at = skipSpace(text, start + 1);
  if (text.charCodeAt(at) === 93) return at + 1;
  for (;;) {
    const index = known ? known.indexAt(text, at) : -1;
    let end = known && index >= 0 ? at + known.lengthOf(index) : flatEnd(text, at);
    if (end < 0) end = yield* checkValueInSteps(text, at);
    bounds.push(at - start, end - start);
    if (known) same.push(index);
    if (bounds.length % (2 * ITEMS_PER_STEP) === 0) yield end;
    at = skipSpace(text, end);
    if (text.charCodeAt(at) === 93) return at + 1;
    at = afterComma(text, at);
  }
}

function afterComma(text: string, at: number): number {
  if (text.charCodeAt(at) !== 44) throw new JsonError("Expected a comma or the end", at);
  return skipSpace(text, at + 1);
}

function endOfText(text: string, end: number): void {
  const at = skipSpace(text, end);
  if (at < text.length) throw new JsonError("Text after the end of the value", at);
}
