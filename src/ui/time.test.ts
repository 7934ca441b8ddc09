/** Times and durations as people read them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { dayOf, formatAgo, formatClock, formatCountdown, formatDate, formatDuration, formatMoment } from "./time.tsx";

test.each([
  [0, "0 ms"],
  [12, "12 ms"],
  [99.4, "99 ms"],
  [820, "0.82 s"],
  [994, "0.99 s"],
  [999, "1.0 s"],
  [41_600, "41.6 s"],
  [59_940, "59.9 s"],
  [59_960, "1 min 00 s"],
  [118_000, "1 min 58 s"],
  [184_000, "3 min 04 s"],
  [3_599_400, "59 min 59 s"],
  [3_599_900, "1 h 00 min"],
  [86_400_000, "24 h 00 min"],
  [532_800_000, "6 d 4 h"],
  [-820, "-0.82 s"],
  [Number.NaN, ""],
])("%d ms lasts %s", (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});

test.each([
  [842_000, "14:02"],
  [841_001, "14:02"],
  [65_000, "1:05"],
  [1, "0:01"],
  [0, "0:00"],
  [-5_000, "0:00"],
  [11_520_000, "3 h 12 min"],
  [532_800_000, "6 d 4 h"],
])("%d ms left reads %s", (ms, words) => {
  expect(formatCountdown(ms)).toBe(words);
});

test("no duration shows 60 seconds or 60 minutes", () => {
  const property = fc.property(
    fc.double({ min: 0, max: 1e10, noNaN: true }),
    (ms) => !/(?<![.\d])60(?:\.0)? (?:s|min)/.test(formatDuration(ms)),
  );
  fc.assert(property, { numRuns: 10_000 });
});

test("time left never grows while the clock runs, and is over only when it is over", () => {
  const property = fc.property(fc.integer({ min: 1, max: 1e9 }), (ms) => formatCountdown(ms) !== "0:00");
  fc.assert(property, { numRuns: 10_000 });
});

const NOON = Date.UTC(2026, 5, 12, 12, 0, 0);

test("UTC says so; another day and another year are named", () => {
  expect(formatClock(NOON, "utc")).toBe("12:00:00 UTC");
  expect(formatDate(NOON, "utc", NOON)).toBe("12 Jun");
  expect(formatDate(NOON, "utc", Date.UTC(2027, 0, 1))).toBe("12 Jun 2026");
  expect(formatMoment(NOON, "utc", NOON + 3_600_000)).toBe("12:00:00 UTC");
  expect(formatMoment(NOON, "utc", NOON + 86_400_000)).toBe("12 Jun, 12:00:00 UTC");
});

test("days are near or dated", () => {
  expect(dayOf(NOON, NOON + 60_000, "utc")).toMatchObject({ near: "Today", date: "Friday 12 Jun" });
  expect(dayOf(NOON, NOON + 86_400_000, "utc")).toMatchObject({ near: "Yesterday" });
  expect(dayOf(NOON, NOON + 3 * 86_400_000, "utc")).toMatchObject({ near: "" });
});

test.each([
  [-1_500, "in 1 s"],
  [-200, "now"],
  [0, "now"],
  [12_000, "12 s ago"],
  [120_000, "2 min ago"],
  [3_600_000, "1 h ago"],
  [5 * 86_400_000, "5 d ago"],
])("%d ms since is %s", (ms, words) => {
  expect(formatAgo(NOON, NOON + ms)).toBe(words);
});
