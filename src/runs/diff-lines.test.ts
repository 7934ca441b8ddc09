/** A diff leads from one text to the other, and shares as much as can be. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type DiffLine, diffLines } from "./diff-lines.ts";

const lines = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 9 });
const without = (diff: readonly DiffLine[] | undefined, kind: DiffLine["kind"]) =>
  diff?.filter((line) => line.kind !== kind).map((line) => line.text);

test("leaves out what is only in one, and the other stands there", () => {
  fc.assert(
    fc.property(lines, lines, (a, b) => {
      const diff = diffLines(a, b);
      expect(without(diff, "only-b")).toEqual(a);
      expect(without(diff, "only-a")).toEqual(b);
    }),
    { numRuns: 10_000 },
  );
});

/** As slow as plain. */
function mostShared(a: readonly string[], b: readonly string[]): number {
  const [first, ...rest] = a;
  if (first === undefined) return 0;
  const at = b.indexOf(first);
  return Math.max(mostShared(rest, b), at < 0 ? 0 : 1 + mostShared(rest, b.slice(at + 1)));
}

test("shares as many lines as can be, whichever text is first", () => {
  fc.assert(
    fc.property(lines, lines, (a, b) => {
      const count = diffLines(a, b)?.filter((line) => line.kind === "same").length;
      expect(count).toBe(mostShared(a, b));
      expect(diffLines(b, a)?.filter((line) => line.kind === "same").length).toBe(count);
    }),
    { numRuns: 10_000 },
  );
});

test("says no to what would take long, and not to long texts that are nearly the same", () => {
  const long = Array.from({ length: 5_000 }, (_, index) => `line ${index}`);
  expect(
    diffLines(
      long,
      long.map((line) => `${line}!`),
    ),
  ).toBeUndefined();
  expect(diffLines(long, long.with(2_500, "other"))?.filter((line) => line.kind !== "same")).toHaveLength(2);
});
