/** An answer to the letter: every member, in order, there when it is known and left out when it is not. */
import { describe, expect, test } from "vitest";
import { answerText, decisionsOf, listItemText, taskErrorText } from "./answer.ts";
import type { NodeState, RunState } from "./run-state.ts";

const at = (ms: number): string => new Date(ms).toISOString();
const BARE: RunState = {
  ...{ workflowId: "w", temporalRunId: "t", agentId: 7, agentName: "A", agentType: "workflow", triggerType: "api" },
  ...{ startedBy: "mira", attempt: 1, input: "{}", status: "running", startedAt: 1_000, nodes: [], approvals: [] },
};
const HEAD = `"id":"w:t","workflowId":"w","agentId":7,"agentName":"A","agentType":"workflow","status":"running","temporalRunId":"t","triggerType":"api","startedAt":"${at(1_000)}"`;
const node = (more: Partial<NodeState> = {}): NodeState => {
  return { id: "n", name: "N", type: "tool", dependsOn: [], status: "running", attempt: 0, attempts: [], ...more };
};
const NODE = '"id":"n","name":"N","type":"tool","status":"running"';
const nodeText = (more: Partial<NodeState> = {}): string => {
  const text = answerText({ ...BARE, nodes: [node(more)] }, { source: "history" });
  return text.slice(text.indexOf('"workflowNodes":[') + 17, -2);
};

test("a run that has only begun", () => {
  expect(answerText(BARE, { source: "live-query" })).toBe(`{${HEAD},"source":"live-query","workflowNodes":[]}`);
  expect(listItemText(BARE)).toBe(`{${HEAD}}`);
  expect(listItemText(BARE, "[1.0]")).toBe(`{${HEAD},"pendingApproval":[1.0]}`);
});

test("a run of which everything is known", () => {
  const approval = { approvalId: "p", nodeId: "n", request: '{"a":1.0}', requestedAt: 1, expiresAt: 9 };
  const outcome = { decision: "reject", by: "lea", at: 5, idempotencyKey: "k" } as const;
  const decided = { ...approval, approvalId: "q", outcome };
  const error = { type: "E", message: "m" };
  const state: RunState = {
    ...BARE,
    ...{ agentType: "task", status: "awaiting_human", statusReason: "approval_timeout", endedAt: 3_500, summary: "S" },
    ...{ result: "[1.50]", error, nodes: [node({ status: "waiting" })], approvals: [decided, approval] },
  };
  const as = { cause: "c", asOf: 2_000, attempts: { number: 1, of: 2 }, historyUnavailableReason: "gone" };
  const head = HEAD.replace('"workflow"', '"task"').replace(
    '"running"',
    '"awaiting_human","statusReason":"approval_timeout"',
  );
  expect(answerText(state, { source: "live-query", ...as })).toBe(
    `{${head},"endedAt":"${at(3_500)}","durationMs":2500,"summary":"S","source":"live-query","historyUnavailableReason":"gone","pendingApproval":{"a":1.0},"taskResult":[1.50],"taskError":"E: m","runlight":{"asOf":"${at(2_000)}","cause":"c","attempt":{"number":1,"of":2},"decisions":[{"approvalId":"q","nodeId":"n","decision":"reject","by":"lea","at":"${at(5)}"}]}}`,
  );
});

