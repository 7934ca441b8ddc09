/** Error answers at the edges: which types are read, what stands in for what is missing, and what is kept. */
import { describe, expect, test } from "vitest";
import { PROBLEM_PREFIX, SERVER_PROBLEMS } from "./problem.ts";
import { readProblem, readRetryAfter } from "./problem-read.ts";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const read = (status: number, body: string, type: string | null = "application/problem+json") =>
  readProblem(status, type, body, null, NOW);

test.each([
  [400, "The request was not understood"],
  [401, "Not signed in"],
  [403, "No access"],
  [404, "Not found"],
  [410, "No longer available"],
  [429, "Too many requests"],
  [500, "The server failed"],
  [502, "The server behind this one gave no usable answer"],
  [503, "The server is not available"],
  [504, "The server behind this one did not answer in time"],
  [418, "The server answered 418"],
])("a %i without words is: %s", (status, title) => {
  const { name: _, ...problem } = read(status, "");
  expect(problem).toStrictEqual({ status, title, detail: "" });
});

test.each([
  ["application/json", true],
  ["Application/JSON", true],
  ["application/problem+json", true],
  ["application/vnd.api-1.0+json ; charset=utf-8", true],
  ["application/json;charset=utf-8", true],
  ["application/json ", true],
  ["application/jsonp", false],
  ["application/json, text/html", false],
  ["x-application/json", false],
  ["application/+json", false],
  ["text/html", false],
  ["", false],
  [null, false],
])("a body of type %j is read: %s", (type, isRead) => {
  expect(read(500, '{"title":"T"}', type).title).toBe(isRead ? "T" : "The server failed");
});

describe("what is read of a body", () => {
  test("texts, and numbers as they are written; nothing else, and nothing empty", () => {
    expect(read(500, '{"title":1.50,"detail":7}')).toMatchObject({ title: "1.50", detail: "7" });
    for (const odd of ['""', "null", "true", "[]", "{}"]) {
      const problem = read(500, `{"title":${odd},"detail":${odd},"instance":${odd},"type":${odd}}`);
      expect(problem).toStrictEqual({ name: "internal", status: 500, title: "The server failed", detail: "" });
    }
    for (const body of ["[]", '"title"', "{", "null"]) expect(read(500, body).title).toBe("The server failed");
    expect(read(500, `{"detail":"${"x".repeat(2_001)}"}`).detail).toHaveLength(2_000);
  });

  test("members that have no meaning of their own are kept as they are written", () => {
    const body =
      '{"type":"t","title":"T","status":1,"detail":"D","instance":"i","a": [1.0] ,"__proto__":{"x":1},"a":2}';
    const { members, ...problem } = read(500, body);
    expect(problem).toStrictEqual({ name: "internal", status: 500, title: "T", detail: "D", instance: "i" });
    expect(Object.entries(members ?? {})).toEqual([
      ["a", "2"],
      ["__proto__", '{"x":1}'],
    ]);
    expect(Object.getPrototypeOf(members)).toBeNull();
  });
});

describe("the name", () => {
  test("is the server's own, whatever the status, and known names only", () => {
    for (const name of Object.keys(SERVER_PROBLEMS))
      expect(read(418, `{"type":"${PROBLEM_PREFIX}${name}"}`).name).toBe(name);
    for (const type of ["constructor", "", "x"])
      expect(read(418, `{"type":"${PROBLEM_PREFIX}${type}"}`).name).toBe("other");
    expect(read(404, `{"type":"x${PROBLEM_PREFIX}forbidden"}`).name).toBe("not-found");
    expect(read(404, '{"type":"forbidden"}').name).toBe("not-found");
  });

  test("is else the general one of the status, and of no decision", () => {
    for (const status of [409, 410, 412, 418, 200]) expect(read(status, "").name).toBe("other");
    for (const [status, name] of [
      [400, "bad-request"],
      [422, "unprocessable"],
      [500, "internal"],
    ] as const)
      expect(read(status, "").name).toBe(name);
  });
});

test.each([
  [" 2 ", 2_000],
  ["1", 1_000],
  ["300", 300_000],
  ["301", 300_000],
  ["2s", undefined],
  ["x2", undefined],
  ["Tue, 24 Nov 2026 12:00:00 GMT", undefined],
  ["Tue, 24 Nov 2026 12:00:01 GMT", 1_000],
  ["Tue, 24 Nov 2026 12:04:59 GMT", 299_000],
  ["xTue, 24 Nov 2026 12:00:40 GMT", undefined],
  ["Tue, 24 Nov 2026 12:00:40 GMT;", undefined],
  ["Tue", undefined],
])("Retry-After %j is %s ms", (header, ms) => {
  expect(readRetryAfter(header, NOW)).toBe(ms);
  expect(readProblem(503, null, "", header, NOW)).toStrictEqual({
    ...{ name: "unavailable", status: 503, title: "The server is not available", detail: "" },
    ...(ms !== undefined && { retryAfterMs: ms }),
  });
});
