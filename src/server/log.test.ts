/** The log's lines: their fields are the listed ones, and an error's words come without the data they are about. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createLog, withoutData } from "./log.ts";

const CANARY = "canary7f3a9c";

function logged(
  level: "error" | "info",
  write: (log: ReturnType<typeof createLog>) => void,
): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLog(level, (line) => lines.push(line)));
  for (const line of lines) expect(line).toMatch(/^[^\n]+\n$/);
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test("a request is a line of the listed fields, whatever else it is given, and none at the level error", () => {
  const line = { method: "GET", route: "/api/v1/agents", status: 200, ms: 3, requestId: "one" };
  const more = { ...line, url: `/api/v1/agents?token=${CANARY}`, headers: { cookie: CANARY } };
  expect(logged("info", (log) => log.request(more))).toEqual([{ level: 30, time: expect.any(String), ...line }]);
  expect(logged("error", (log) => log.request(line))).toEqual([]);
});

test("an error is one line: kind, words, place in the code, request", () => {
  const error = new TypeError("this is\nno function");
  const [line] = logged("error", (log) => log.error("A request failed", error, "one"));
  expect(line).toMatchObject({
    level: 50,
    msg: "A request failed",
    requestId: "one",
    error: "TypeError: this is\nno function",
  });
  expect(line?.["stack"]).toMatch(/^at .*log\.test\.ts:\d+/);
});

test.each([
  ["a parser's quote", `Unexpected token 'c', ..."{"a": "${CANARY}", x" is not valid JSON`],
  ["an address with a query", `connect failed: https://host.example/auth/callback?code=${CANARY}&state=1`],
  ["an address with an account", `postgres://ann:${CANARY}@db.example/runs refused`],
  ["a path of an address", `GET http://127.0.0.1:4000/agents/57/runs/${CANARY}`],
  ["a named secret", `upstream said: api_key=${CANARY}`],
  ["a header", `bad header Authorization: Bearer ${CANARY}${CANARY}`],
  ["a known shape", `no such key AKIA${"ABCDEFGH12345678"} for ghp_${"a1B2c3D4e5".repeat(4).slice(0, 36)}`],
  ["a value in single quotes", `no column named '${CANARY}'`],
])("%s is not in the line of an error", (_, message) => {
  const [line] = logged("error", (log) => log.error("A request failed", new Error(message)));
  const text = JSON.stringify(line);
  expect(text).not.toMatch(/canary|AKIA|ghp_/);
  expect(line?.["error"]).toMatch(/^Error: \S/);
});

test("10,000 quoted texts and addresses: nothing of them is in the line, also when they look like places in the code", () => {
  const wrap = fc.constantFrom(
    (text: string) => `Unexpected token, "${text}" is not valid JSON`,
    (text: string) => `cannot reach https://api.example/v1/${encodeURIComponent(text)}?q=${encodeURIComponent(text)}`,
    (text: string) => `bad value '${text}'`,
  );
  const parts = fc.constantFrom(
    "\n    at ",
    CANARY,
    '"',
    "'",
    "{",
    "\\",
    " ",
    "https://",
    "‹",
    "\u2028",
    ":",
    "@",
    "/",
  );
  const text = fc.array(parts, { maxLength: 12 }).map((all) => all.join("") + CANARY);
  fc.assert(
    fc.property(wrap, text, (make, data) => {
      const [line] = logged("error", (log) => log.error("A request failed", new Error(make(data))));
      return !JSON.stringify(line).includes(CANARY);
    }),
    { numRuns: 10_000 },
  );
});

test("ten thousand characters, or words that are no error, are one short line too", () => {
  expect(withoutData("x".repeat(10_000))).toHaveLength(300);
  expect(logged("error", (log) => log.error("It stops", null))).toMatchObject([{ error: "null", msg: "It stops" }]);
});
