/** Every way a life can end on a real cluster: the right status, source and reason, and the page stops asking. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isStoppedForGood, nextPoll } from "../../contract/poll-rule.ts";
import type { Run } from "../../contract/run.ts";
import type { RunRef } from "../../contract/run-id.ts";
import { takeOutcome } from "../../contract/watch-state.ts";
import type { PageConditions, Watched } from "../../contract/watching.ts";
import { type Bench, decide, isFinal, read, readUntil, refusal, start, startWaiting, VIEWER } from "../source-bench.ts";
import { openForeignBench } from "./foreign-bench.ts";
import { type OwnCluster, openOwnCluster } from "./life-ends.ts";
import { cartWorkflow } from "./foreign-workflows.ts";
import { TASK_QUEUE, WORKFLOW_TYPE } from "./names.ts";

const [SALES, REFUND, BOARD, IMPORT] = [42, 57, 58, 59];
const ANSWER_MS = 8_000;
/** 10 s on an idle machine; the long-poll that told it before takes twice as long. */
const HEARD_MS = 15_000;
const VISIBLE: PageConditions = { isHidden: false, isOnline: true, isPaused: false, areNoticesOff: false, seed: 1 };

let own: OwnCluster;
let bench: Bench;
beforeAll(async () => {
  own = await openOwnCluster();
  const subject = (agentId: number | undefined) => ({ agentId: agentId ?? 0, input: "{}" });
  bench = {
    source: own.source,
    task: subject(SALES),
    approval: subject(REFUND),
    expiring: subject(BOARD),
    failing: subject(IMPORT),
    loseHistory: (_agentId, { workflowId, temporalRunId = "" }) => own.loseHistory(workflowId, temporalRunId),
    close: () => own.close(),
  };
}, 120_000);
afterAll(() => bench.close());

/** How many more requests a page sends that is told this again and again; Infinity when it never stops. */
function requestsAfter(run: Run): number {
  let watched: Watched | undefined;
  for (let request = 1, now = 1_000_000; request < 40; request++) {
    const ended = { request, sentAt: now, settledAt: now, serverNow: now };
    const { workflowId, agentId } = run;
    watched = takeOutcome(watched, { ...ended, kind: "run", run }, { agentId: agentId ?? 0, workflowId });
    const { delayMs } = nextPoll(watched, VISIBLE);
    if (delayMs === null && isStoppedForGood(watched)) return request - 1;
    now += delayMs ?? 0;
  }
  return Number.POSITIVE_INFINITY;
}

/** What every closed run keeps: history, the time it ended, no request any more, and nothing left open. */
function expectFinal(run: Run): void {
  expect([run.source, requestsAfter(run), run.pendingApproval]).toEqual(["history", 0, undefined]);
  expect(run.endedAt).toBeDefined();
  const nodes = JSON.parse(run.workflowNodes?.text ?? "[]") as { status: string }[];
  for (const { status } of nodes)
    expect(["completed", "failed", "cancelled", "skipped", "timed_out"]).toContain(status);
}

const said = (run: Run) => [run.status, run.statusReason, run.summary];

