/** What is wrong with a text that is no JSON is said in words, with its place. */
import { expect, test } from "vitest";
import { JsonError, readJson } from "./json.ts";
import { parseRun } from "./run.ts";

test.each([
  ['"\\u12g4"', "Bad \\u escape at offset 1"],
  ['"\\u00412', "Unclosed string at offset 8"],
  ['"\\x"', "Bad escape at offset 1"],
  ['"open', "Unclosed string at offset 5"],
  ['"\u0001"', "Control character in a string at offset 1"],
  ["[1 2]", "Expected a comma or the end at offset 3"],
  ["{1:2}", "Expected a key at offset 1"],
  ['{"a" 1}', "Expected a colon at offset 5"],
  ["[", "Unexpected end at offset 1"],
  ["[x]", "Unexpected character at offset 1"],
])("%j: %s", (text, message) => {
  expect(() => readJson(text)).toThrow(
    new JsonError(message.replace(/ at offset \d+$/, ""), Number(/\d+$/.exec(message)?.[0])),
  );
  expect(() => readJson(text)).toThrow(message);
  expect(() => readJson(text)).toThrow(expect.objectContaining({ name: "JsonError" }));
});

test("an answer that is none is a BadAnswer by name, and a null field is absent", () => {
  expect(() => parseRun("[]")).toThrow(expect.objectContaining({ name: "BadAnswer" }));
  const run = parseRun('{"workflowId":"w","status":"running","taskResult":null,"workflowNodes":null,"toString":1}');
  expect([run.taskResult, run.workflowNodes]).toEqual([undefined, undefined]);
  expect(run.extra.map(({ name }) => name)).toEqual(["toString"]);
});
