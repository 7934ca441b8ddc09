/** Runs as documented, and as hostile as they may come. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AnyJson } from "./any-json.ts";
import { AWAITING, DOCUMENTED, FAILED, FUTURE, TASK_ERROR } from "./example-answers.ts";
import { splitJson } from "./json-parts.ts";
import { BadAnswer, isEnded, parseRun, type Run, RunScalars } from "./run.ts";
import { isDoneWithin } from "./cpu-time.ts";

const RUNS = { numRuns: 10_000 };
const EXAMPLES = [AWAITING, DOCUMENTED, FAILED, FUTURE, TASK_ERROR];

function names(run: Run): string[] {
  return run.extra.map(({ name }) => name);
}

describe("documented answers", () => {
  test("every documented field, free-form ones byte for byte", () => {
    const run = parseRun(AWAITING);
    expect(run).toMatchObject({
      id: "wf_57_run_89:00000089-4a2b-4c3d-8e4f-5a6b7c8d9e0f",
      workflowId: "wf_57_run_89",
      agentId: 57,
      agentName: "Refund Review",
      agentType: "workflow",
      status: "awaiting_human",
      source: "live-query",
      triggerType: "slack",
      startedAt: "2026-06-12T09:30:00.000Z",
      extra: [],
      runlight: {},
      text: AWAITING,
    });
    expect(AWAITING).toContain(run.pendingApproval!.text);
    expect(AWAITING).toContain(run.workflowNodes!.text);
  });

  test("the example as printed: empty texts are absent, empty free-form values are not", () => {
    const run = parseRun(DOCUMENTED);
    expect([run.temporalRunId, run.startedAt, run.taskError, run.historyUnavailableReason, run.source]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      "",
    ]);
    expect([run.pendingApproval?.text, run.taskResult?.text, run.workflowNodes?.text]).toEqual([
      "{}",
      "{}",
      "[\n    {}\n  ]",
    ]);
    expect(run.extra).toEqual([]);
  });

  test("words and fields of a later version are kept, in the order sent", () => {
    const run = parseRun(FUTURE);
    expect([run.status, run.source, run.agentType, run.statusReason]).toEqual([
      "quarantined",
      "cold-archive",
      "swarm",
      "policy_hold",
    ]);
    expect(names(run)).toEqual(["lastHeartbeatAt", "costUsd", "artifacts", "links"]);
  });

  test("wrong types, duplicates and numbers beyond a double stay among the other fields", () => {
    const run = parseRun(
      '{"workflowId":"w","status":"running","agentId":"57","summary":{},"durationMs":1e400,"status":"completed","startedAt":[1],"taskError":null,"__proto__":{"status":"x"}}',
    );
    expect(run.status).toBe("completed");
    expect(run.extra.map(({ name, payload }) => [name, payload.text])).toEqual([
      ["status", '"running"'],
      ["agentId", '"57"'],
      ["summary", "{}"],
      ["durationMs", "1e400"],
      ["startedAt", "[1]"],
      ["__proto__", '{"status":"x"}'],
    ]);
    expect([run.agentId, run.summary, run.durationMs]).toEqual([Number.NaN, undefined, undefined]);
  });

  test("a composite id alone tells the workflow id", () => {
    const id = "wf:1:11111111-2222-3333-4444-555555555555";
    expect(parseRun(JSON.stringify({ id, status: "running" })).workflowId).toBe("wf:1");
    expect(parseRun('{"id":"a:b","status":"running"}').workflowId).toBe("a:b");
    expect(parseRun('{"workflowId":"w","status":"running"}').id).toBe("w");
  });

  test("a byte order mark in front changes nothing", () => {
    const run = parseRun(`\ufeff${AWAITING}`);
    expect([run.status, run.pendingApproval?.text]).toEqual([
      "awaiting_human",
      parseRun(AWAITING).pendingApproval?.text,
    ]);
  });

  test("what tells no run is refused, in words", () => {
    for (const [text, words] of [
      ["<html>", /not JSON/],
      ["", /not JSON/],
      ["[1]", /not an object/],
      ["null", /not an object/],
      ["{}", /workflowId/],
      ['{"workflowId":"w"}', /status/],
      ['{"workflowId":"w","status":""}', /status/],
    ] as const) {
      expect(() => parseRun(text)).toThrow(BadAnswer);
      expect(() => parseRun(text)).toThrow(words);
    }
  });
});

test("ended: history, a terminal status or an end; an unknown word alone ends nothing", () => {
  expect(isEnded({ status: "running", source: "live-query" })).toBe(false);
  expect(isEnded({ status: "awaiting_human", source: "live-query" })).toBe(false);
  expect(isEnded({ status: "quarantined", source: "cold-archive" })).toBe(false);
  expect(isEnded({ status: "quarantined", source: "", endedAt: "2026-06-12T08:30:00Z" })).toBe(true);
  expect(isEnded({ status: "running", source: "history" })).toBe(true);
  for (const status of ["completed", "error", "cancelled"])
    expect(isEnded({ status, source: "live-query" })).toBe(true);
});

const KNOWN = [...Object.keys(RunScalars), "pendingApproval", "taskResult", "workflowNodes", "runlight"];
const STOCK = {
  keys: [...KNOWN, "zebra", "costUsd", "__proto__", "constructor", "asOf", "decisions"],
  values: [
    '"running"',
    '"completed"',
    '"w"',
    '"wf_1:11111111-2222-3333-4444-555555555555"',
    "57",
    '"2026-06-12T08:30:00Z"',
  ],
};

/** One of the examples with a few members cut out, doubled or exchanged, and at times a few characters broken. */
function mutate(source: AnyJson): string {
  const example = EXAMPLES[source.pick(EXAMPLES.length)] ?? "";
  let members = splitJson(example).map(({ key, start, end }) => `${JSON.stringify(key)}:${example.slice(start, end)}`);
  for (let i = source.pick(6); i > 0; i--) {
    const at = source.pick(members.length + 1);
    const odd = `${JSON.stringify(source.from(STOCK.keys))}:${source.value()}`;
    const change = source.pick(3);
    members = members.toSpliced(at, change === 1 ? 0 : 1, ...(change === 0 ? [] : [odd]));
  }
  const text = `{${members.join(",")}}`;
  if (source.pick(4) !== 3) return text;
  const at = Math.floor((source.pick(256) / 256) * text.length);
  return text.slice(0, at) + (source.from(['"', "}", "\\", ",", "\u0000", ""]) ?? "") + text.slice(at + source.pick(3));
}