describe("a life ends by", () => {
  test("complete", async () => {
    const run = await readUntil(own.source, await start(bench, bench.task), isFinal);
    expectFinal(run);
    expect(said(run).slice(0, 2)).toEqual(["completed", undefined]);
    expect(run.taskResult).toBeDefined();
  });

  test("fail", async () => {
    const { agentId, ref } = await start(bench, bench.failing);
    const run = await readUntil(own.source, { agentId, ref }, isFinal);
    expectFinal(run);
    expect(said(run)).toEqual(["error", undefined, expect.stringContaining("ECONNRESET")]);
    const last = await readUntil(
      own.source,
      { agentId, ref: { workflowId: ref.workflowId } },
      (one) => isFinal(one) && one.temporalRunId !== ref.temporalRunId,
    );
    expect(last.runlight.attempt).toEqual({ number: 2, of: 2 });
  });

  test("cancel", async () => {
    const waiting = await startWaiting(bench);
    await own.source.cancelRun(waiting.agentId, waiting.ref, VIEWER);
    const run = await readUntil(own.source, waiting, isFinal);
    expectFinal(run);
    expect(said(run)).toEqual(["cancelled", undefined, "Cancelled by local."]);
  });

  test("terminate", async () => {
    const waiting = await startWaiting(bench);
    await own.client.workflow.getHandle(waiting.ref.workflowId).terminate("not needed");
    const run = await readUntil(own.source, waiting, isFinal);
    expectFinal(run);
    expect(said(run)).toEqual(["cancelled", undefined, "Terminated by runlight: not needed"]);
  });

  test("time-out", async () => {
    const workflowId = `wf_${REFUND}_run_${Date.now()}`;
    const args = [{ v: 1, agentId: REFUND, triggerType: "api", startedBy: "ann", input: "{}", speed: 300 }];
    const more = { taskQueue: TASK_QUEUE, args, workflowExecutionTimeout: "1500 ms" };
    await own.client.workflow.start(WORKFLOW_TYPE, { workflowId, ...more });
    const run = await readUntil(own.source, { agentId: REFUND ?? 0, ref: { workflowId } }, isFinal);
    expectFinal(run);
    expect(said(run)).toEqual(["error", undefined, "The run took longer than it may."]);
  });

  test("continue-as-new", async () => {
    const foreign = await openForeignBench();
    try {
      const workflowId = `cart:${Date.now()}`;
      const { taskQueue, client } = foreign;
      const handle = await client.workflow.start(cartWorkflow, { workflowId, taskQueue });
      await Promise.all([handle.signal("addItem", "a"), handle.signal("addItem", "b")]);
      await handle.executeUpdate("setAddress", { args: ["x"] });
      const first = { agentId: 0, ref: { workflowId, temporalRunId: handle.firstExecutionRunId } };
      const run = await readUntil(foreign.source, first, isFinal);
      expectFinal(run);
      expect(said(run)).toEqual(["completed", undefined, "Continued as a new Temporal run."]);
      expect(run.runlight.attempt).toEqual({ number: 1, of: 2 });
      const isNext = (one: Run): boolean => isFinal(one) && one.temporalRunId !== first.ref.temporalRunId;
      expect((await readUntil(foreign.source, { agentId: 0, ref: { workflowId } }, isNext)).status).toBe("completed");
    } finally {
      await foreign.close();
    }
  }, 60_000);

  test("reset: the old run is over, the new one waits as the old one did", async () => {
    const waiting = await startWaiting(bench);
    const { workflowId, temporalRunId = "" } = waiting.ref;
    const again = await reset({ workflowId, temporalRunId }, 4);
    const old = await readUntil(own.source, waiting, isFinal);
    expectFinal(old);
    expect(old.status).toBe("cancelled");
    const isAsking = (run: Run): boolean => run.status === "awaiting_human" && run.temporalRunId === again;
    const run = await readUntil(own.source, { ...waiting, ref: { workflowId } }, isAsking);
    expect(requestsAfter(run)).toBe(Number.POSITIVE_INFINITY);
    expect(run.runlight.attempt).toEqual({ number: 2, of: 2 });
    expect((await read(own.source, waiting)).runlight.attempt).toEqual({ number: 1, of: 2 });
  });

  test("approve, reject: who decided stands in it; a reset takes it along, or asks anew when it goes back further", async () => {
    for (const decision of ["approve", "reject"] as const) {
      const waiting = await startWaiting(bench);
      await decide(own.source, waiting, "k", { decision, comment: "Seen the photos." });
      const run = await readUntil(own.source, waiting, isFinal);
      expectFinal(run);
      expect(run.status).toBe("completed");
      const decisions = [{ decision, by: "local", comment: "Seen the photos." }];
      expect(run.runlight.decisions).toMatchObject(decisions);
      const { workflowId } = waiting.ref;
      const { events } = await own.client.workflow.getHandle(workflowId).fetchHistory();
      const accepted = events?.findIndex((event) => event.workflowExecutionUpdateAcceptedEventAttributes) ?? 0;
      const later = { workflowId, temporalRunId: await reset(waiting.ref, accepted) };
      const second = await readUntil(own.source, { ...waiting, ref: later }, isFinal);
      expect([second.status, second.runlight.decisions]).toMatchObject(["completed", decisions]);
      const anew = { workflowId, temporalRunId: await reset(later, 4) };
      const isAsking = ({ status }: Run): boolean => status === "awaiting_human";
      const third = await readUntil(own.source, { ...waiting, ref: anew }, isAsking);
      expect([third.runlight.decisions, third.runlight.attempt]).toEqual([undefined, { number: 3, of: 3 }]);
    }
  });

  test("approval_timeout", async () => {
    const run = await readUntil(own.source, await start(bench, bench.expiring), isFinal);
    expectFinal(run);
    expect(said(run).slice(0, 2)).toEqual(["error", "approval_timeout"]);
  });

  test("retention: answered from what was seen last, with the reason, and the page stops", async () => {
    const started = await start(bench, bench.task);
    const kept = await readUntil(own.source, started, isFinal);
    await bench.loseHistory(started.agentId, started.ref);
    const run = await read(own.source, started);
    expect([run.source, run.status, run.endedAt]).toEqual(["live-query", kept.status, kept.endedAt]);
    expect(run.historyUnavailableReason).toContain("retention");
    expect(requestsAfter(run)).toBe(3);
  }, 120_000);
});

