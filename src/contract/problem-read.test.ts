/** Error answers of our server, of proxies, and hostile ones. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readProblem, readRetryAfter } from "./problem-read.ts";

const NOW = Date.parse("2026-11-24T12:00:00Z");

describe("problem documents", () => {
  test("ours, with members as exact text", () => {
    const body =
      '{"type":"urn:runlight:problem:already-decided","title":"Already decided","status":409,"detail":"By A.","instance":"r-1","winner":{"n":1.00}}';
    expect(readProblem(409, "application/problem+json", body, null, NOW)).toEqual({
      name: "already-decided",
      status: 409,
      title: "Already decided",
      detail: "By A.",
      instance: "r-1",
      members: { winner: '{"n":1.00}' },
    });
  });
  test.each([
    [401, "not-signed-in"],
    [403, "forbidden"],
    [404, "not-found"],
    [429, "busy"],
    [502, "bad-upstream"],
    [503, "unavailable"],
    [409, "other"],
    [410, "other"],
    [418, "other"],
  ])("a %i without a type of ours is %s", (status, name) => {
    expect(readProblem(status, "text/html", "<h1>Approved</h1>", null, NOW)).toMatchObject({
      name,
      status,
      detail: "",
    });
    expect(readProblem(status, "application/json", '{"type":"urn:other:x"}', null, NOW).name).toBe(name);
  });
  test("the HTTP status wins over the one in the body; texts are bounded", () => {
    const body = JSON.stringify({ status: 200, title: "x".repeat(9_999), detail: { a: 1 } });
    const problem = readProblem(500, "application/problem+json; charset=utf-8", body, null, NOW);
    expect(problem.status).toBe(500);
    expect(problem.title).toHaveLength(2_000);
    expect(problem.detail).toBe("");
  });
  test("never throws", () => {
    const type = fc.constantFrom(null, "application/json", "application/problem+json", "text/html");
    const property = fc.property(
      fc.integer(),
      type,
      fc.string(),
      fc.option(fc.string()),
      (status, kind, body, header) => {
        expect(typeof readProblem(status, kind, body, header, NOW).title).toBe("string");
      },
    );
    fc.assert(property, { numRuns: 10_000 });
  });
});

describe("Retry-After", () => {
  test.each([
    ["120", 120_000],
    ["0", 1_000],
    ["3000000000", 300_000],
    ["9".repeat(400), 300_000],
    ["Tue, 24 Nov 2026 12:00:40 GMT", 40_000],
    ["Tuesday, 24-Nov-26 12:00:40 GMT", 40_000],
    ["Tue Nov 24 12:00:40 2026", 40_000],
    ["Tue, 24 Nov 2099 12:00:40 GMT", 300_000],
    ["Tue, 24 Nov 2026 11:59:00 GMT", undefined],
    ["-1", undefined],
    ["1.5", undefined],
    ["3e9", undefined],
    ["NaN", undefined],
    ["soon", undefined],
    ["2099-01-01", undefined],
    ["", undefined],
    [null, undefined],
  ])("%s", (header, ms) => expect(readRetryAfter(header, NOW)).toBe(ms));
  test("is absent or in [1 s, 300 s], whatever was sent", () => {
    const header = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.date().map((at) => at.toUTCString()),
    );
    const property = fc.property(header, (text) => {
      const ms = readRetryAfter(text, NOW);
      if (ms !== undefined) expect(ms >= 1_000 && ms <= 300_000).toBe(true);
    });
    fc.assert(property, { numRuns: 10_000 });
  });
});
