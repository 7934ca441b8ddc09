/** Ids in every form: what is allowed, where a composite one splits, and that a path carries it unchanged. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatRunId, isTemporalRunId, parseAgentId, parseRunId, pathSegment, RUN_ID_MAX } from "./run-id.ts";

const RUNS = { numRuns: 10_000 };
const UUID = "11111111-2222-3333-4444-555555555555";

describe("agent ids", () => {
  test.each([
    ["0", 0],
    ["42", 42],
    ["999999999999999", 999_999_999_999_999],
    ["", undefined],
    ["042", undefined],
    ["-1", undefined],
    ["+1", undefined],
    ["1.0", undefined],
    ["1e3", undefined],
    ["0x10", undefined],
    [" 1", undefined],
    ["1\n", undefined],
    ["９", undefined],
    ["1000000000000000", undefined],
  ])("%j is %s", (text, expected) => {
    expect(parseAgentId(text)).toBe(expected);
  });

  test("any text: undefined, or the number that is written the same way", () => {
    const property = fc.property(fc.oneof(fc.string(), fc.nat().map(String)), (text) => {
      const id = parseAgentId(text);
      return id === undefined || (String(id) === text && Number.isSafeInteger(id));
    });
    fc.assert(property, RUNS);
  });
});

describe("run ids", () => {
  test.each([
    ["wf_42_run_1", { workflowId: "wf_42_run_1" }],
    [`wf_42_run_1:${UUID}`, { workflowId: "wf_42_run_1", temporalRunId: UUID }],
    [`a:b:${UUID}`, { workflowId: "a:b", temporalRunId: UUID }],
    [`w:${UUID}:${UUID}`, { workflowId: `w:${UUID}`, temporalRunId: UUID }],
    [
      "w:ABCDEF01-2222-3333-4444-555555555555",
      { workflowId: "w", temporalRunId: "abcdef01-2222-3333-4444-555555555555" },
    ],
    ["a:b", { workflowId: "a:b" }],
    [`:${UUID}`, { workflowId: `:${UUID}` }],
    ["a/b%2Fc?d=é😀", { workflowId: "a/b%2Fc?d=é😀" }],
    ["a..b", { workflowId: "a..b" }],
  ])("%j", (text, expected) => {
    expect(parseRunId(text)).toEqual(expected);
  });

  test.each([
    ["", "empty"],
    ["x".repeat(RUN_ID_MAX + 1), "too long"],
    ["..", "a step up"],
    ["..:11111111-2222-3333-4444-555555555555", "a step up with an attempt"],
    [".", "a step nowhere"],
    ["a/../b", "a step up inside"],
    ["a\\..", "a step up, the other way"],
    [`../b:${UUID}`, "a step up in a composite id"],
    ["a\u0000b", "a control character"],
    ["a\u007f", "delete"],
    ["a\n", "a line break"],
    ["\ud800", "half a character"],
    ["x\udc00", "the other half"],
  ])("%j is refused: %s", (text) => {
    expect(parseRunId(text)).toBeUndefined();
  });

  test("the longest allowed is allowed", () => {
    expect(parseRunId("x".repeat(RUN_ID_MAX))).toBeDefined();
  });

  test("what is written as a composite id is read back, whatever the workflow id", () => {
    const workflowId = fc.oneof(fc.string({ minLength: 1, maxLength: 60 }), fc.stringMatching(/^[a-z:/%.]{1,20}$/));
    const property = fc.property(workflowId, fc.uuid(), (workflow, uuid) => {
      const read = parseRunId(formatRunId(workflow, uuid));
      const isAllowed = parseRunId(workflow) !== undefined;
      if (!isAllowed) return true;
      return read?.workflowId === workflow && read.temporalRunId === uuid;
    });
    fc.assert(property, RUNS);
  });

  test("an id that is allowed travels as exactly one path segment and comes back unchanged", () => {
    const id = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.stringMatching(/^[a-z./\\:%?#;@ ]{1,12}$/),
      fc.constantFrom("..", "%2e%2e", "..%2f", "a;b", "é"),
    );
    const property = fc.property(id, (text) => {
      const read = parseRunId(text);
      if (!read) return true;
      const url = new URL(`http://x/agents/1/runs/${pathSegment(text)}/end`);
      const segments = url.pathname.split("/");
      return segments.length === 6 && decodeURIComponent(segments[4] ?? "") === text;
    });
    fc.assert(property, RUNS);
  });
});

test.each([
  [UUID, true],
  [UUID.toUpperCase(), true],
  [`${UUID}x`, false],
  [` ${UUID}`, false],
  [`${UUID}\n`, false],
  ["", false],
  ["latest", false],
])("%j is a Temporal run id: %s", (text, expected) => {
  expect(isTemporalRunId(text)).toBe(expected);
});
