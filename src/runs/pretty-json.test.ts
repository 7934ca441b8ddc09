/** Nothing but blanks is added or lost. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { prettyJson } from "./pretty-json.ts";

test("on the lines stands what was sent, as JSON.stringify would indent it", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value: unknown = JSON.parse(text);
      const plain = JSON.stringify(value);
      expect(prettyJson(plain).join("\n")).toBe(JSON.stringify(value, null, 2));
      expect(prettyJson(JSON.stringify(value, null, 3))).toEqual(prettyJson(plain));
    }),
    { numRuns: 10_000 },
  );
});

test("numbers and text stay as sent", () => {
  expect(prettyJson(String.raw`{"a":1240.00,"b":["\u0041, {",1e400],"c":{}}`)).toEqual([
    "{",
    '  "a": 1240.00,',
    '  "b": [',
    String.raw`    "\u0041, {",`,
    "    1e400",
    "  ],",
    '  "c": {}',
    "}",
  ]);
});
