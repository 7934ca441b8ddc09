/** Steps from the shapes other platforms send. */
import { describe, expect, test } from "vitest";
import { Payload } from "./payload.ts";
import { readSteps } from "./read-steps.ts";
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

describe("other platforms' nodes", () => {
  test.each<[string, object, object, string[]]>([
    [
      "Vertesia",
      {
        node: "fetch",
        type: "activity",
        status: "timed_out",
        entered_at: T1,
        exited_at: T1,
        context_diff: { a: 1 },
        child_run_id: "c1",
        runId: "r",
      },
      {
        title: "fetch",
        phase: "failed",
        startedAt: AT1,
        endedAt: AT1,
        childRunId: "c1",
        output: new Payload('{"a":1}'),
      },
      ["runId"],
    ],
    [
      "Vercel",
      {
        stepId: "s",
        stepName: "Send",
        status: "failed",
        startedAt: T1,
        completedAt: T1,
        error: { message: "m" },
        attempt: 3,
        retryAfter: T1,
      },
      { id: "s", title: "Send", phase: "failed", attempt: 3, error: new Payload('{"message":"m"}') },
      ["retryAfter"],
    ],
    [
      "Inngest",
      {
        spanID: "sp",
        name: "step",
        stepOp: "RUN",
        status: "QUEUED",
        queuedAt: T1,
        startedAt: T1,
        endedAt: "2026-06-12T09:30:02Z",
        duration: 2_000,
        skipReason: null,
      },
      { id: "sp", kind: "RUN", phase: "pending", queuedAt: AT1, durationMs: 2_000, durationFrom: "sent" },
      ["skipReason"],
    ],
    [
      "Trigger.dev",
      {
        id: "run",
        taskIdentifier: "t",
        status: "SYSTEM_FAILURE",
        startedAt: T1,
        finishedAt: T1,
        durationMs: 5,
        payload: [1],
        output: 2,
        attemptCount: 4,
      },
      { title: "run", phase: "failed", attempt: 4, input: new Payload("[1]"), durationMs: 5 },
      ["taskIdentifier"],
    ],
    [
      "Dify",
      {
        node_id: "n",
        title: "LLM",
        node_type: "llm",
        status: "succeeded",
        created_at: AT1 / 1_000,
        elapsed_time: 1.25,
        inputs: {},
        outputs: {},
        error: "",
        index: 1,
      },
      { id: "n", kind: "llm", phase: "succeeded", startedAt: AT1, durationMs: 1_250, durationFrom: "sent" },
      ["error", "index"],
    ],
    [
      "Argo",
      {
        id: "a",
        displayName: "A",
        type: "Pod",
        phase: "Error",
        startedAt: T1,
        finishedAt: T1,
        message: "OOM",
        boundaryID: "x",
      },
      { title: "A", kind: "Pod", phase: "failed", status: "Error", error: new Payload('"OOM"') },
      [],
    ],
    [
      "Kestra",
      {
        id: "k",
        taskId: "extract",
        state: {
          current: "WARNING",
          startDate: T1,
          endDate: "2026-06-12T09:30:01.2Z",
          duration: "PT1.2S",
          histories: [],
        },
      },
      {
        title: "extract",
        status: "WARNING",
        phase: "succeeded",
        startedAt: AT1,
        durationMs: 1_200,
        durationFrom: "sent",
      },
      ["state"],
    ],
    [
      "Kestra, state read whole",
      { id: "k", state: { current: "KILLING", startDate: T1 } },
      { status: "KILLING", phase: "running", startedAt: AT1 },
      [],
    ],
    [
      "n8n",
      { startTime: AT1, executionTime: 40, executionStatus: "success", data: { main: [] }, source: [] },
      { startedAt: AT1, durationMs: 40, phase: "succeeded" },
      ["data", "source"],
    ],
    [
      "data.status",
      { id: "d", data: { status: "Running", label: "D" } },
      { status: "Running", phase: "running", title: "d" },
      ["data"],
    ],
    [
      "JSON as text",
      { id: "j", inputJson: '{"a":1.0}', outputJson: "not json" },
      { input: new Payload('{"a":1.0}'), output: new Payload('"not json"') },
      [],
    ],
  ])("%s", (_, node, expected, left) => {
    const step = one(node);
    expect(step).toMatchObject(expected);
    expect(names(step)).toEqual(left);
  });

  test("Kestra's attempts, kept among the other fields because they say more", () => {
    const step = one({
      id: "k",
      attempts: [
        { state: { current: "FAILED", startDate: T1, endDate: T1, histories: [] } },
        { state: { current: "SUCCESS" } },
      ],
    });
    expect(step.attempts).toEqual([
      { attempt: 1, phase: "failed", status: "FAILED", startedAt: AT1, endedAt: AT1 },
      { attempt: 2, phase: "succeeded", status: "SUCCESS" },
    ]);
    expect([step.attempt, names(step)]).toEqual([2, ["attempts"]]);
  });

  test("Mastra: a record keyed by id, times in ms", () => {
    const read = steps({
      fetch: { status: "success", startedAt: AT1, payload: 1 },
      ask: { status: "suspended", suspendPayload: {} },
    });
    expect(read.map(({ key, id, title, phase }) => [key, id, title, phase])).toEqual([
      ["fetch", "fetch", "fetch", "succeeded"],
      ["ask", "ask", "ask", "waiting"],
    ]);
  });

  test("n8n: a record by name of lists of visits, put in order by executionIndex", () => {
    const read = steps({
      Send: [{ executionIndex: 2, executionStatus: "success", previousNode: "Fetch" }],
      Fetch: [{ executionIndex: 0 }, { executionIndex: 1, executionStatus: "error" }],
      Idle: [],
    });
    expect(read.map(({ key }) => key)).toEqual(["Send", "Fetch", "Fetch~2", "Idle"]);
    expect(read[0]!.upstream).toEqual(["Fetch"]);
    const ordered = steps({ Send: [{ executionIndex: 2 }], Fetch: [{ executionIndex: 0 }, { executionIndex: 1 }] });
    expect(ordered.map(({ key }) => key)).toEqual(["Fetch", "Fetch~2", "Send"]);
    expect(names(ordered[0]!)).toEqual(["executionIndex"]);
  });

  test("Hatchet and Inngest: nested children follow the step they are in", () => {
    const read = steps([
      { metadata: {}, displayName: "Root", children: [{ id: "c1", childrenSpans: [{ name: "deep" }] }, { id: "c2" }] },
      { id: "next" },
    ]);
    expect(read.map(({ key, title, parentKeys }) => [key, title, parentKeys])).toEqual([
      ["step-1", "Root", []],
      ["c1", "c1", ["step-1"]],
      ["step-1.1.1", "deep", ["c1"]],
      ["c2", "c2", ["step-1"]],
      ["next", "next", []],
    ]);
    expect(names(read[0]!)).toEqual(["metadata"]);
  });
});
