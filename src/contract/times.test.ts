/** Times and durations: what is read, and that everything else is absent. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JsonArray, JsonNumber } from "./json.ts";
import { readDuration, readTime } from "./times.ts";

const RUNS = { numRuns: 10_000 };

describe("readTime", () => {
  test.each([
    ["2026-06-12T09:30:00.000Z", "2026-06-12T09:30:00.000Z"],
    ["2026-06-12T09:30:00.150000Z", "2026-06-12T09:30:00.150Z"],
    ["2026-06-12T09:30:00.123456789Z", "2026-06-12T09:30:00.123Z"],
    ["2026-06-12T09:31:06Z", "2026-06-12T09:31:06.000Z"],
    ["2026-06-12T11:30:00+02:00", "2026-06-12T09:30:00.000Z"],
    ["2026-06-12T04:00:00.5-0530", "2026-06-12T09:30:00.500Z"],
    ["2026-06-12 09:30", "2026-06-12T09:30:00.000Z"],
    ["2026-06-12T09:30:00", "2026-06-12T09:30:00.000Z"],
    ["2026-06-12", "2026-06-12T00:00:00.000Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
    [1_781_256_600, "2026-06-12T09:30:00.000Z"],
    [1_781_256_600.25, "2026-06-12T09:30:00.250Z"],
    [1_781_256_600_000, "2026-06-12T09:30:00.000Z"],
    [new JsonNumber("1781256600000"), "2026-06-12T09:30:00.000Z"],
    ["1971-01-01T00:00:00Z", "1971-01-01T00:00:00.000Z"],
    ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
    [99_999_999_999, "5138-11-16T09:46:39.000Z"],
    [100_000_000_000, "1973-03-03T09:46:40.000Z"],
    ["2000-02-29", "2000-02-29T00:00:00.000Z"],
    ["2026-06-01", "2026-06-01T00:00:00.000Z"],
    ["2026-06-13T09:29:00+23:59", "2026-06-12T09:30:00.000Z"],
  ])("%s", (sent, expected) => {
    expect(new Date(readTime(sent) ?? Number.NaN).toISOString()).toBe(expected);
  });

  test.each([
    "0001-01-01T00:00:00Z",
    "1970-01-01T00:00:00Z",
    "2026-02-30T00:00:00Z",
    "2025-02-29",
    "2026-13-01",
    "2026-06-00",
    "2024-04-31",
    "2100-02-29",
    "2026-06-12T09:60",
    "2026-06-12T09:30:60",
    "2026-06-12T09:30:00+00:60",
    "2026-06-12T24:00:00Z",
    "2026-06-12T09:30:00+24:00",
    "yesterday",
    "",
    "1781256600",
    "2026-06-12T09:30:00Z and more",
    " 2026-06-12",
    0,
    -1,
    12,
    1_781_256_600_000_000,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    new JsonNumber("1e400"),
    true,
    null,
    undefined,
    new JsonArray([]),
  ])("%s is absent", (sent) => {
    expect(readTime(sent)).toBeUndefined();
  });

  test("any moment survives as ISO text, as ms and as s", () => {
    const moment = fc.date({ min: new Date("1974-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
    const property = fc.property(moment, (date) => {
      expect(readTime(date.toISOString())).toBe(date.getTime());
      expect(readTime(date.getTime())).toBe(date.getTime());
      expect(readTime(date.getTime() / 1_000)).toBe(date.getTime());
    });
    fc.assert(property, RUNS);
  });

  test("any text gives a moment between 1971 and 9999 or nothing", () => {
    const near = fc.stringMatching(
      /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})?$/,
    );
    const property = fc.property(fc.oneof(near, fc.string(), fc.double()), (sent) => {
      const at = readTime(sent);
      expect(at === undefined || (at >= Date.UTC(1971, 0, 1) && at < Date.UTC(10_000, 0, 1))).toBe(true);
      if (at !== undefined && typeof sent === "string") expect(Number.isInteger(at)).toBe(true);
    });
    fc.assert(property, RUNS);
  });
});

describe("readDuration", () => {
  test("no more than a hundred characters are read", () => {
    expect(readDuration(`${"0".repeat(98)}1s`)).toBe(1_000);
    expect(readDuration(`${"0".repeat(99)}1s`)).toBeUndefined();
  });

  test.each([
    ["3.2s", 3_200],
    ["250 ms", 250],
    ["1h2m3.5s", 3_723_500],
    ["1 min 58 s", 118_000],
    ["2 hours, 5 minutes", 7_500_000],
    ["1.5us", 0.0015],
    ["PT1.2S", 1_200],
    ["P1DT2H", 93_600_000],
    ["PT0.000001S", 0.001],
    ["P1W", 604_800_000],
    ["pt5m", 300_000],
    [" 3s ", 3_000],
  ])("%s", (text, ms) => {
    expect(readDuration(text)).toBe(ms);
  });

  test.each([
    "",
    "3.2",
    "P1Y",
    "P2M",
    "P",
    "PT",
    "soon",
    "5 parsecs",
    "-3s",
    "3s later",
    "1e3s",
    `${"9".repeat(99)}d`,
    "9".repeat(200),
  ])("%j is absent or finite", (text) => {
    const ms = readDuration(text);
    expect(ms === undefined || (Number.isFinite(ms) && text.endsWith("d"))).toBe(true);
  });

  test("never throws, never negative", () => {
    const near = fc.stringMatching(/^P?T?([0-9.]{1,4} ?(ms|s|m|h|d|S|M|H|D|min) ?){0,4}$/);
    const property = fc.property(fc.oneof(near, fc.string()), (text) => {
      const ms = readDuration(text);
      expect(ms === undefined || (Number.isFinite(ms) && ms >= 0)).toBe(true);
    });
    fc.assert(property, RUNS);
  });
});
