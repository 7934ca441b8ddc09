/** What the server hid in an answer, seen from one of its fields. */
import type { Payload } from "./payload.ts";
import type { Problem } from "./problem.ts";
import type { Mask, Masks } from "./runlight.ts";

export interface Hidden {
  /** How many values. */
  readonly count: number;
  /** What they are, as far as the answer tells them apart. */
  readonly masks: readonly Mask[];
}

/** How every mask begins; the server writes no other text this way, an agent may. */
const MARK = "‹hidden: ";

/**
 * What is hidden at a pointer and below it; undefined when nothing is. `text` is the field's exact text: an answer with
 * very many masks does not say where all of them are, and then they are counted there.
 */
export function hiddenAt(masks: Masks | undefined, pointer: string, text: string): Hidden | undefined {
  if (!masks) return undefined;
  const found: Mask[] = [];
  let listed = 0;
  let count = 0;
  for (const [at, mask] of Object.entries(masks.at)) {
    const values = mask.count ?? 1;
    listed += values;
    if (at !== pointer && !at.startsWith(`${pointer}/`)) continue;
    count += values;
    found.push(mask);
  }
  if (listed < masks.count) count = Math.max(count, text.split(MARK).length - 1);
  return count === 0 ? undefined : { count, masks: found };
}

/** What came of asking for a field unmasked. */
export type Revealed =
  | { readonly kind: "revealed"; readonly payload: Payload }
  | { readonly kind: "problem"; readonly problem: Problem };
