/** The contract's JSON: values as written, absent where unknown, the runlight key as promised. */
import { describe, expect, test } from "vitest";
import { answerText, listItemText, objectText, taskErrorText } from "./answer.ts";
import { parseRun } from "./run.ts";
import type { NodeState, RunState } from "./run-state.ts";

const STATE: RunState = {
  workflowId: "wf_42_run_1",
  temporalRunId: "11111111-2222-3333-4444-555555555555",
  agentId: 42,
  agentName: "Report",
  agentType: "task",
  triggerType: "schedule",
  startedBy: "mira",
  attempt: 1,
  input: "{}",
  status: "completed",
  startedAt: 1_000,
  endedAt: 3_500,
  summary: "Done",
  result: '{"n":9007199254740993,"amount":1240.00,"__proto__":{"a":1},"a":1,"a":2,"s":"\\ud800"}',
  nodes: [],
  approvals: [],
};
const NODE: NodeState = {
  id: "a",
  name: "A",
  type: "tool",
  dependsOn: [],
  status: "pending",
  attempt: 0,
  attempts: [],
};
const workflow = (...nodes: NodeState[]): RunState => ({ ...STATE, agentType: "workflow", nodes });
const nodesOf = (state: RunState) =>
  JSON.parse(parseRun(answerText(state, { source: "history" })).workflowNodes?.text ?? "null") as Record<
    string,
    unknown
  >[];

test("a task's result is the agent's text, byte for byte, and it has no nodes", () => {
  const run = parseRun(answerText(STATE, { source: "history" }));
  expect(run.taskResult?.text).toBe(STATE.result);
  expect(run.workflowNodes).toBeUndefined();
  expect(run).toMatchObject({
    id: "wf_42_run_1:11111111-2222-3333-4444-555555555555",
    startedAt: "1970-01-01T00:00:01.000Z",
    durationMs: 2_500,
    source: "history",
  });
});

test("a workflow has nodes, no taskError, and a result only where it gave one", () => {
  const { result: _result, ...without } = workflow(NODE);
  const state = { ...without, status: "error" as const, error: { type: "E", message: "m" } };
  const run = parseRun(answerText(state, { source: "history" }));
  expect(run.workflowNodes?.text).toBe('[{"id":"a","name":"A","type":"tool","status":"pending"}]');
  expect(run.taskResult).toBeUndefined();
  expect(run.taskError).toBeUndefined();
  const given = answerText({ ...without, status: "completed", result: "[1.50]" }, { source: "history" });
  expect(parseRun(given).taskResult?.text).toBe("[1.50]");
});

describe("a node", () => {
  const inner = { type: "HttpError", message: "503" };

  test("says all that is known, times as ISO text, waiting as awaiting_human", () => {
    const node: NodeState = {
      ...NODE,
      status: "waiting",
      attempt: 1,
      maxAttempts: 3,
      scheduledAt: 0,
      startedAt: 1,
      input: "1240.00",
      dependsOn: ["z"],
      when: { node: "z", branch: "approve" },
      parentId: "loop",
      iteration: 0,
      total: 2,
    };
    expect(nodesOf(workflow(node))[0]).toEqual({
      ...{ id: "a", name: "A", type: "tool", status: "awaiting_human", attempt: 1, maxAttempts: 3 },
      ...{ scheduledAt: "1970-01-01T00:00:00.000Z", startedAt: "1970-01-01T00:00:00.001Z", input: 1240 },
      ...{ dependsOn: ["z"], when: { node: "z", branch: "approve" }, parentId: "loop", iteration: 0, total: 2 },
    });
  });

  test("lists attempts when there were several, and the last error of an earlier one", () => {
    const attempts = [
      { attempt: 1, startedAt: 1, endedAt: 2, error: inner },
      { attempt: 2, startedAt: 3, endedAt: 4 },
    ];
    const [node] = nodesOf(workflow({ ...NODE, status: "completed", attempt: 2, attempts, startedAt: 1, endedAt: 4 }));
    expect(node).toMatchObject({ durationMs: 3, lastError: inner });
    expect(node?.["attempts"]).toMatchObject([{ status: "failed", error: inner }, { status: "completed" }]);
  });

  test("a failed one carries its error and no lastError", () => {
    const [node] = nodesOf(
      workflow({
        ...NODE,
        status: "failed",
        attempt: 1,
        error: inner,
        attempts: [{ attempt: 1, startedAt: 1, error: inner }],
      }),
    );
    expect(node).toMatchObject({ status: "failed", error: inner });
    expect(node).not.toHaveProperty("lastError");
  });
});

test("an approval is served as the request's exact text, and the decision afterwards stands under runlight", () => {
  const request = '{ "id": "p", "amount": 1240.00 }';
  const approval = { approvalId: "p", nodeId: "a", request, requestedAt: 1, expiresAt: 9 };
  const waiting: RunState = {
    ...workflow({ ...NODE, status: "waiting" }),
    status: "awaiting_human",
    approvals: [approval],
  };
  expect(parseRun(answerText(waiting, { source: "live-query" })).pendingApproval?.text).toBe(request);
  expect(listItemText(waiting, request)).toContain(request);
  const outcome = {
    decision: "approve",
    by: "mira",
    at: 5,
    comment: "ok",
    digest: "d",
    idempotencyKey: "secret",
  } as const;
  const decided = answerText(
    { ...workflow(NODE), approvals: [{ ...approval, outcome }] },
    { source: "history", attempts: { number: 1, of: 2 } },
  );
  expect(parseRun(decided).runlight).toEqual({
    attempt: { number: 1, of: 2 },
    decisions: [
      {
        approvalId: "p",
        nodeId: "a",
        decision: "approve",
        by: "mira",
        at: "1970-01-01T00:00:00.005Z",
        comment: "ok",
        digest: "d",
      },
    ],
  });
  expect(decided).not.toContain("secret");
});

test("what was last known says since when; a run nobody saw has no nodes rather than none", () => {
  const as = { source: "live-query", historyUnavailableReason: "Gone", asOf: 2_000 } as const;
  const known = parseRun(answerText(workflow(NODE), as));
  expect(known).toMatchObject({ historyUnavailableReason: "Gone", runlight: { asOf: "1970-01-01T00:00:02.000Z" } });
  expect(known.workflowNodes).toBeDefined();
  expect(parseRun(answerText(workflow(), as)).workflowNodes).toBeUndefined();
});

test("an error as text: outermost first, each stack under its own line", () => {
  const error = {
    type: "ActivityFailure",
    message: 'activity "runSkill" failed after 3 attempts',
    cause: { type: "ApplicationFailure", message: "ECONNREFUSED", stack: "at a (b:1:2)\n  at c (d:3:4)" },
  };
  expect(taskErrorText(error)).toBe(
    'ActivityFailure: activity "runSkill" failed after 3 attempts\n  caused by ApplicationFailure: ECONNREFUSED\n    at a (b:1:2)\n    at c (d:3:4)',
  );
  const run = parseRun(answerText({ ...STATE, status: "error", error }, { source: "history" }));
  expect(run.taskError).toBe(taskErrorText(error));
});

test("an object text leaves out what is undefined", () => {
  expect(objectText([["a", undefined]])).toBe("{}");
  expect(
    objectText([
      ['a"', "1.0"],
      ["b", undefined],
      ["c", "[]"],
    ]),
  ).toBe('{"a\\"":1.0,"c":[]}');
});
