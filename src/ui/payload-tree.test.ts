/** The rows of a JSON tree: exact, complete, and never recursive. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Json, readJson } from "../contract/json.ts";
import {
  chainTo,
  firstOpen,
  flatten,
  linesOf,
  partsOf,
  pathText,
  type Place,
  rootPlace,
  scalarText,
} from "./payload-tree.ts";

function treeOf(text: string) {
  const root = rootPlace(readJson(text), text);
  return { root, rows: flatten(root, firstOpen(root, text)) };
}

function allOpen(root: Place): Set<number> {
  const open = new Set<number>();
  const queue: { value: Json; start: number }[] = [root];
  for (const place of queue) {
    open.add(place.start);
    queue.push(...partsOf(place.value));
  }
  return open;
}

test("order, duplicates, __proto__ and digits are as sent", () => {
  const { rows } = treeOf('{"b":1240.00,"a":1,"a":2,"__proto__":9007199254740993}');
  const shown = rows.filter(({ kind }) => kind === "value").slice(1);
  expect(shown.map(({ name, value }) => `${String(name)}=${scalarText(value)}`)).toEqual([
    "b=1240.00",
    "a=1",
    "a=2",
    "__proto__=9007199254740993",
  ]);
});

test("every row's place holds exactly its value, and closing rows match their containers", () => {
  const property = fc.property(fc.json({ maxDepth: 5 }), fc.nat(3), (json, spaces) => {
    const text = JSON.stringify(JSON.parse(json), null, spaces);
    const root = rootPlace(readJson(text), text);
    const rows = flatten(root, allOpen(root));
    const starts = rows.filter(({ kind }) => kind === "value").map(({ start }) => start);
    if (new Set(starts).size !== starts.length) return false;
    let depth = 0;
    for (const row of rows) {
      if (row.kind === "close") depth--;
      if (row.kind !== "text" && row.depth !== depth) return false;
      if (row.kind !== "value") continue;
      if (scalarOrType(readJson(text.slice(row.start, row.end))) !== scalarOrType(row.value)) return false;
      if (row.isOpen && typeof row.value !== "string") depth++;
    }
    return depth === 0;
  });
  fc.assert(property, { numRuns: 10_000 });
});

const scalarOrType = (value: Json) =>
  typeof value === "object" && value !== null && !("raw" in value) ? value.constructor.name : scalarText(value);

test("the chain to a value ends at it, and its path names the way", () => {
  const text = '{"regions":[{"x":1},{"re venue":[5]}],"":{"$k":null}}';
  const { root } = treeOf(text);
  const at = (needle: string) => chainTo(root, text.indexOf(needle));
  expect(pathText(at("5]"))).toBe('regions[1]["re venue"][0]');
  expect(pathText(at("null"))).toBe('[""].$k');
  expect(pathText([root])).toBe("$");
});

test("depth 5,000 is opened without recursion", () => {
  const text = "[".repeat(5_000) + "]".repeat(5_000);
  const root = rootPlace(readJson(text), text);
  expect(flatten(root, allOpen(root))).toHaveLength(5_000 + 4_999);
});

test("a long list opens, and is not opened further by itself", () => {
  const text = `[${Array.from({ length: 100_000 }, (_, i) => `{"i":${i}}`).join()}]`;
  const { rows } = treeOf(text);
  expect(rows).toHaveLength(100_002);
  expect(rows[100_000]).toMatchObject({ name: 99_999, depth: 1, position: 100_000, siblings: 100_000, isOpen: false });
});

test("lines joined are the text, none is too long, and no character is cut in two", () => {
  const texts = fc.array(fc.oneof(fc.constantFrom("\n", "😀", "a".repeat(97)), fc.string({ unit: "grapheme" })), {
    maxLength: 12,
  });
  const property = fc.property(texts, (parts) => {
    const text = parts.join("");
    const lines = linesOf(text, 10);
    let rest = text;
    for (const line of lines) {
      if (line.length > 10 || !rest.startsWith(line) || !line.isWellFormed()) return false;
      rest = rest.slice(line.length).replace(/^\n/, "");
    }
    return rest === "";
  });
  fc.assert(property, { numRuns: 10_000 });
});
