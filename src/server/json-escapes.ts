/** From places in a string's value to places in how it is written in JSON, where an escape takes two or six characters. */

/**
 * Start and end of each stretch in the writing, two numbers a stretch. `raw` is the string without its quotes; the
 * stretches are in order and apart.
 */
export function mapOffsets(
  raw: string,
  stretches: readonly { readonly start: number; readonly end: number }[],
): number[] {
  const out: number[] = [];
  let at = 0;
  let written = 0;
  const goTo = (offset: number): number => {
    while (at < offset) {
      if (raw.charCodeAt(written) !== 92) written++;
      else written += raw.charCodeAt(written + 1) === 117 ? 6 : 2;
      at++;
    }
    return written;
  };
  for (const { start, end } of stretches) out.push(goTo(start), goTo(end));
  return out;
}
