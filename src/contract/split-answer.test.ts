/** Checking and splitting in one pass is checking, then splitting: the same refusals and the same places. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { checkJson, JsonError } from "./json.ts";
import { isArrayAt, isObjectAt, splitJson } from "./json-parts.ts";
import { runAtOnce } from "./slices.ts";
import { splitAnswer } from "./split-answer.ts";

const NAME = "list";

function inTwoPasses(text: string): unknown {
  checkJson(text);
  const start = { start: text.search(/[^ \t\n\r]/), end: text.length };
  if (!isObjectAt(text, start)) return undefined;
  const parts = splitJson(text);
  const last = parts.findLast(({ key }) => key === NAME);
  const items = last && isArrayAt(text, last) ? splitJson(text.slice(last.start, last.end)) : undefined;
  return { parts, bounds: items?.flatMap(({ start: from, end }) => [from, end]) };
}

function inOnePass(text: string): unknown {
  const split = runAtOnce(splitAnswer(text, NAME));
  return split && { parts: split.parts, bounds: split.nodes?.bounds };
}

function outcome(split: (text: string) => unknown, text: string): unknown {
  try {
    return split(text);
  } catch (error) {
    return error instanceof JsonError ? error.message : "thrown";
  }
}

const value = fc.oneof(
  fc.json({ maxDepth: 3 }),
  fc.constantFrom("[]", "[ ]", "{}", "[[1,2],{}]", "1.50", '"\\ud83d"', "[1,", '"\\x"', "", "nul", '{"a"}', "tru", "-"),
);
const member = fc.tuple(fc.constantFrom('"list"', '"l\\u0069st"', '"other"', '"__proto__"', "list", '""'), value);
const space = fc.constantFrom("", " ", "\n\t", "x", ",");

test("any text, good or bad", () => {
  const answer = fc
    .tuple(fc.array(member, { maxLength: 4 }), space, space, space)
    .map(([members, a, b, c]) => `${b}{${a}${members.map(([key, text]) => `${key}${b}:${text}${a}`).join(",")}}${c}`);
  const property = fc.property(fc.oneof(answer, value), (text) => {
    expect(outcome(inOnePass, text)).toEqual(outcome(inTwoPasses, text));
  });
  fc.assert(property, { numRuns: 10_000 });
});

test("it pauses within long lists and long items, at offsets that grow", () => {
  const items = Array.from({ length: 5_000 }, (_, i) => `{"i":${i}}`).join();
  const text = `{"list":[${items},[${items}]],"after":[${items}]}`;
  const pauses = [...splitAnswer(text, NAME)];
  expect(pauses.length).toBeGreaterThan(50);
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
});
