/** When a value is a table, and how its numbers line up. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { readJson } from "../contract/json.ts";
import { runAtOnce } from "../contract/slices.ts";
import { padding, tableInSteps, tailOf } from "./payload-table.ts";

const tableOf = (text: string) => runAtOnce(tableInSteps(readJson(text), text.length));

test("rows that share a key are a table; columns stand in the order first seen", () => {
  const table = tableOf('[{"region":"North","revenue":31220.5},{"region":"South","revenue":58110,"note":null}]');
  expect(table?.columns).toEqual([
    { key: "region", isNumeric: false, tail: "" },
    { key: "revenue", isNumeric: true, tail: ".5" },
    { key: "note", isNumeric: false, tail: "" },
  ]);
});

test("an object of objects with the same keys is a table whose rows have names", () => {
  const table = tableOf('{"north":{"n":1,"ok":true},"__proto__":{"ok":null,"n":2.5}}');
  expect(table?.names).toEqual(["north", "__proto__"]);
  expect(table?.columns.map(({ key, isNumeric }) => [key, isNumeric])).toEqual([
    ["n", true],
    ["ok", false],
  ]);
});

test.each([
  ["one row", '[{"a":1}]'],
  ["nothing shared", '[{"a":1},{"b":2}]'],
  ["not only objects", '[{"a":1},2]'],
  ["a key sent twice, of which a cell would hide one", '[{"a":1,"a":2},{"a":3}]'],
  ["an object of other things", '{"a":[],"b":[]}'],
  ["an object of one", '{"a":{"x":1}}'],
  ["objects of unlike shapes", '{"a":{"x":1},"b":{"y":1}}'],
  ["objects of which one says less", '{"a":{"x":1,"y":2},"b":{"x":1}}'],
  ["empty objects", '{"a":{},"b":{}}'],
  ["one row name twice", '{"a":{"x":1},"a":{"x":2}}'],
  ["too wide to read", `[${[1, 2].map(() => `{${Array.from({ length: 41 }, (_, i) => `"k${i}":1`).join()}}`).join()}]`],
])("%s is none", (_, text) => {
  expect(tableOf(text)).toBeUndefined();
});

test("a column with one text among numbers is text", () => {
  expect(tableOf('[{"n":1},{"n":"1"}]')?.columns[0]?.isNumeric).toBe(false);
});

test("with its padding every number of a column ends equally far from its point", () => {
  const number = fc.tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.option(fc.stringMatching(/^[0-9]{1,6}$/)));
  const property = fc.property(fc.array(number, { minLength: 2, maxLength: 8 }), (numbers) => {
    const raws = numbers.map(([whole, fraction]) => (fraction === null ? `${whole}` : `${whole}.${fraction}`));
    const tail = tableOf(`[${raws.map((raw) => `{"n":${raw}}`).join()}]`)?.columns[0]?.tail ?? "";
    return raws.every((raw) => `${tailOf(raw)}${padding(raw, tail)}`.length === tail.length);
  });
  fc.assert(property, { numRuns: 10_000 });
});
