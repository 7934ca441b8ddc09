/** Lines put together are the text, and none is cut within a character. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { linesOf } from "./payload-lines.ts";

const LENGTH = 10;
const texts = fc
  .array(fc.oneof(fc.constantFrom("\n", "😀", "a".repeat(9), "\ud800"), fc.string({ unit: "grapheme" })), {
    maxLength: 12,
  })
  .map((parts) => parts.join(""));

test("lines joined are the text, none is too long, and no character is cut in two", () => {
  const property = fc.property(texts, (text) => {
    const lines = linesOf(text, LENGTH);
    const all = Array.from({ length: lines.count }, (_, i) => lines.at(i));
    const joined = all.map((line, i) => (i > 0 && !line.isCut ? `\n${line.text}` : line.text)).join("");
    const isWhole = all.every(({ text: own }) => own.length <= LENGTH && !own.includes("\n"));
    // Cut within a character, one line would end with its first half and the next begin with the other.
    const isSplit = all.some(
      ({ text: own }, i) =>
        all[i + 1]?.isCut && /[\ud800-\udbff]$/.test(own) && /^[\udc00-\udfff]/.test(all[i + 1]!.text),
    );
    return joined === text && isWhole && !isSplit;
  });
  fc.assert(property, { numRuns: 10_000 });
});

test.each([
  ["", [""]],
  ["\n", ["", ""]],
  ["a\n", ["a", ""]],
  ["0123456789", ["0123456789"]],
  ["0123456789\nx", ["0123456789", "x"]],
  ["0123456789x", ["0123456789", "x"]],
  ["012345678😀", ["012345678", "😀"]],
])("%j", (text, expected) => {
  const lines = linesOf(text, LENGTH);
  expect(Array.from({ length: lines.count }, (_, i) => lines.at(i).text)).toEqual(expected);
});
