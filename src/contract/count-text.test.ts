/** Counts look as the browser's own formatter would write them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { countText } from "./count-text.ts";

test("a count is written as the English formatter writes it", () => {
  fc.assert(
    fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer({ min: 0, max: 1_000_000 })), (count) => {
      expect(countText(count)).toBe(count.toLocaleString("en"));
    }),
    { examples: [[0], [999], [1_000], [-1_000], [999_999], [Number.MAX_SAFE_INTEGER]] },
  );
});
