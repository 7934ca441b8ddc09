/** Finds the nodes of one answer in the text of the next: most stand there again, in the same order. */
import type { KnownNodes } from "./node-places.ts";
import type { Root } from "./place-nodes.ts";

/** After so many nodes in a row that are not known, as many known ones may have been passed. */
const AHEAD_MOST = 8;

export class KnownRoots implements KnownNodes {
  readonly #roots: readonly Root[];
  /** The one expected next. */
  #next = 0;
  #missed = 0;

  constructor(roots: readonly Root[]) {
    this.#roots = roots;
  }

  /** Expects the first one again. */
  rewind(): void {
    this.#next = 0;
    this.#missed = 0;
  }

  indexAt(text: string, at: number): number {
    // An object ends where it ends, whatever follows; a number would go on.
    if (text.charCodeAt(at) === 123) {
      const last = Math.min(this.#roots.length - 1, this.#next + Math.min(this.#missed + 1, AHEAD_MOST));
      for (let index = this.#next; index <= last; index++) {
        if (!this.#isAt(text, at, index)) continue;
        this.#next = index + 1;
        this.#missed = 0;
        return index;
      }
    }
    this.#missed++;
    return -1;
  }

  lengthOf(index: number): number {
    return this.#roots[index]?.draft.text.length ?? 0;
  }

  #isAt(text: string, at: number, index: number): boolean {
    const root = this.#roots[index];
    if (!root || root.name !== undefined) return false;
    const { text: known } = root.draft;
    const end = at + known.length;
    return text.charCodeAt(end - 1) === 125 && text.slice(at, end) === known;
  }
}
