/**
 * The rows of an opened tree, counted but not made: a row is found by its number when it comes into sight. So the cost
 * is that of what is open, not of its millions of values. Nothing recurses.
 */
import { type Line, type Lines, linesOf } from "./payload-lines.ts";
import { canOpen, type Part, partAt, partsOf, type Place, placeAt } from "./payload-tree.ts";

export interface TreeRow extends Place {
  /** `close` ends an opened container, `text` is one line of an opened string. */
  readonly kind: "value" | "close" | "text";
  readonly depth: number;
  readonly canOpen: boolean;
  readonly isOpen: boolean;
  /** From 1, among its siblings. */
  readonly position: number;
  readonly siblings: number;
  /** Of a `text` row. */
  readonly line?: Line;
}

/** An opened value. Its rows: its own, then its parts' or lines, then, of a container, the closing one. */
interface Box {
  readonly place: Place;
  readonly depth: number;
  readonly position: number;
  readonly siblings: number;
  readonly parts: readonly Part[];
  readonly lines: Lines | undefined;
  /** Its opened parts in order. */
  readonly kids: Kid[];
  rows: number;
}

/** A box and the row it begins at. */
interface Based {
  readonly box: Box;
  readonly base: number;
}

interface Kid {
  readonly index: number;
  readonly box: Box;
  /** Row it begins at, counted from the first row after the parent's own. */
  first: number;
}

export class Outline {
  readonly count: number;
  readonly #root: Place;
  readonly #top: Box | undefined;

  /** `open`: starts of the opened values; those within closed ones count once they come into sight. */
  constructor(root: Place, open: ReadonlySet<number>) {
    this.#root = root;
    this.#top = canOpen(root.value) && open.has(root.start) ? build(root, open) : undefined;
    this.count = this.#top?.rows ?? 1;
  }

  rowAt(index: number): TreeRow | undefined {
    return this.rows(index, index + 1)[0];
  }

