/** What an attack is: one text or value an agent could write, and what it tries. */

export interface Attack {
  /** Stable: family and number. */
  readonly id: string;
  readonly tries: string;
  readonly text: string;
  /** JSON text for the places that hold any value; without it the text stands there as value and as key. */
  readonly json?: string;
}

/** Scripts of the corpus call this; it exists in the page under test and counts. */
export const CANARY = "canary()";
/** The host of everything that would load or be told something. Nothing answers there. */
export const EVIL = "evil.invalid";

/** Numbers a family's rows of what is tried and the text that tries it. */
export function family(
  name: string,
  rows: readonly (readonly [tries: string, text: string, json?: string])[],
): Attack[] {
  return rows.map(([tries, text, json], index) => ({
    id: `${name}-${String(index + 1).padStart(2, "0")}`,
    tries,
    text,
    ...(json === undefined ? {} : { json }),
  }));
}
