/** Lives of a run as they really go: branches, approvals, retries, ends; and a fan-out of ten thousand. */
import { describe, expect, test } from "vitest";
import { exampleStart } from "./example-start.ts";
import { nodeById, reduceAll } from "./reduce.ts";
import type { PlannedNode, RunEvent } from "./run-events.ts";
import type { RunState } from "./run-state.ts";
import { isDoneWithin } from "./cpu-time.ts";

const NODES: PlannedNode[] = [
  { id: "ask", name: "Ask", type: "approval", dependsOn: [] },
  {
    id: "pay",
    name: "Pay",
    type: "tool",
    dependsOn: ["ask"],
    when: { node: "ask", branch: "approve" },
    maxAttempts: 3,
  },
  { id: "tell", name: "Tell", type: "tool", dependsOn: ["pay"] },
  { id: "refuse", name: "Refuse", type: "tool", dependsOn: ["ask"], when: { node: "ask", branch: "reject" } },
  { id: "file", name: "File", type: "tool", dependsOn: ["refuse"] },
];

function begin(nodes: readonly PlannedNode[] = NODES): RunEvent {
  return exampleStart(nodes);
}

const ASKED: RunEvent[] = [
  { type: "nodeScheduled", nodeId: "ask", at: 1 },
  { type: "nodeStarted", nodeId: "ask", attempt: 1, at: 1 },
  {
    type: "approvalRequested",
    approvalId: "p",
    nodeId: "ask",
    request: "{}",
    expiresAt: 100,
    summary: "Waiting",
    at: 2,
  },
];
const APPROVED: RunEvent = {
  type: "approvalDecided",
  approvalId: "p",
  decision: "approve",
  by: "mira",
  comment: "Fine",
  digest: "d",
  idempotencyKey: "k",
  at: 5,
};

const fold = (...events: RunEvent[]): RunState => {
  const state = reduceAll(undefined, [begin(), ...events]);
  if (!state) throw new Error("no state");
  return state;
};
const statuses = (state: RunState) => Object.fromEntries(state.nodes.map((node) => [node.id, node.status]));

describe("an approval", () => {
  test("makes the run wait, with the words of the wait", () => {
    const state = fold(...ASKED);
    expect(state).toMatchObject({ status: "awaiting_human", summary: "Waiting" });
    expect(statuses(state)["ask"]).toBe("waiting");
  });

  test("decided: its node completes with the decision, the branch not taken is skipped with all after it", () => {
    const state = fold(...ASKED, APPROVED);
    expect(state.status).toBe("running");
    expect(state.summary).toBeUndefined();
    expect(statuses(state)).toEqual({
      ask: "completed",
      pay: "pending",
      tell: "pending",
      refuse: "skipped",
      file: "skipped",
    });
    expect(JSON.parse(nodeById(state, "ask")?.output ?? "")).toEqual({
      decision: "approve",
      by: "mira",
      at: "1970-01-01T00:00:00.005Z",
      comment: "Fine",
    });
  });

  test("only the first decision counts", () => {
    const state = fold(...ASKED, APPROVED);
    const late: RunEvent = { ...APPROVED, decision: "reject", by: "anton", idempotencyKey: "l", at: 6 };
    expect(reduceAll(state, [late, { type: "approvalTimedOut", approvalId: "p", at: 7 }])).toBe(state);
  });

  test("timed out: its node is timed_out and the run no longer waits", () => {
    const state = fold(...ASKED, { type: "approvalTimedOut", approvalId: "p", at: 100 });
    expect(state.status).toBe("running");
    expect(nodeById(state, "ask")).toMatchObject({ status: "timed_out", endedAt: 100 });
    expect(state.approvals[0]?.outcome).toMatchObject({ decision: "timed_out", by: "" });
  });
});

