/** Errors of every shape become a chain, outermost first. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AnyJson } from "./any-json.ts";
import { TASK_ERROR } from "./example-answers.ts";
import { Payload } from "./payload.ts";
import { readError } from "./read-error.ts";

function read(error: unknown) {
  return readError(new Payload(typeof error === "string" && /^[[{"]/.test(error) ? error : JSON.stringify(error)));
}

describe("texts", () => {
  test("the task error of the examples", () => {
    const { taskError } = JSON.parse(TASK_ERROR) as { taskError: string };
    expect(readError(new Payload(JSON.stringify(taskError)))).toEqual([
      { type: "ActivityFailure", message: 'activity "runSkill" failed after 3 attempts', extra: [] },
      {
        type: "ApplicationFailure",
        message: "connect ECONNREFUSED 10.20.4.17:5432",
        stack: expect.stringMatching(/^ {4}at TCPConnectWrap[\s\S]*sql-runner\.js:88:11\)$/),
        extra: [],
      },
    ]);
  });

  test.each([
    ["503 from risk API", undefined, "503 from risk API"],
    ["psycopg2.OperationalError: no route", "psycopg2.OperationalError", "no route"],
    ["Error: x", "Error", "x"],
    ["Note: not a type", undefined, "Note: not a type"],
    ["TypeError: a\nsecond line", "TypeError", "a\nsecond line"],
  ])("%j", (text, type, message) => {
    expect(readError(new Payload(JSON.stringify(text)))).toEqual([
      { ...(type !== undefined && { type }), message, extra: [] },
    ]);
  });

  test("Java's chain", () => {
    const links = read(
      "java.lang.IllegalStateException: a\n\tat x.Y(Z.java:1)\nCaused by: java.io.IOException: b\n\tat q\n\t... 3 more",
    );
    expect(links.map(({ type, message, stack }) => [type, message, stack])).toEqual([
      ["java.lang.IllegalStateException", "a", "\tat x.Y(Z.java:1)"],
      ["java.io.IOException", "b", "\tat q\n\t... 3 more"],
    ]);
  });
});

describe("objects", () => {
  test("type, message, stack, cause, and the rest kept", () => {
    const links = read({
      message: "m",
      type: "T",
      stack: "s",
      retryable: true,
      cause: { message: "c", cause: "Error: root" },
    });
    expect(links).toEqual([
      { type: "T", message: "m", stack: "s", extra: [{ name: "retryable", payload: new Payload("true") }] },
      { message: "c", extra: [] },
      { type: "Error", message: "root", extra: [] },
    ]);
  });

  test.each<[string, unknown, [string | undefined, string][]]>([
    [
      "Temporal's failure",
      {
        message: "Activity task failed",
        stackTrace: "",
        cause: { message: "boom", applicationFailureInfo: { type: "X" } },
      },
      [
        [undefined, "Activity task failed"],
        [undefined, "boom"],
      ],
    ],
    [
      "a list",
      ["a", { message: "b" }],
      [
        [undefined, "a"],
        [undefined, "b"],
      ],
    ],
    [
      "an AggregateError",
      { name: "AggregateError", errors: [{ message: "1" }, { message: "2" }] },
      [
        ["AggregateError", "AggregateError"],
        [undefined, "1"],
        [undefined, "2"],
      ],
    ],
    ["a number", 503, [[undefined, "503"]]],
    ["nothing", {}, [[undefined, "No message was sent."]]],
    ["null", null, [[undefined, "No message was sent."]]],
    ["an empty text", "", [[undefined, "No message was sent."]]],
    ["an empty list", [], [[undefined, "No message was sent."]]],
  ])("%s", (_, error, expected) => {
    expect(read(error).map(({ type, message }) => [type, message])).toEqual(expected);
  });
});

test("a chain 100,000 deep stops at 1,000 links", () => {
  const deep = `${'{"message":"m","cause":'.repeat(100_000)}null${"}".repeat(100_000)}`;
  expect(readError(new Payload(deep))).toHaveLength(1_000);
  expect(readError(new Payload(JSON.stringify("x\ncaused by y".repeat(5_000))))).toHaveLength(1_000);
});

test("any JSON: at least one link, no message empty, every extra verbatim", () => {
  const keys = ["message", "type", "name", "stack", "cause", "errors", "error", "code", "stackTrace", "__proto__"];
  const values = ['"Error: a\\n  caused by B: c"', '"\\n    at x"', '["a","b"]', '"m"'];
  const property = fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
    const text = new AnyJson(bytes, { keys, values }).value();
    const links = readError(new Payload(text));
    const extras = links.flatMap(({ extra }) => extra);
    return (
      links.length > 0 &&
      links.every(({ message }) => message !== "") &&
      extras.every(({ name, payload }) => text.includes(`${JSON.stringify(name)}:${payload.text}`))
    );
  });
  fc.assert(property, { numRuns: 10_000 });
});
