/** Words for waits. What the moves themselves do is seen in `engine.test.ts`. */
import { expect, test } from "vitest";
import { inWords, speedOf } from "./next-moves.ts";

test.each([
  [30 * 86_400_000, "30 days"],
  [86_400_000, "24 hours"],
  [3_600_000, "1 hour"],
  [15 * 60_000, "15 minutes"],
  [90_000, "90 seconds"],
  [1_000, "1 second"],
  [1_500, "1500 milliseconds"],
  [1, "1 millisecond"],
])("%d ms is %s", (ms, words) => {
  expect(inWords(ms)).toBe(words);
});

test("a run's input may set its own speed, within limits; nonsense leaves the engine's", () => {
  expect(speedOf({ input: '{"speed":20}' }, 2)).toBe(20);
  expect(speedOf({ input: '{"speed":1e99}' }, 2)).toBe(1_000_000);
  for (const input of ["{}", '{"speed":0}', '{"speed":-1}', '{"speed":"fast"}', '{"speed":1e999}'])
    expect(speedOf({ input }, 2)).toBe(2);
});
