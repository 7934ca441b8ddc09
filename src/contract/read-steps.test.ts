/** Steps from the shapes this API sends, and from shapes nobody should. */
import { describe, expect, test } from "vitest";
import { AWAITING, FAILED } from "./example-answers.ts";
import { Payload } from "./payload.ts";
import { countPhases, readSteps } from "./read-steps.ts";
import type { Step } from "./step.ts";

function steps(nodes: unknown): readonly Step[] {
  return readSteps(new Payload(typeof nodes === "string" ? nodes : JSON.stringify(nodes)));
}

function one(node: object | string): Step {
  return steps(typeof node === "string" ? `[${node}]` : [node])[0]!;
}

function names(step: Step): string[] {
  return step.extra.map(({ name }) => name);
}

const T1 = "2026-06-12T09:30:00.000Z";
const AT1 = Date.parse(T1);

describe("our own nodes", () => {
  test("every field of ours is read and nothing is left over but what has no slot", () => {
    const node = {
      id: "n3",
      name: "Check fraud score",
      type: "tool",
      status: "retrying",
      attempt: 2,
      maxAttempts: 3,
      scheduledAt: T1,
      startedAt: T1,
      endedAt: "2026-06-12T09:30:04.300Z",
      durationMs: 4_300,
      input: { a: 1 },
      output: false,
      branch: "true",
      error: { message: "x" },
      lastError: { message: "503" },
      nextAttemptAt: T1,
      attempts: [
        { attempt: 1, status: "failed", startedAt: T1, endedAt: T1, error: { message: "503" } },
        { attempt: 2, status: "running", startedAt: T1 },
      ],
      dependsOn: ["n4"],
      when: { node: "n4", branch: "approve" },
      parentId: "n4",
      iteration: 4,
      total: 9,
    };
    const step = steps([node, { id: "n4" }])[0]!;
    expect(step).toMatchObject({
      key: "n3",
      title: "Check fraud score",
      kind: "tool",
      phase: "running",
      status: "retrying",
      attempt: 2,
      maxAttempts: 3,
      queuedAt: AT1,
      startedAt: AT1,
      endedAt: AT1 + 4_300,
      durationMs: 4_300,
      durationFrom: "sent",
      upstream: ["n4"],
      parentKeys: ["n4"],
      when: { key: "n4", branch: "approve" },
      iteration: { index: 4, total: 9 },
    });
    expect(step.attempts).toEqual([
      {
        attempt: 1,
        phase: "failed",
        status: "failed",
        startedAt: AT1,
        endedAt: AT1,
        error: new Payload('{"message":"503"}'),
      },
      { attempt: 2, phase: "running", status: "running", startedAt: AT1 },
    ]);
    expect([step.output?.text, step.error?.text, step.earlierError?.text]).toEqual([
      "false",
      '{"message":"x"}',
      '{"message":"503"}',
    ]);
    expect(names(step)).toEqual(["branch", "nextAttemptAt"]);
    expect(step.notes).toEqual([]);
  });

  test.each([
    ["a run that waits", AWAITING],
    ["a run that failed", FAILED],
  ])("%s: every node a step, in the order sent, nothing unread but toolId", (_, text) => {
    const { workflowNodes } = JSON.parse(text) as { workflowNodes: { id: string; name: string; status: string }[] };
    const read = steps(workflowNodes);
    expect(read.map((step) => [step.key, step.title, step.status])).toEqual(
      workflowNodes.map((node) => [node.id, node.name, node.status]),
    );
    expect(read.every(({ phase, notes }) => phase !== "unknown" && notes.length === 0)).toBe(true);
    expect(new Set(read.flatMap(names))).toEqual(new Set(["toolId"]));
  });
});

