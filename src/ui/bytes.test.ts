/** Sizes for people, and the UTF-8 length they are made from. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatBytes, plural, utf8Length } from "./bytes.ts";

test("sizes", () => {
  expect([0, 412, 999, 1_000, 2_449, 999_949, 999_950, 5_040_000].map(formatBytes)).toEqual([
    "0 B",
    "412 B",
    "999 B",
    "1.0 kB",
    "2.4 kB",
    "999.9 kB",
    "1.0 MB",
    "5.0 MB",
  ]);
  expect([plural(1, "row"), plural(13, "row"), plural(26_000, "entry", "entries")]).toEqual([
    "1 row",
    "13 rows",
    "26,000 entries",
  ]);
});

test("the length is that of the encoded text, lone surrogates included", () => {
  const text = fc.array(fc.constantFrom("a", "é", "€", "😀", "\ud83d", "\ude00"), { maxLength: 12 });
  const property = fc.property(
    text,
    (parts) => utf8Length(parts.join("")) === new TextEncoder().encode(parts.join("")).length,
  );
  fc.assert(property, { numRuns: 10_000 });
});
