/** JSON texts of every sort out of random bytes, for tests: quick to make by the ten thousand, and they shrink well. */

/** What keys and values an odd text is made of. */
export interface Stock {
  readonly keys: readonly string[];
  /** JSON texts. */
  readonly values: readonly string[];
}

const PLAIN_VALUES = [
  ...["null", "true", "false", "0", "1", "-1", "2.50", "1e400", "9007199254740993", "1781256600", "1781256600000"],
  ...[
    '""',
    '" "',
    '"text"',
    '"\\ud800"',
    '"\u202e"',
    '"2026-06-12T09:30:00Z"',
    '"2026-06-12T09:30:01.5Z"',
    '"yesterday"',
  ],
  ...["[]", "{}", "[[]]", '{"__proto__":{"a":1}}', '["a","b"]', "[1,2]", '[{"a":1}]'],
];

const DEPTH_MAX = 4;
const MEMBERS_MAX = 9;

export class AnyJson {
  readonly #bytes: Uint8Array;
  readonly #stock: Stock;
  #at = 0;

  constructor(bytes: Uint8Array, stock: Stock) {
    this.#bytes = bytes;
    this.#stock = stock;
  }

  /** A number from 0 to below `count`, at most 256; 0 once the bytes are used up. */
  pick(count: number): number {
    const byte = this.#bytes[this.#at++] ?? 0;
    return Math.floor((byte * count) / 256);
  }

  from<T>(list: readonly T[]): T | undefined {
    return list[this.pick(list.length)];
  }

  /** An object; keys may repeat. */
  object(depth: number = 0): string {
    const entries = Array.from({ length: this.pick(MEMBERS_MAX + 1) }, () => {
      const key = this.from(this.#stock.keys) ?? "";
      return `${JSON.stringify(key)}:${this.value(depth + 1)}`;
    });
    return `{${entries.join(",")}}`;
  }

  /** Mostly objects. */
  list(depth: number = 0): string {
    const length = this.pick(5);
    return `[${Array.from({ length }, () => (this.pick(8) === 7 ? this.value(depth + 1) : this.object(depth + 1))).join(",")}]`;
  }

  value(depth: number = 0): string {
    const kind = this.pick(8);
    if (depth < DEPTH_MAX && kind === 6) return this.list(depth);
    if (depth < DEPTH_MAX && kind === 7) return this.object(depth);
    return (kind < 4 ? this.from(this.#stock.values) : this.from(PLAIN_VALUES)) ?? "null";
  }
}
