/** What was typed finds what it should, whatever stands there. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { matching, matchWords } from "./match-words.ts";

const text = fc.string({ unit: fc.constantFrom(..."abcR _-é:"), maxLength: 30 });

/** The rule without a score: the letters in their order. */
function isWithin(typed: string, words: string): boolean {
  let rest = words.toLowerCase();
  for (const letter of typed.toLowerCase()) {
    if (letter.trim() === "") continue;
    const at = rest.indexOf(letter);
    if (at < 0) return false;
    rest = rest.slice(at + letter.length);
  }
  return true;
}

test("fits exactly when the letters stand there in this order", () => {
  fc.assert(
    fc.property(text, text, (typed, words) => {
      expect(matchWords(typed, words) !== undefined).toBe(isWithin(typed, words));
    }),
    { numRuns: 10_000 },
  );
});

test("a part of the words always fits, whatever its case; more of it never does where less does not", () => {
  fc.assert(
    fc.property(text, fc.nat(30), fc.nat(30), text, (words, from, to, more) => {
      const part = words.slice(from, to).toUpperCase();
      expect(matchWords(part, words)).toBeDefined();
      if (matchWords(more, words) === undefined) expect(matchWords(more + part, words)).toBeUndefined();
    }),
    { numRuns: 10_000 },
  );
});

test("nothing is added or doubled, and nothing typed keeps all in their order", () => {
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 8 }), (typed, lines) => {
      const all = lines.map((line, index) => ({ line, index }));
      const found = matching(typed, all, ({ line }) => line);
      expect(new Set(found).size).toBe(found.length);
      expect(found.every((one) => all.includes(one))).toBe(true);
      expect(matching("", all, ({ line }) => line)).toEqual(all);
    }),
    { numRuns: 10_000 },
  );
});

test("starts of words come first", () => {
  const lines = ["Spread evenly", "Refund Review runs", "Board Pack runs"];
  expect(matching("re", lines, (line) => line)[0]).toBe("Refund Review runs");
  expect(matching("rr", lines, (line) => line)[0]).toBe("Refund Review runs");
  expect(matching("bp", lines, (line) => line)).toEqual(["Board Pack runs"]);
});
