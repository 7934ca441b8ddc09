/** The usual node of a run at one stroke: flat JSON, which the engine's pattern matcher checks faster than any code. */

const STRING = String.raw`"[^"\\\u0000-\u001f]*"`;
const NUMBER = String.raw`-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?`;
const SCALAR = `(?:${STRING}|${NUMBER}|true|false|null)`;
/** Members of one object, less one; the matcher notes a way back for each. */
const MOST = 63;
const listOf = (value: string) => String.raw`\[(?:${value}(?:, ?${value}){0,${MOST}})?\]`;
const objectOf = (value: string) => String.raw`\{(?:${STRING}: ?${value}(?:, ?${STRING}: ?${value}){0,${MOST}})?\}`;
/**
 * An object of plain values and of lists and objects of plain values, nothing escaped, no white space but a space after
 * commas and colons. After a part that fits, nothing else fits there: a text that does not match is left in linear time.
 */
const FLAT = new RegExp(objectOf(`(?:${SCALAR}|${listOf(SCALAR)}|${objectOf(SCALAR)})`), "y");

/** Offset after the object that begins at `at`; -1: it is not of the usual kind, or no JSON, which `json.ts` finds out. */
export function flatEnd(text: string, at: number): number {
  FLAT.lastIndex = at;
  return FLAT.test(text) ? FLAT.lastIndex : -1;
}
