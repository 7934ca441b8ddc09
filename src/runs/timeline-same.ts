/** Whether a row of the timeline says what it said: a poll lays all rows and writes all notes anew. Pure. */

/** What is made anew although nothing in it changed; steps that did not change keep their identity. */
const MADE_ANEW: ReadonlySet<string> = new Set(["row", "hidden", "counts", "note"]);

/** Of the props of a row, before and after. */
export function isSameRow(before: object, after: object): boolean {
  const names = Object.keys(after);
  return names.length === Object.keys(before).length && names.every((name) => isSameIn(before, after, name));
}

function isSameIn(before: object, after: object, name: string): boolean {
  const a: unknown = before[name as keyof object];
  const b: unknown = after[name as keyof object];
  return Object.is(a, b) || (MADE_ANEW.has(name) && isObject(a) && isObject(b) && isSameRow(a, b));
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