describe("what is not recognised", () => {
  test("wrong types stay other fields, in the order sent, duplicates too", () => {
    const step = one(
      '{"z":1,"id":true,"status":4,"startedAt":{},"name":["x"],"dependsOn":[1,{}],"iteration":-1,"total":3,"attempt":"2","error":500,"a":1,"a":2,"output":null}',
    );
    expect(names(step)).toEqual([
      "z",
      "id",
      "status",
      "startedAt",
      "name",
      "dependsOn",
      "iteration",
      "total",
      "attempt",
      "error",
      "a",
      "a",
      "output",
    ]);
    expect(step).toMatchObject({ key: "step-1", title: "Step 1", status: "", phase: "unknown" });
  });

  test("of a key sent twice the last counts, of two spellings the first, and the others stay", () => {
    const twice = one('{"name":"A","name":"B"}');
    expect([twice.title, twice.extra.map(({ payload }) => payload.text)]).toEqual(["B", ['"A"']]);
    const spelt = one('{"started_at":"2026-06-12T09:30:00Z","StartedAt":"2025-01-01T00:00:00Z"}');
    expect([spelt.startedAt, names(spelt)]).toEqual([AT1, ["StartedAt"]]);
  });

  test("no synonym by substring", () => {
    expect(names(one({ myStatus: "failed", status2: "failed", uncompleted: T1, nodeIdentity: 1 }))).toHaveLength(4);
  });

  test("reason, cause and message tell an error only of a failed node", () => {
    expect(one({ status: "failed", reason: "no credit" }).error?.text).toBe('"no credit"');
    expect(names(one({ status: "completed", message: "all good" }))).toEqual(["message"]);
    expect(names(one({ status: "quarantined", cause: "x" }))).toEqual(["cause"]);
  });

  test.each<[object, string | RegExp]>([
    [{ startedAt: "yesterday" }, /startedAt: “yesterday” is not a time/],
    [{ startedAt: "0001-01-01T00:00:00Z" }, /0001/],
    [{ startedAt: 12 }, /“12”/],
    [{ startedAt: T1, endedAt: "2026-06-12T09:29:00Z" }, /ended before it started/],
    [{ id: "a", dependsOn: ["gone"] }, /“gone”, which is not among the steps/],
    [{ id: "a", next: "a" }, /the step itself/],
    [{ id: "a", when: { node: "gone", branch: "yes" } }, /“yes”.*“gone”/],
  ])("%j is noted", (node, note) => {
    const step = one(node);
    expect(step.notes).toEqual([expect.stringMatching(note)]);
    expect([step.durationMs, step.upstream, step.downstream, step.when]).toEqual([undefined, [], [], undefined]);
  });

  test("a time beyond a double's range is absent with a note, and its key stays", () => {
    const step = one('{"endedAt":1e400}');
    expect([step.endedAt, names(step), step.notes.length]).toEqual([undefined, ["endedAt"], 1]);
  });

  test.each([
    [1_200, 1_200],
    [1.2, 1_200],
    [1_100, 1_100],
    [1_000, undefined],
    [41, undefined],
    [-1, undefined],
    ["3.2s", 3_200],
    ["soon", undefined],
  ])("a duration of %j over 1.2 s", (duration, expected) => {
    const step = one({ startedAt: AT1, endedAt: AT1 + 1_200, duration });
    const read = expected ?? 1_200;
    expect([step.durationMs, step.durationFrom]).toEqual([read, expected === undefined ? "times" : "sent"]);
    expect(names(step)).toEqual(expected === undefined ? ["duration"] : []);
  });

  test("a pending step has been created, not started", () => {
    expect(one({ status: "pending", createdAt: T1 })).toMatchObject({ queuedAt: AT1 });
    expect(one({ status: "pending", createdAt: T1 }).startedAt).toBeUndefined();
    expect(one({ status: "running", createdAt: T1 }).startedAt).toBe(AT1);
  });

  test("duplicate ids, ids that look like copies, and nodes without one", () => {
    const read = steps([
      { id: "n" },
      { id: "n~2" },
      { id: "n" },
      { id: "n" },
      {},
      { id: "step-6" },
      {},
      { id: 7 },
      { next: ["n"] },
    ]);
    expect(read.map(({ key }) => key)).toEqual(["n", "n~2", "n~3", "n~4", "step-5", "step-6", "step-7", "7", "step-9"]);
    expect(read[0]!.upstream).toEqual(["step-9"]);
    expect(steps([{ id: "n" }, { id: "n" }, { id: "n~2" }]).map(({ key }) => key)).toEqual(["n", "n~3", "n~2"]);
    expect(steps([{}, { id: "step-1" }]).map(({ key }) => key)).toEqual(["step-1~2", "step-1"]);
  });

  test("circles are cut and noted: the links that stay have an order", () => {
    const read = steps([
      { id: "a", name: "A", dependsOn: ["c"] },
      { id: "b", dependsOn: ["a"] },
      { id: "c", dependsOn: ["b"] },
      { id: "p", parentId: "q" },
      { id: "q", parentId: "p" },
    ]);
    expect(read.map(({ upstream }) => upstream)).toEqual([[], ["a"], ["b"], [], []]);
    expect(read.flatMap(({ parentKeys }) => parentKeys)).toHaveLength(1);
    expect(read.flatMap(({ notes }) => notes)).toHaveLength(2);
  });

  test("links show at both ends, each once", () => {
    const read = steps([
      { id: "a", next: ["b", "b"] },
      { id: "b", dependsOn: "a" },
    ]);
    expect([read[0]!.downstream, read[1]!.upstream, read[0]!.upstream]).toEqual([["b"], ["a"], []]);
  });

  test.each<[string, string[]]>([
    ["null", []],
    ["[]", []],
    ["{}", []],
    ['"text"', ["Step 1"]],
    ["17", ["Step 1"]],
    ['[1,null,"x",[],{}]', ["Step 1", "Step 2", "Step 3", "Step 4", "Step 5"]],
    ['{"a":"running"}', ["a"]],
    ['[{"name":" "},{"tool":"t"},{"type":"k"},{"id":" "}]', ["Step 1", "t", "k", "Step 4"]],
  ])("workflowNodes %s", (text, titles) => {
    const read = steps(text);
    expect(read.map(({ title }) => title)).toEqual(titles);
    expect(read.every(({ phase }) => phase === "unknown")).toBe(true);
  });

  test("absent nodes are no steps, and the phases are counted", () => {
    expect(readSteps(undefined)).toEqual([]);
    const counts = countPhases(steps([{ status: "completed" }, { status: "done" }, { status: "odd" }]));
    expect(counts).toEqual({
      pending: 0,
      running: 0,
      waiting: 0,
      succeeded: 2,
      failed: 0,
      cancelled: 0,
      skipped: 0,
      unknown: 1,
    });
  });
});
