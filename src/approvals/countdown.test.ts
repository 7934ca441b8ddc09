/** Time left, on the server's clock, whatever the client's says. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { shareGone, SPOKEN_MS, spokenCount, spokenWords, timeLeftMs } from "./countdown.ts";

const HOUR_MS = 3_600_000;

test("the client's clock does not matter", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -24 * HOUR_MS, max: 24 * HOUR_MS }),
      fc.integer({ min: 0, max: 48 * HOUR_MS }),
      fc.integer({ min: 0, max: 48 * HOUR_MS }),
      (clientIsAheadMs, expiresInMs, goneMs) => {
        const serverStart = 1_780_000_000_000;
        const clientNow = serverStart + goneMs + clientIsAheadMs;
        const left = timeLeftMs(serverStart + expiresInMs, clientNow, -clientIsAheadMs);
        expect(left).toBe(Math.max(0, expiresInMs - goneMs));
      },
    ),
    { numRuns: 10_000 },
  );
});

test("share gone stays in [0, 1] and is 0 without a beginning", () => {
  expect(shareGone(undefined, 1_000, 400)).toBe(0);
  expect(shareGone(0, 1_000, 400)).toBeCloseTo(0.6);
  fc.assert(
    fc.property(fc.integer(), fc.integer(), fc.nat(), (from, to, left) => {
      const share = shareGone(from, to, left);
      expect(share >= 0 && share <= 1).toBe(true);
    }),
    { numRuns: 10_000 },
  );
});

test("spoken once at 5 min, 1 min and 10 s, and at no other moment", () => {
  const heard: [number, string][] = [];
  let count = spokenCount(400_000);
  for (let left = 400_000; left >= 0; left -= 250) {
    const words = spokenWords(count, spokenCount(left), left);
    count = spokenCount(left);
    if (words) heard.push([left, words]);
  }
  expect(heard.map(([at]) => at)).toEqual([...SPOKEN_MS]);
  expect(heard[0]?.[1]).toBe("5 minutes left to decide");
});

test("after a sleep only the most urgent moment is spoken, and nothing after the end", () => {
  expect(spokenWords(0, spokenCount(9_000), 9_000)).toBe("10 seconds left to decide");
  expect(spokenWords(0, spokenCount(0), 0)).toBeUndefined();
});
