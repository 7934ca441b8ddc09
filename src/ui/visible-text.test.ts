/** No text lies by its shape: what cannot be seen is marked, and nothing is lost. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { nameOf } from "./hidden-names.ts";
import { markOf, splitHidden } from "./visible-text.ts";
import { isDoneWithin } from "../contract/cpu-time.ts";

const marks = (text: string) =>
  splitHidden(text).flatMap(({ text: part, isHidden }) => (isHidden ? [markOf(part)] : []));
const tags = (text: string) => [...text].map((one) => String.fromCodePoint(0xe0000 + one.charCodeAt(0))).join("");

test.each([
  ["right-to-left override", "photo\u202egnp.exe", ["U+202E"]],
  ["isolates", "a\u2066b\u2069", ["U+2066", "U+2069"]],
  ["the Arabic letter mark", "a\u061cb", ["U+061C"]],
  ["zero-width", "pay\u200bpal\u200d \ufeff", ["U+200B", "U+200D", "U+FEFF"]],
  ["ANSI, whole", "\u001b[31mred\u001b[0m", ["ESC[31m", "ESC[0m"]],
  ["an escape that begins something else", "\u001b]8;;https://a.example\u0007", ["ESC", "BEL"]],
  ["C1 and delete", "\u009b31m\u007f\u0085", ["CSI31m", "DEL", "U+0085"]],
  ["null bytes", "a\u0000b", ["NUL"]],
  ["tag characters", "hi\u{e0041}\u{e0042}", ["U+E0041", "U+E0042"]],
  ["a message in tag characters", `hi${tags("approve it now")}`, ["U+E0061 and 13 more"]],
  ["bytes in style selectors", "😀\ufe0f\ufe0f\u{e0101}", ["U+FE0F", "U+E0101"]],
  ["a style on what has none", "a\ufe0f5\ufe0f", ["U+FE0F", "U+FE0F"]],
  ["lone surrogates", "\ud800 \udc00", ["U+D800", "U+DC00"]],
  ["fillers", "\u3164\u115f\u2800\u00ad", ["U+3164", "U+115F", "U+2800", "U+00AD"]],
  ["interlinear and objects", "\ufff9a\ufffab\ufffb\ufffc", ["U+FFF9", "U+FFFA", "U+FFFB", "U+FFFC"]],
  ["invisible operators", "f\u2061(x)\u2062y\u2063z\u2064", ["U+2061", "U+2062", "U+2063", "U+2064"]],
  ["line separators", "a\u2028b\u2029", ["U+2028", "U+2029"]],
  ["a carriage return that is no line end", "safe\rrm -rf", ["CR"]],
  ["private use and noncharacters", "\ue000\uffff", ["U+E000", "U+FFFF"]],
  ["spaces in an identifier", "rm\u00a0-rf\u2003/\u3000x\u202fy", ["NBSP", "U+2003", "U+3000", "U+202F"]],
  ["spaces in a row", "a\u00a0\u00a0b", ["NBSP", "NBSP"]],
  ["a mark with nothing below", "\u0338approved", ["U+0338"]],
  ["marks upon a mark of ours", "a\u200b\u0301", ["U+200B", "U+0301"]],
  ["a screen of blank lines", `a${"\n".repeat(100)}b`, ["+92 line breaks"]],
  ["a line of spaces", `a${" ".repeat(1_000)}b`, ["+800 spaces"]],
])("%s is marked", (_, text, expected) => {
  expect(marks(text)).toEqual(expected);
});

test.each([
  ["lines and tabs", "a\n\tb\r\nc\n\n\nd"],
  ["emoji with joiners and styles", "👩‍💻 ❤️ 1️⃣ 👍🏽 🏳️‍🌈 👨‍👩‍👧‍👦 ☺︎"],
  ["flags of countries and of parts of one", "🇨🇭 🏴󠁧󠁢󠁥󠁮󠁧󠁿"],
  ["right-to-left scripts", "مرحبا שלום שָׁלוֹם"],
  ["Persian and Hindi with joiners", "می‌خواهم क्‍ष"],
  ["Arabic signs", "\u0600١٢ \u06dd"],
  ["accents, also combined", "Zürich e\u0301 नमस्ते Việt"],
  ["a typeset number and French", "1\u00a0240 12\u202f% « oui »\u00a0: 10\u2009km"],
  ["ideographs and their space", "東京\u3000大阪 葛\u{e0100}"],
  ["deep indentation", `${" ".repeat(60)}"a": 1`],
])("%s stays as it is", (_, text) => {
  expect(splitHidden(text)).toEqual([{ text, isHidden: false }]);
});

test("a pile of combining marks is cut where it would cover its neighbours", () => {
  const text = `a${"\u0301".repeat(40)}b`;
  expect(marks(text)).toEqual(["+36 marks"]);
  expect(nameOf("\u0301".repeat(36))).toBe("36 more combining marks");
  expect(marks(`a${"\u0301\u034f".repeat(3)}`)).toEqual(["U+034F", "U+0301", "U+034F", "U+0301", "U+034F"]);
});

test("a mark says in words what it stands for", () => {
  expect(nameOf("\u202e")).toBe("Hidden character U+202E, right-to-left override");
  expect(nameOf("\u001b[31m")).toBe("Terminal sequence, not obeyed");
  expect(nameOf(tags("a".repeat(40)))).toMatch(/^40 hidden characters: U\+E0061 .* …$/);
});

test("the pieces are the text, and no visible piece can turn direction", () => {
  const unit = fc.oneof(
    fc.constantFrom(..."\u202e\u2066\u200b\u001b[\n\r\t \ud83d\udc69\u200d\ufe0f\u0301\u00a0"),
    fc.string({ unit: "binary", maxLength: 3 }),
  );
  const property = fc.property(fc.array(unit, { maxLength: 20 }), (parts) => {
    const text = parts.join("");
    const pieces = splitHidden(text);
    const canTurn = pieces.some(
      (piece) => !piece.isHidden && /[\u202a-\u202e\u2066-\u2069\u200b\u001b\u0000\u007f-\u009f]/.test(piece.text),
    );
    const hasMark = pieces.every((piece) => !piece.isHidden || /^[\x20-\x7e]+$/.test(markOf(piece.text)));
    return !canTurn && hasMark && pieces.map((piece) => piece.text).join("") === text;
  });
  fc.assert(property, { numRuns: 10_000 });
});

test.each([
  ["alternating", "\u202ea".repeat(500_000)],
  ["one run", "\u200b".repeat(1_000_000)],
  ["blanks", `${" ".repeat(8)}a`.repeat(110_000)],
  ["escapes without an end", "\u001b[1;2;3".repeat(140_000)],
  ["piles", "\u0301".repeat(1_000_000)],
  ["joiners", "👩\u200d".repeat(330_000)],
])("a megabyte of hostile text is split in linear time: %s", (_, text) => {
  expect(splitHidden(text).length).toBeGreaterThan(0);
  expect(isDoneWithin(5_000, () => splitHidden(text))).toBe(true);
});
