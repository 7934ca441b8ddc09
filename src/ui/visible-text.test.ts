/** No text lies by its shape: what cannot be seen is marked, and nothing is lost. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { markOf, nameOf, splitHidden } from "./visible-text.ts";

const marks = (text: string) =>
  splitHidden(text).flatMap(({ text: part, isHidden }) => (isHidden ? [markOf(part)] : []));

test.each([
  ["right-to-left override", "photo\u202egnp.exe", ["U+202E"]],
  ["isolates", "a\u2066b\u2069", ["U+2066", "U+2069"]],
  ["zero-width", "pay\u200bpal\u200d \ufeff", ["U+200B", "U+200D", "U+FEFF"]],
  ["ANSI", "\u001b[31mred", ["ESC"]],
  ["C1 and delete", "\u009b31m\u007f", ["U+009B", "DEL"]],
  ["tag characters", "hi\u{e0041}\u{e0042}", ["U+E0041", "U+E0042"]],
  ["lone surrogates", "\ud800 \udc00", ["U+D800", "U+DC00"]],
  ["fillers", "\u3164\u115f\u2800\u00ad", ["U+3164", "U+115F", "U+2800", "U+00AD"]],
  ["line separators", "a\u2028b\u2029", ["U+2028", "U+2029"]],
  ["a carriage return that is no line end", "safe\rrm -rf", ["CR"]],
  ["private use", "\ue000", ["U+E000"]],
])("%s is marked", (_, text, expected) => {
  expect(marks(text)).toEqual(expected);
});

test.each([
  ["lines and tabs", "a\n\tb\r\nc"],
  ["emoji with joiners and styles", "👩‍💻 ❤️ 1️⃣ 👍🏽"],
  ["right-to-left scripts", "مرحبا שלום"],
  ["accents, also combined", "Zürich e\u0301 नमस्ते"],
  ["non-breaking space in a number", "1\u00a0240"],
])("%s stays as it is", (_, text) => {
  expect(splitHidden(text)).toEqual([{ text, isHidden: false }]);
});

test("a pile of combining marks is cut where it would cover its neighbours", () => {
  const text = `a${"\u0301".repeat(40)}b`;
  expect(marks(text)).toEqual(["+34 marks"]);
  expect(nameOf("\u0301".repeat(34))).toBe("34 more combining marks");
});

test("the pieces are the text, and no visible piece can turn direction", () => {
  const unit = fc.oneof(
    fc.constantFrom(..."\u202e\u2066\u200b\u001b\n\r\t\ud83d\udc69\u200d\ufe0f"),
    fc.string({ unit: "binary", maxLength: 3 }),
  );
  const property = fc.property(fc.array(unit, { maxLength: 20 }), (parts) => {
    const text = parts.join("");
    const pieces = splitHidden(text);
    const canTurn = pieces.some(
      (piece) => !piece.isHidden && /[\u202a-\u202e\u2066-\u2069\u200b\u001b]/.test(piece.text),
    );
    return !canTurn && pieces.map((piece) => piece.text).join("") === text;
  });
  fc.assert(property, { numRuns: 10_000 });
});

test("a megabyte of hostile text is split in linear time", () => {
  const text = "\u202ea".repeat(250_000);
  const before = performance.now();
  expect(splitHidden(text)).toHaveLength(500_000);
  expect(performance.now() - before).toBeLessThan(5_000);
});
