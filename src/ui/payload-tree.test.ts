/** Places in a JSON tree: the way to each, what its path is called, and how keys and texts are shown. */
import { expect, test } from "vitest";
import { readJson } from "../contract/json.ts";
import { chainTo, containersIn, EXPANDED_MAX, keyText, pathText, rootPlace, stringText } from "./payload-tree.ts";

test("the chain to a value ends at it, and its path names the way", () => {
  const text = '{"regions":[{"x":1},{"re venue":[5]}],"":{"$k":null}}';
  const root = rootPlace(readJson(text), text);
  const at = (needle: string) => chainTo(root, text.indexOf(needle));
  expect(pathText(at("5]"))).toBe('.regions[1]["re venue"][0]');
  expect(pathText(at("null"))).toBe('.[""]["$k"]');
  expect(pathText([root])).toBe(".");
});

test("expanding a value names all containers in it, outer ones first, up to a cap", () => {
  const text = '{"a":[[],{"b":[1]}],"c":2}';
  const root = rootPlace(readJson(text), text);
  expect(containersIn(root).map((start) => text.slice(start, start + 3))).toEqual(['{"a', "[[]", '{"b', "[1]"]);
  const many = `[${"[1],".repeat(EXPANDED_MAX * 2)}0]`;
  expect(containersIn(rootPlace(readJson(many), many))).toHaveLength(EXPANDED_MAX);
});

test.each([
  ["region", "region"],
  ["Total revenue (EUR)", "Total revenue (EUR)"],
  ["__proto__", "__proto__"],
  ["", '""'],
  [" ", '" "'],
  ["7", '"7"'],
  ["a  b", '"a  b"'],
  ["a: 1", '"a: 1"'],
  ["\ud800", '"\\ud800"'],
  ["a\nb", '"a\\nb"'],
])("the key %j is shown as %s", (key, expected) => {
  expect(keyText(key)).toBe(expected);
});

test.each([
  ["plain words", "plain words"],
  ["", '""'],
  ["  ", '"  "'],
  [" x", '" x"'],
  ["12", '"12"'],
  ["-1.50", '"-1.50"'],
  ["null", '"null"'],
  ["true", '"true"'],
  ["a\nb", '"a\\nb"'],
  ['say "no"', '"say \\"no\\""'],
])("the cell %j is shown as %s", (value, expected) => {
  expect(stringText(value)).toBe(expected);
});