test("a run never took less than no time, and what no date can say is left out", () => {
  const text = (startedAt: number, endedAt: number) => listItemText({ ...BARE, startedAt, endedAt });
  expect(text(2_000, 1_000)).toContain('"durationMs":0');
  expect(text(0, 8.64e15)).toContain('"endedAt":"+275760-09-13T00:00:00.000Z"');
  for (const odd of [8.64e15 + 1, -8.64e15 - 1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(text(0, odd)).not.toContain("endedAt");
});

describe("a node", () => {
  const e1 = { type: "E", message: "one" };
  const e2 = { type: "E", message: "two" };

  test("of which everything is known", () => {
    const more: Partial<NodeState> = {
      ...{ tool: "http", attempt: 2, maxAttempts: 3, scheduledAt: 0, startedAt: 1, endedAt: 4, input: "1.0" },
      ...{ output: "2.0", branch: "yes", nextAttemptAt: 9, dependsOn: ["a"], when: { node: "a", branch: "b" } },
      ...{ childWorkflowId: "c", parentId: "p", iteration: 0, total: 0, status: "completed" },
      attempts: [
        { attempt: 1, startedAt: 1, endedAt: 2, error: e1 },
        { attempt: 2, startedAt: 3 },
      ],
    };
    expect(nodeText(more)).toBe(
      `{"id":"n","name":"N","type":"tool","tool":"http","status":"completed","attempt":2,"maxAttempts":3,"scheduledAt":"${at(0)}","startedAt":"${at(1)}","endedAt":"${at(4)}","durationMs":3,"input":1.0,"output":2.0,"branch":"yes","lastError":{"type":"E","message":"one"},"nextAttemptAt":"${at(9)}","attempts":[{"attempt":1,"status":"failed","startedAt":"${at(1)}","endedAt":"${at(2)}","error":{"type":"E","message":"one"}},{"attempt":2,"status":"completed","startedAt":"${at(3)}"}],"dependsOn":["a"],"when":{"node":"a","branch":"b"},"childWorkflowId":"c","parentId":"p","iteration":0,"total":0}`,
    );
  });

  test("of which nothing is known", () => {
    expect(nodeText()).toBe(`{${NODE}}`);
    expect(nodeText({ attempt: 1 })).toBe(`{${NODE},"attempt":1}`);
  });

  test("is timed when it began and ended, in that order", () => {
    expect(nodeText({ startedAt: 2, endedAt: 2 })).toContain('"durationMs":0');
    for (const more of [{ startedAt: 2 }, { endedAt: 2 }, { startedAt: 2, endedAt: 1 }])
      expect(nodeText(more)).not.toContain("durationMs");
  });

  test("waits as awaiting_human, in its attempts too; an earlier attempt without an error failed", () => {
    const attempts = [{ attempt: 1 }, { attempt: 2 }];
    expect(nodeText({ status: "waiting", attempt: 2, attempts })).toBe(
      `{${NODE.replace("running", "awaiting_human")},"attempt":2,"attempts":[{"attempt":1,"status":"failed"},{"attempt":2,"status":"awaiting_human"}]}`,
    );
    expect(nodeText({ attempt: 1, attempts: [{ attempt: 1 }] })).not.toContain("attempts");
  });

  test("says its own error, or else the last one of its attempts", () => {
    const attempts = [{ attempt: 1, error: e1 }, { attempt: 2, error: e2 }, { attempt: 3 }];
    expect(nodeText({ attempt: 3, attempts })).toContain('"lastError":{"type":"E","message":"two"}');
    const failed = nodeText({ attempt: 3, attempts, error: e1 });
    expect(failed).toContain(',"error":{"type":"E","message":"one"},"attempts"');
    expect(failed).not.toContain("lastError");
    expect(
      nodeText({
        attempt: 2,
        attempts: [
          { attempt: 1, error: e1 },
          { attempt: 2, error: e2 },
        ],
      }),
    ).toContain('{"attempt":2,"status":"failed","error":{"type":"E","message":"two"}}');
  });

  test("that did not change is written once", () => {
    const same = node({ attempt: 1 });
    const text = () => answerText({ ...BARE, nodes: [same, node()] }, { source: "history" });
    expect(text()).toBe(text());
    expect(text()).toContain(`[{${NODE},"attempt":1},{${NODE}}]`);
  });
});

test("steps nobody saw are none to show; a run without steps shows that", () => {
  const gone = { source: "live-query", historyUnavailableReason: "gone" } as const;
  expect(answerText(BARE, gone)).not.toContain("workflowNodes");
  expect(answerText({ ...BARE, nodes: [node()] }, gone)).toContain("workflowNodes");
  expect(answerText({ ...BARE, agentType: "task", nodes: [node()] }, { source: "history" })).not.toContain(
    "workflowNodes",
  );
});

test("decisions stand in the order of their requests, and what nobody decided is none", () => {
  const open = { approvalId: "a", nodeId: "n", request: "{}", requestedAt: 1, expiresAt: 9 };
  const timedOut = { ...open, approvalId: "b", outcome: { decision: "timed_out", by: "", at: 9 } as const };
  const approved = {
    ...open,
    approvalId: "c",
    outcome: { decision: "approve", by: "m", at: 2, comment: "ok" } as const,
  };
  expect(decisionsOf([])).toEqual([]);
  expect(decisionsOf([open, timedOut, approved])).toStrictEqual([
    { approvalId: "b", nodeId: "n", decision: "timed_out", by: "", at: at(9) },
    { approvalId: "c", nodeId: "n", decision: "approve", by: "m", comment: "ok", at: at(2) },
  ]);
});

test("an error without causes or stacks is one line", () => {
  expect(taskErrorText({ type: "E", message: "m" })).toBe("E: m");
  expect(taskErrorText({ type: "E", message: "m", stack: " at a\n  at b", cause: { type: "F", message: "n" } })).toBe(
    "E: m\n    at a\n    at b\n  caused by F: n",
  );
});
