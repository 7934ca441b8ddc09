/** Rows found by number are those a plain walk would list, for any value and whatever is open. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Json, readJson } from "../contract/json.ts";
import { linesOf } from "./payload-lines.ts";
import { Outline } from "./payload-outline.ts";
import { canOpen, firstOpen, partsOf, type Place, placeAt, rootPlace, scalarText } from "./payload-tree.ts";
import { isDoneWithin } from "../contract/cpu-time.ts";

function rootOf(text: string): Place {
  return rootPlace(readJson(text), text);
}

/** What a plain recursive walk lists: `kind depth start`. */
function walk(place: Place, open: ReadonlySet<number>, depth: number = 0): string[] {
  const { value, start } = place;
  if (!canOpen(value) || !open.has(start)) return [`value ${depth} ${start}`];
  const head = `value ${depth} ${start} open`;
  if (typeof value === "string") {
    return [head, ...Array.from({ length: linesOf(value).count }, () => `text ${depth + 1} ${start}`)];
  }
  const parts = partsOf(value);
  const inner = parts.flatMap((_, i) => walk(placeAt(parts, i)!, open, depth + 1));
  return [head, ...inner, `close ${depth} ${start} open`];
}

function startsOf(root: Place): number[] {
  const queue: { value: Json; start: number }[] = [root];
  for (const { value } of queue) queue.push(...partsOf(value));
  return queue.map(({ start }) => start);
}

const texts = fc
  .tuple(
    fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 5, depthSize: "small" },
        fc.constantFrom<unknown>(1, null, "a", "two\nlines", "x".repeat(100)),
        fc.array(tie("any"), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom("a", "b", "c"), tie("any"), { maxKeys: 3 }),
      ),
    })).any,
    fc.nat(2),
  )
  .map(([value, spaces]) => JSON.stringify(value, null, spaces));

test("any row, the row of any value, and the steps between values", () => {
  const property = fc.property(texts, fc.array(fc.nat(40), { maxLength: 40 }), fc.boolean(), (text, picks, isAll) => {
    const root = rootOf(text);
    const starts = startsOf(root);
    const open = new Set(isAll ? starts : picks.map((pick) => starts[pick % starts.length]!).concat(root.start));
    const outline = new Outline(root, open);
    const expected = walk(root, open);
    const rows = expected.map((_, i) => outline.rowAt(i)!);
    const shown = rows.map(({ kind, depth, start, isOpen }) => `${kind} ${depth} ${start}${isOpen ? " open" : ""}`);
    expect(shown).toEqual(expected);
    const from = picks[0] ?? 0;
    expect(outline.rows(from, from + 9)).toEqual(rows.slice(from, from + 9));
    expect([outline.count, outline.rowAt(-1), outline.rowAt(expected.length)]).toEqual([
      expected.length,
      undefined,
      undefined,
    ]);
    for (const start of starts) {
      const at = rows.findIndex((row) => row.kind === "value" && row.start === start);
      expect(outline.indexOf(start)).toBe(at);
    }
    for (const [i, row] of rows.entries()) {
      expect(text.slice(row.start, row.end)).toBe(text.slice(row.start, row.end).trim());
      const after = rows.findIndex((other, j) => j > i && other.kind === "value");
      const before = rows.findLastIndex((other, j) => j < i && other.kind === "value");
      expect([outline.step(i, 1), outline.step(i, -1)]).toEqual([after < 0 ? i : after, before < 0 ? i : before]);
    }
  });
  fc.assert(property, { numRuns: 10_000 });
});

test("order, duplicates, __proto__ and digits are as sent", () => {
  const root = rootOf('{"b":1240.00,"a":1,"a":2,"__proto__":9007199254740993}');
  const outline = new Outline(root, new Set([0]));
  const shown = [1, 2, 3, 4].map((i) => outline.rowAt(i)!);
  expect(shown.map(({ name, value, position }) => `${position} ${name}=${scalarText(value)}`)).toEqual([
    "1 b=1240.00",
    "2 a=1",
    "3 a=2",
    "4 __proto__=9007199254740993",
  ]);
});

test("depth 5,000 is opened, walked and found without recursion, and quickly", () => {
  const text = "[".repeat(5_000) + "0" + "]".repeat(5_000);
  const outline = new Outline(rootOf(text), new Set(Array.from({ length: 5_000 }, (_, i) => i)));
  expect(outline.count).toBe(10_001);
  const walk = (): void => {
    expect(outline.step(5_000, 1)).toBe(5_000);
    expect(outline.step(10_000, -1)).toBe(5_000);
    expect(outline.indexOf(5_000)).toBe(5_000);
    for (let row = 9_900; row < 9_960; row++) expect(outline.rowAt(row)).toMatchObject({ kind: "close" });
  };
  expect(isDoneWithin(1_000, walk)).toBe(true);
});

test("a long list opens, and is not opened further by itself", () => {
  const text = `[${Array.from({ length: 100_000 }, (_, i) => `{"i":${i}}`).join()}]`;
  const root = rootOf(text);
  const outline = new Outline(root, firstOpen(root, text));
  expect(outline.count).toBe(100_002);
  expect(outline.rowAt(100_000)).toMatchObject({ name: 99_999, depth: 1, position: 100_000, siblings: 100_000 });
});
