/** What can be sent as an input, and what is said about the rest. */
import { expect, test } from "vitest";
import { inputFault } from "./start-input.ts";

test.each([
  ["{}", undefined],
  ['{"amount": 1240.00}', undefined],
  ["[]", "The input is an object, written in { }."],
  ["1", "The input is an object, written in { }."],
  ["", "Unexpected end, line 1, column 1."],
  ['{\n  "a": 1,\n}', "Expected a key, line 3, column 1."],
])("%s", (text, fault) => {
  expect(inputFault(text)).toBe(fault);
});
