/** The half second in which a press is an accident. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createStillness, type Place, STILL_MS } from "./stillness.ts";

const at = (top: number): Place => ({ left: 0, top, width: 100, height: 36 });

test("inert for 500 ms after appearing, then not", () => {
  const still = createStillness();
  expect([0, 100, 200, 300, 400, 499].map((now) => still.look(at(10), now))).toEqual(Array(6).fill(false));
  expect(still.look(at(10), 500)).toBe(true);
});

test("a move and a disappearance begin it anew", () => {
  const settled = () => {
    const still = createStillness();
    for (let now = 0; now <= 600; now += 100) still.look(at(10), now);
    return still;
  };
  const moved = settled();
  expect(moved.look(at(40), 700)).toBe(false);
  expect(moved.look(at(40), 1_199)).toBe(false);
  expect(moved.look(at(40), 1_200)).toBe(true);
  const gone = settled();
  gone.look(undefined, 700);
  expect(gone.look(at(10), 800)).toBe(false);
  expect(gone.look(at(10), 1_300)).toBe(true);
  const subPixel = settled();
  expect(subPixel.look(at(10.4), 700)).toBe(true);
});

test("a longer hold outlives a move", () => {
  const still = createStillness();
  for (let now = 0; now <= 600; now += 100) still.look(at(10), now);
  still.hold(1_600);
  expect(still.look(at(20), 700)).toBe(false);
  for (let now = 800; now < 1_600; now += 100) expect(still.look(at(20), now)).toBe(false);
  expect(still.look(at(20), 1_600)).toBe(true);
});

test("whatever it did, still means: the same place for 500 ms", () => {
  const look = fc.record({
    gapMs: fc.integer({ min: 1, max: 1_500 }),
    top: fc.option(fc.constantFrom(0, 50), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(look, { maxLength: 60 }), (looks) => {
      const still = createStillness();
      let now = 0;
      let since = Number.POSITIVE_INFINITY;
      let before: number | undefined;
      for (const { gapMs, top } of looks) {
        now += gapMs;
        if (top === undefined) since = Number.POSITIVE_INFINITY;
        else if (top !== before) since = now;
        before = top;
        expect(still.look(top === undefined ? undefined : at(top), now)).toBe(now - since >= STILL_MS);
      }
    }),
    { numRuns: 10_000 },
  );
});
