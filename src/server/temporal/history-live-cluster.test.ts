/** Random runs of the real workflow on a real server: what it answers and what its history says are one. */
import { DefaultLogger, NativeConnection, Runtime, Worker } from "@temporalio/worker";
import type { WorkflowHandle } from "@temporalio/client";
import { expect, test, vi } from "vitest";
import { randomOf } from "../../contract/random-life.ts";
import { isRunClosed, nodeById, pendingApproval, reduceAll } from "../../contract/reduce.ts";
import { isNodeClosed } from "../../contract/reduce-node.ts";
import type { RunState } from "../../contract/run-state.ts";
import { agentStep, approvalRequested } from "./activities.ts";
import { ensureAttributes } from "./attributes.ts";
import { type ClusterCalls, createClusterCalls, type Description } from "./cluster-calls.ts";
import { connectCluster } from "./connect.ts";
import { PLAN_AGENT } from "./history-agent.ts";
import { createHistoryFold } from "./history-fold.ts";
import { pick, type Random, randomPlan } from "./history-plans.ts";
import { bundlePlanWorkflow } from "./history-worker.ts";
import { activityIdOf, DECIDE_UPDATE, STATE_QUERY, type StartArgs, WORKFLOW_TYPE } from "./names.ts";
import { overlayOf } from "./overlay.ts";

vi.mock("../agents/all-agents.ts", () => import("./history-agent.ts"));

const RUNS = 40;
const AT_ONCE = 8;
const SCHEDULED = 1;

interface Core {
  readonly status: string;
  readonly nodes: readonly { readonly id: string; readonly status: string; readonly attempt: number }[];
  readonly pendingApproval?: string;
  readonly summary?: string;
  readonly statusReason?: string;
}

async function historyOf(calls: ClusterCalls, workflowId: string, temporalRunId: string) {
  const fold = createHistoryFold({ workflowId, temporalRunId }, () => 0);
  let page: Uint8Array | undefined;
  do {
    const answer = await calls.history(workflowId, temporalRunId, page, false);
    fold.take(answer.events);
    page = answer.nextPageToken;
  } while (page);
  return fold;
}

/** The workflow says running from when it wants a step; the history and describe, from when a worker has it. */
function expectSame(core: Core, state: RunState, description: Description | undefined): void {
  const isUnclaimed = (id: string, attempt: number): boolean =>
    description?.pendingActivities?.some(
      (one) => one.activityId === activityIdOf(id, attempt) && Number(one.state) === SCHEDULED,
    ) ?? false;
  const nodes = core.nodes.map(({ id, status, attempt }) => {
    // Of an attempt in flight when the run ended, its history knows nothing but that it was wanted.
    if (status === "cancelled") return { id, status, attempt: nodeById(state, id)?.attempt };
    if (status !== "running" || !isUnclaimed(id, attempt)) return { id, status, attempt };
    return { id, status: attempt > 1 ? "retrying" : "scheduled", attempt: attempt - 1 };
  });
  expect(state.nodes.map(({ id, status, attempt }) => ({ id, status, attempt }))).toEqual(nodes);
  expect([state.status, state.summary, state.statusReason]).toEqual([core.status, core.summary, core.statusReason]);
  expect(pendingApproval(state)?.request).toBe(core.pendingApproval);
}

interface Watching {
  readonly calls: ClusterCalls;
  readonly handle: WorkflowHandle;
  readonly runId: string;
  readonly random: Random;
}

/** Reads history, asks, and reads again; compares when nothing happened meanwhile. Answers how often that was so. */
async function watch({
  calls,
  handle,
  runId,
  random,
}: Watching): Promise<{ compared: number; last: RunState | undefined }> {
  const { workflowId } = handle;
  let compared = 0;
  let last: RunState | undefined;
  for (;;) {
    const before = await historyOf(calls, workflowId, runId);
    const core = await handle.query<Core>(STATE_QUERY);
    const description = await calls.describe(workflowId, runId);
    const after = await historyOf(calls, workflowId, runId);
    if (!after.state || isRunClosed(after.state)) return { compared, last };
    last = reduceAll(after.state, overlayOf(description, after.state));
    if (before.lastEventId === after.lastEventId && !description.pendingWorkflowTask) {
      expectSame(core, last, description);
      compared++;
    }
    const waiting = pendingApproval(last);
    if (!waiting || random() < 0.3) continue;
    const decision = pick(random, ["approve", "reject"]);
    const said = { approvalId: waiting.approvalId, decision, by: "ann", digest: "d", idempotencyKey: "k" };
    await handle
      .executeUpdate<unknown, [object]>(DECIDE_UPDATE, { args: [said], updateId: `${waiting.approvalId}/k` })
      .catch(() => undefined);
  }
}

test(`${RUNS} random runs: asked and read, they say the same; closed, history keeps what was said; and they replay`, async () => {
  Runtime.install({ logger: new DefaultLogger("ERROR") });
  const address = process.env["TEMPORAL_ADDRESS"] ?? "";
  const connection = await NativeConnection.connect({ address });
  await ensureAttributes(connection, "default");
  const workflowBundle = await bundlePlanWorkflow();
  const taskQueue = `plans-${process.pid}-${Date.now()}`;
  const activities = { agentStep, approvalRequested };
  const worker = await Worker.create({ connection, taskQueue, workflowBundle, activities });
  const cluster = connectCluster(process.env);
  const calls = createClusterCalls(cluster);
  const seen = { compared: 0, kept: 0, closed: new Set<string>() };

  async function live(seed: number): Promise<void> {
    const random = randomOf(seed);
    const input = JSON.stringify({ ...randomPlan(random), approvalMs: random() < 0.2 ? 300 : 60_000 });
    const start: StartArgs = { v: 1, agentId: PLAN_AGENT, triggerType: "api", startedBy: "ann", input, speed: 1 };
    const workflowId = `wf_${PLAN_AGENT}_${taskQueue}_${seed}`;
    const handle = await cluster.client.workflow.start(WORKFLOW_TYPE, { workflowId, taskQueue, args: [start] });
    const runId = handle.firstExecutionRunId;
    const { compared, last } = await watch({ calls, handle, runId, random });
    seen.compared += compared;
    const final = (await historyOf(calls, workflowId, runId)).state as RunState;
    seen.closed.add(final.statusReason ?? final.status);
    expectSame(await handle.query<Core>(STATE_QUERY), final, undefined);
    for (const node of last?.nodes ?? []) {
      if (!isNodeClosed(node.status)) continue;
      const { id, status, attempt, output, error, startedAt, endedAt } = node;
      expect(nodeById(final, id)).toMatchObject(
        JSON.parse(JSON.stringify({ id, status, attempt, output, error, startedAt, endedAt })) as object,
      );
      seen.kept++;
    }
    await Worker.runReplayHistory({ workflowBundle }, await handle.fetchHistory(), workflowId);
  }

  try {
    await worker.runUntil(async () => {
      for (let seed = 1; seed <= RUNS; seed += AT_ONCE)
        await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => live(seed + index)));
    });
  } finally {
    await cluster.close();
    await connection.close();
  }
  // How often nothing happened between two readings is the machine's doing; every closed run was compared above.
  expect(seen.compared).toBeGreaterThan(0);
  expect(seen.kept).toBeGreaterThan(RUNS);
  // Whether an approval runs out or is answered first is the clock's doing.
  expect([...seen.closed]).toEqual(expect.arrayContaining(["completed", "error"]));
}, 900_000);
