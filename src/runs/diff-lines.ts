/** Which lines two texts share: the longest common run of lines, bounded in size. */

export interface DiffLine {
  readonly kind: "same" | "only-a" | "only-b";
  readonly text: string;
}

/** Cells of the table that is filled, a thousand lines against a thousand: some 20 ms on a slow machine. */
const CELLS_MAX = 1_000_000;

/**
 * All lines of both, in an order that keeps each one's own, with as many shared as can be. Undefined when what is left
 * between the same beginning and the same end is too large.
 */
export function diffLines(a: readonly string[], b: readonly string[]): readonly DiffLine[] | undefined {
  const least = Math.min(a.length, b.length);
  let head = 0;
  while (head < least && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < least - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const middle = diffMiddle(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  if (!middle) return undefined;
  const same = (text: string): DiffLine => ({ kind: "same", text });
  return [...a.slice(0, head).map(same), ...middle, ...a.slice(a.length - tail).map(same)];
}

function diffMiddle(a: readonly string[], b: readonly string[]): readonly DiffLine[] | undefined {
  const width = b.length + 1;
  if ((a.length + 1) * width > CELLS_MAX) return undefined;
  // How many lines the rests from (i, j) on share.
  const shared = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => shared[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      shared[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: "same", text: a[i] ?? "" });
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: "only-a", text: a[i++] ?? "" });
    } else lines.push({ kind: "only-b", text: b[j++] ?? "" });
  }
  return lines;
}
