/** What is taken for JSON at one stroke is JSON, and ends there; the usual node is taken. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { isDoneWithin } from "./cpu-time.ts";
import { checkValueInSteps } from "./json.ts";
import { flatEnd } from "./json-flat.ts";
import { runAtOnce } from "./slices.ts";

/** Where the value ends by the reader that checks all of JSON; -1: it is none. */
function endOf(text: string, at: number): number {
  try {
    return runAtOnce(checkValueInSteps(text, at));
  } catch {
    return -1;
  }
}

const nodes = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 6 });
const spaced = (text: string) => text.replaceAll(/(?<=[\]}"\w]),|(?<="):/g, "$& ");

test("ends where the reader of all JSON ends, or says that it does not know", () => {
  fc.assert(
    fc.property(
      nodes,
      fc.string({ maxLength: 3 }),
      fc.boolean(),
      fc.string({ maxLength: 3 }),
      (node, before, isSpaced, after) => {
        const text = before + (isSpaced ? spaced(JSON.stringify(node)) : JSON.stringify(node)) + after;
        expect([-1, endOf(text, before.length)]).toContain(flatEnd(text, before.length));
      },
    ),
  );
});

test("takes nothing that is no JSON, whatever one character of it becomes", () => {
  const keys = fc.constantFrom("a", "id");
  const plain = fc.oneof(fc.constantFrom(0, -1.5, 1e21, 10, true, false, null), fc.string({ maxLength: 2 }));
  const inner = fc.oneof(plain, fc.array(plain, { maxLength: 2 }), fc.dictionary(keys, plain, { maxKeys: 2 }));
  const usual = fc.dictionary(keys, inner, { minKeys: 1, maxKeys: 2 });
  const one = fc.constantFrom(...'{}[],:"\\0-.eE+ tfn\u0000\u001f\u2028\ud800', "");
  fc.assert(
    fc.property(usual, fc.nat(), fc.boolean(), one, (node, place, isAdded, character) => {
      const whole = JSON.stringify(node);
      const at = place % whole.length;
      const text = whole.slice(0, at) + character + whole.slice(isAdded ? at : at + 1);
      const end = flatEnd(text, 0);
      if (end >= 0) expect(end).toBe(endOf(text, 0));
    }),
    { numRuns: 5_000 },
  );
});

test.each([
  ['{"id":"step-1","status":"completed","durationMs":24,"output":{"rows":1,"note":""},"dependsOn":["step-0"]}'],
  ['{"id": "a", "n": [1, -2.5e+3, 0], "is": true, "no": null, "empty": {}, "none": []}'],
  ["{}"],
])("the usual node is taken: %s", (text) => expect(flatEnd(`[${text},`, 1)).toBe(text.length + 1));

test.each([
  ['{"a":"\\n"}'],
  ['{"a":{"b":{"c":1}}}'],
  ['{ "a":1}'],
  [`{${Array.from({ length: 65 }, (_, index) => `"${index}":1`).join(",")}}`],
  ['{"a":01}'],
  ['{"a":1,}'],
  ['{"a"}'],
  ['"a"'],
  [""],
])("anything else is left: %s", (text) => expect(flatEnd(text, 0)).toBe(-1));

test("what does not match in the end is left in linear time", () => {
  const members = Array.from({ length: 60 }, (_, index) => `"${index}":["${"x".repeat(20_000)}",1]`);
  const text = `{${members.join(",")},"a":"${"y".repeat(1_000_000)}\\n"}`;
  expect(isDoneWithin(200, () => expect(flatEnd(text, 0)).toBe(-1))).toBe(true);
});