  /** Those of the rows from `start` to before `end` that exist. The way down to the first is gone only once. */
  rows(start: number, end: number): readonly TreeRow[] {
    const first = Math.max(0, start);
    const rows: TreeRow[] = [];
    const chain = this.#chainTo(first);
    for (let index = first; index < Math.min(end, this.count); index++) {
      let last = chain[chain.length - 1];
      while (last && index >= last.base + last.box.rows) {
        chain.pop();
        last = chain[chain.length - 1];
      }
      for (let inner = last && innerAt(last, index); inner; inner = innerAt(inner, index)) {
        chain.push(inner);
        last = inner;
      }
      rows.push(last ? rowIn(last.box, index - last.base) : rowOf(this.#root, 0, 1, 1));
    }
    return rows;
  }

  /** The row of the value that starts here; -1 when it is within a closed one. */
  indexOf(start: number): number {
    if (start === this.#root.start) return 0;
    let index = 0;
    for (let box = this.#top; box && !box.lines;) {
      const part = partAt(box.parts, start);
      if (part < 0) return -1;
      const kid = kidAt(box, part);
      const isKid = kid?.index === part;
      index += 1 + (kid ? kid.first + (isKid ? 0 : kid.box.rows + part - kid.index - 1) : part);
      if (box.parts[part]?.start === start) return index;
      box = isKid ? kid.box : undefined;
    }
    return -1;
  }

  /** The next row, in a direction, that is a value; the row itself when there is none. */
  step(index: number, by: 1 | -1): number {
    const chain = this.#chainTo(index + by);
    const last = chain.pop();
    if (!last) return index;
    const { box, base } = last;
    const at = index + by - base;
    if (at === 0 || (!box.lines && at < box.rows - 1)) return index + by;
    if (by < 0) return lastValue(box, base);
    let next = base + box.rows;
    for (let outer = chain.pop(); outer && next === outer.base + outer.box.rows - 1; outer = chain.pop()) next++;
    return next < this.count ? next : index;
  }

  /** The boxes a row is in, outermost first, each with the row it begins at. */
  #chainTo(index: number): Based[] {
    const chain: Based[] = [];
    const top = index >= 0 && index < this.count ? this.#top : undefined;
    for (let last = top && { box: top, base: 0 }; last; last = innerAt(last, index)) chain.push(last);
    return chain;
  }
}

/** The opened part of a box that holds this row. */
function innerAt({ box, base }: Based, index: number): Based | undefined {
  const kid = kidBefore(box, index - base - 1);
  const from = kid ? base + 1 + kid.first : 0;
  return kid && index < from + kid.box.rows ? { box: kid.box, base: from } : undefined;
}

/** The `at`th row of a box, one that no opened part of it holds. */
function rowIn(box: Box, at: number): TreeRow {
  const { place, depth, parts, lines } = box;
  if (at === 0) return { ...rowOf(place, depth, box.position, box.siblings), isOpen: true };
  if (lines) return { ...rowOf(place, depth + 1, 0, 0), kind: "text", line: lines.at(at - 1) };
  const kid = kidBefore(box, at - 1);
  const index = kid ? kid.index + at - kid.first - kid.box.rows : at - 1;
  const part = at < box.rows - 1 ? placeAt(parts, index) : undefined;
  if (!part) return { ...rowOf(place, depth, 0, 0), kind: "close", isOpen: true };
  return rowOf(part, depth + 1, index + 1, parts.length);
}

/** Row of the last value in sight within a box, itself included. */
function lastValue(from: Box, fromRow: number): number {
  let row = fromRow;
  for (let box = from; ;) {
    if (box.lines) return row;
    const kid = box.kids[box.kids.length - 1];
    if (kid?.index !== box.parts.length - 1) return row + box.rows - 2;
    row += 1 + kid.first;
    box = kid.box;
  }
}

function rowOf(place: Place, depth: number, position: number, siblings: number): TreeRow {
  return { ...place, kind: "value", depth, canOpen: canOpen(place.value), isOpen: false, position, siblings };
}

function build(root: Place, open: ReadonlySet<number>): Box {
  const top = boxOf(root, 0, 1, 1);
  const stack = [top];
  for (const start of Float64Array.from(open).sort()) {
    let parent = stack[stack.length - 1];
    while (parent && parent !== top && parent.place.end <= start) {
      close(stack);
      parent = stack[stack.length - 1];
    }
    if (!parent || start <= parent.place.start) continue;
    const index = partAt(parent.parts, start);
    const place = placeAt(parent.parts, index);
    if (place?.start !== start || !canOpen(place.value)) continue;
    const box = boxOf(place, parent.depth + 1, index + 1, parent.parts.length);
    parent.kids.push({ index, box, first: 0 });
    stack.push(box);
  }
  while (stack.length > 0) close(stack);
  return top;
}

/** A box is complete once all in it are: only then are its rows known. */
function close(stack: Box[]): void {
  const box = stack.pop();
  if (!box) return;
  let more = 0;
  for (const kid of box.kids) {
    kid.first = kid.index + more;
    more += kid.box.rows - 1;
  }
  box.rows = box.lines ? 1 + box.lines.count : 2 + box.parts.length + more;
}

function boxOf(place: Place, depth: number, position: number, siblings: number): Box {
  const lines = typeof place.value === "string" ? linesOf(place.value) : undefined;
  return { place, depth, position, siblings, parts: partsOf(place.value), lines, kids: [], rows: 0 };
}

/** The last opened part that begins at or before this row. */
function kidBefore({ kids }: Box, row: number): Kid | undefined {
  return lastWhere(kids, (kid) => kid.first <= row);
}

/** The last opened part at or before this one. */
function kidAt({ kids }: Box, part: number): Kid | undefined {
  return lastWhere(kids, (kid) => kid.index <= part);
}

function lastWhere(kids: readonly Kid[], isBefore: (kid: Kid) => boolean): Kid | undefined {
  let low = 0;
  let high = kids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const kid = kids[middle];
    if (kid && isBefore(kid)) low = middle + 1;
    else high = middle;
  }
  return kids[low - 1];
}