const mutated = fc.uint8Array({ maxLength: 60 }).map((bytes) => mutate(new AnyJson(bytes, STOCK)));

test("a mutated answer is a run or a BadAnswer, nothing else", () => {
  let runs = 0;
  let tried = 0;
  const property = fc.property(mutated, (text) => {
    tried++;
    try {
      const run = parseRun(text);
      runs++;
      return run.text === text && run.workflowId !== "" && run.status !== "";
    } catch (error) {
      return error instanceof BadAnswer;
    }
  });
  fc.assert(property, RUNS);
  // Most are runs, or the property would say little.
  expect(runs).toBeGreaterThan(tried / 2);
});

test("every member sent is read, absent as an empty text or null, or kept verbatim in the order sent", () => {
  const property = fc.property(mutated, (text) => {
    let run: Run;
    try {
      run = parseRun(text);
    } catch {
      return true;
    }
    const left = [...run.extra];
    const parts = splitJson(text);
    for (const [i, { key, start, end }] of parts.entries()) {
      const value = text.slice(start, end);
      const next = left[0];
      const isLast = !parts.slice(i + 1).some((other) => other.key === key);
      if (next?.name === key && next.payload.text === value) {
        left.shift();
        continue;
      }
      if (!isLast || !KNOWN.includes(key)) return false;
      const read = (run as unknown as Record<string, unknown>)[key];
      const isAbsent = value === "null" || value === '""' || key === "runlight";
      if (read === undefined && !isAbsent) return false;
    }
    return left.length === 0;
  });
  fc.assert(property, RUNS);
});

test("deep, wide and repeated answers are read in linear time", () => {
  const head = '{"workflowId":"w","status":"running"';
  for (const text of [
    `${head},"taskResult":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
    `${head},"runlight":${'{"asOf":'.repeat(100_000)}1${"}".repeat(100_000)}}`,
    `${head}${Array.from({ length: 100_000 }, (_, i) => `,"k${i}":1`).join("")}}`,
    `${head}${',"status":"running"'.repeat(50_000)}}`,
  ]) {
    expect(parseRun(text).status).toBe("running");
    expect(isDoneWithin(10_000, () => parseRun(text))).toBe(true);
  }
});
