/** Splitting agrees with reading: same keys, same spans, for any JSON text. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isArrayAt, isObjectAt, ownText, scalarAt, splitJson } from "./json-parts.ts";
import { JsonArray, JsonNumber, JsonObject, readJson } from "./json.ts";

test("the members of any value are those the reader finds", () => {
  const text = fc
    .tuple(fc.jsonValue(), fc.constantFrom(0, 2, "\t\n"))
    .map(([value, space]) => JSON.stringify(value, null, space));
  const property = fc.property(text, (json) => {
    const value = readJson(json);
    const parts = splitJson(json);
    if (value instanceof JsonObject) {
      expect(parts).toEqual(value.entries.map(({ key, start, end }) => ({ key, start, end })));
    } else {
      const items = value instanceof JsonArray ? value.items : [];
      expect(parts).toEqual(items.map(({ start, end }) => ({ key: "", start, end })));
    }
    const members = value instanceof JsonObject ? value.entries : value instanceof JsonArray ? value.items : [];
    for (const [i, member] of members.entries()) {
      const part = parts[i]!;
      expect(isObjectAt(json, part)).toBe(member.value instanceof JsonObject);
      expect(isArrayAt(json, part)).toBe(member.value instanceof JsonArray);
      const scalar = isObjectAt(json, part) || isArrayAt(json, part) ? undefined : member.value;
      expect(scalarAt(json, part)).toEqual(scalar);
    }
  });
  fc.assert(property, { numRuns: 10_000 });
});

test.each([
  ['{"a\\"}":"\\\\","b":[{"c":"]}\\""}]}', ['"\\\\"', '[{"c":"]}\\""}]']],
  ["[ 1 , [2,3] ,\n{} ]", ["1", "[2,3]", "{}"]],
  ['{"__proto__":1,"a":2,"a":3}', ["1", "2", "3"]],
  ["[]", []],
  [" { } ", []],
  ["12", []],
  ['"[1]"', []],
])("%s", (text, expected) => {
  expect(splitJson(text).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
});

test("keys are decoded, numbers keep their digits, a copied text is the same text", () => {
  expect(splitJson('{"\\u0061b":1}')[0]?.key).toBe("ab");
  expect(scalarAt("1240.00", { start: 0, end: 7 })).toEqual(new JsonNumber("1240.00"));
  const texts = fc.property(fc.string({ unit: "binary" }), (text) => ownText(text) === text);
  fc.assert(texts, { numRuns: 10_000 });
});