/** Answers the run id of the new run. */
async function reset({ workflowId, temporalRunId = "" }: RunRef, workflowTaskFinishEventId: number): Promise<string> {
  const { runId } = await own.client.workflowService.resetWorkflowExecution({
    namespace: own.namespace,
    workflowExecution: { workflowId, runId: temporalRunId },
    workflowTaskFinishEventId: workflowTaskFinishEventId as never,
    requestId: crypto.randomUUID(),
    reason: "once more",
  });
  return runId;
}

describe("a worker that dies", () => {
  test("mid-query and mid-approval: the cause is named in time, no decision is taken, and the same key counts later", async () => {
    const waiting = await startWaiting(bench);
    await own.killWorker();
    const diedAt = Date.now();
    // Who looks only now is answered from the history at once, and told why in time.
    const replica = await own.openReplica();
    const asked = performance.now();
    let run = await read(replica, waiting);
    expect(performance.now() - asked).toBeLessThan(ANSWER_MS);
    run = await readUntil(replica, waiting, (one) => one.runlight.cause !== undefined);
    expect(performance.now() - asked).toBeLessThan(ANSWER_MS);
    await replica.close();
    // Who has been watching goes on being answered, and is told too.
    let slowestMs = 0;
    run = await read(own.source, waiting);
    for (const endsAt = diedAt + HEARD_MS; !run.runlight.cause; await sleep(100)) {
      if (Date.now() > endsAt) throw new Error(`No cause was named: ${run.text}`);
      const from = performance.now();
      run = await read(own.source, waiting);
      slowestMs = Math.max(slowestMs, performance.now() - from);
    }
    expect(slowestMs).toBeLessThan(ANSWER_MS);
    expect([run.status, run.source, run.pendingApproval?.text]).toEqual([
      ...["awaiting_human", "live-query", waiting.requestText],
    ]);
    expect(run.runlight.cause).toMatch(/worker/i);
    const refused = await refusal(decide(own.source, waiting, "k"));
    expect([refused.problem, refused.message]).toEqual(["unavailable", expect.stringContaining("same key")]);
    expect((await read(own.source, waiting)).runlight.decisions ?? []).toEqual([]);
    await own.startWorker();
    const decision = await decide(own.source, waiting, "k");
    expect(decision).toMatchObject({ decision: "approve", by: "local" });
    const last = await readUntil(own.source, waiting, isFinal);
    expectFinal(last);
    expect(last.runlight.decisions).toHaveLength(1);
  }, 120_000);
});