describe("attempts", () => {
  const failed = { type: "HttpError", message: "503" };
  const wrapped = { type: "ActivityError", message: "Activity failed after 2 attempts", cause: failed };

  test("each keeps its own failure; the node keeps the chain", () => {
    const state = fold(
      ...ASKED,
      APPROVED,
      { type: "nodeScheduled", nodeId: "pay", input: "{}", at: 6 },
      { type: "nodeStarted", nodeId: "pay", attempt: 1, at: 7 },
      { type: "nodeRetried", nodeId: "pay", attempt: 1, error: failed, nextAttemptAt: 20, at: 9 },
      { type: "nodeStarted", nodeId: "pay", attempt: 2, at: 20 },
      { type: "nodeFailed", nodeId: "pay", error: wrapped, at: 30 },
    );
    const pay = nodeById(state, "pay");
    expect(pay).toMatchObject({ status: "failed", attempt: 2, startedAt: 7, endedAt: 30, error: wrapped });
    expect(pay?.nextAttemptAt).toBeUndefined();
    expect(pay?.attempts).toEqual([
      { attempt: 1, startedAt: 7, endedAt: 9, error: failed },
      { attempt: 2, startedAt: 20, endedAt: 30, error: failed },
    ]);
  });
});

test("of an attempt nobody saw begin, what it failed with is kept, and no time is made up", () => {
  const error = { type: "HttpError", message: "503" };
  const retried = { type: "nodeRetried", nodeId: "x", attempt: 2, error, nextAttemptAt: 20 } as const;
  const node = { id: "x", name: "X", type: "tool", dependsOn: [] };
  const scheduled: RunEvent = { type: "nodeScheduled", nodeId: "x", node, at: 1 };
  const seen = fold(scheduled, { ...retried, at: 9 });
  expect(nodeById(seen, "x")).toMatchObject({ status: "retrying", attempt: 2 });
  expect(nodeById(seen, "x")).not.toHaveProperty("startedAt");
  expect(nodeById(seen, "x")?.attempts).toEqual([{ attempt: 2, endedAt: 9, error }]);
  const untimed = fold(
    scheduled,
    { ...retried, at: 20, isTimed: false },
    { type: "nodeStarted", nodeId: "x", attempt: 3, at: 20 },
  );
  expect(nodeById(untimed, "x")?.attempts).toEqual([
    { attempt: 2, error },
    { attempt: 3, startedAt: 20 },
  ]);
});

describe("ends", () => {
  test("open nodes become cancelled, those never started without times", () => {
    const state = fold(...ASKED, { type: "cancelled", by: "mira", summary: "Stopped", at: 50 });
    expect(state).toMatchObject({ status: "cancelled", endedAt: 50, summary: "Stopped" });
    expect(nodeById(state, "ask")).toMatchObject({ status: "cancelled", startedAt: 1, endedAt: 50 });
    expect(nodeById(state, "pay")).not.toHaveProperty("endedAt");
  });

  test("a failure says why, and for which reason", () => {
    const error = { type: "ApprovalTimeout", message: "Nobody answered" };
    const state = fold({ type: "failed", error, statusReason: "approval_timeout", at: 9 });
    expect(state).toMatchObject({ status: "error", statusReason: "approval_timeout", error });
  });
});

test("a node the plan did not have is added when it is scheduled, and later events find it", () => {
  const state = fold(
    {
      type: "nodeScheduled",
      nodeId: "extra",
      node: { id: "extra", name: "Extra", type: "tool", dependsOn: [] },
      at: 1,
    },
    { type: "nodeStarted", nodeId: "extra", attempt: 1, at: 2 },
  );
  expect(nodeById(state, "extra")).toMatchObject({ name: "Extra", status: "running" });
});

test("30,000 events of 10,000 nodes fold in well under a second, in batches too", () => {
  const nodes = Array.from({ length: 10_000 }, (_, i): PlannedNode => ({
    id: `m:${i}`,
    name: "M",
    type: "tool",
    dependsOn: [],
  }));
  const events = nodes.flatMap(({ id: nodeId }): RunEvent[] => [
    { type: "nodeScheduled", nodeId, at: 1 },
    { type: "nodeStarted", nodeId, attempt: 1, at: 2 },
    { type: "nodeSucceeded", nodeId, output: "{}", at: 3 },
  ]);
  const fold = (): RunState => {
    let state = reduceAll(undefined, [begin(nodes)]) as RunState;
    for (let at = 0; at < events.length; at += 300) state = reduceAll(state, events.slice(at, at + 300));
    return state;
  };
  // A quadratic fold takes far longer.
  expect(isDoneWithin(1_000, fold)).toBe(true);
  expect(fold().nodes.every((node) => node.status === "completed")).toBe(true);
});
