/** The engine from outside: every sample agent to its end on a clock that jumps, stops and starts in between. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { digestText } from "../../contract/decision.ts";
import { isEnded, type Run } from "../../contract/run.ts";
import { agentById } from "../agents/all-agents.ts";
import { openDatabase } from "../database.ts";
import { createEngine } from "./engine.ts";
import { createJumpingClock } from "./jumping-clock.ts";
import { createRunStore } from "./run-store.ts";
import { openTestSource, START_AT, tempDir, VIEWER } from "./test-bench.ts";

interface NodeText {
  readonly id: string;
  readonly status: string;
  readonly startedAt?: string;
  readonly attempt?: number;
  readonly attempts?: readonly { status: string; startedAt: string; error?: { message: string } }[];
  readonly error?: { type: string; cause?: { type: string; cause?: { type: string } } };
  readonly input?: Record<string, unknown>;
}
const nodes = (run: Run): Map<string, NodeText> =>
  new Map((JSON.parse(run.workflowNodes?.text ?? "[]") as NodeText[]).map((node) => [node.id, node]));
const statusOf = (run: Run) => Object.fromEntries([...nodes(run)].map(([id, node]) => [id, node.status]));
const isWaiting = (run: Run) => run.status === "awaiting_human";

describe("Refund Review", () => {
  test("does its checks side by side, retries the flaky one, and asks with the amount as written", async () => {
    const bench = await openTestSource();
    const ref = await bench.start(57);
    const run = await bench.until(57, ref, isWaiting);
    const elapsed = bench.clock.now() - START_AT;
    expect(elapsed).toBeGreaterThan(20_000);
    expect(elapsed).toBeLessThan(40_000);
    expect(run.pendingApproval?.text).toContain(
      '"action":{"name":"payments.refund","args":{"orderId":"A-10442","amount":1240.00,',
    );
    expect(run.summary).toBe("Waiting for a manager to approve a refund of €1,240.00.");
    const byId = nodes(run);
    const starts = ["fraud", "history", "photos"].map((id) => byId.get(id)?.startedAt);
    expect(new Set(starts).size).toBe(1);
    expect(byId.get("fraud")?.attempts?.map((one) => one.error?.message)).toEqual([
      "503 from risk API",
      "503 from risk API",
      undefined,
    ]);
    expect(statusOf(run)).toMatchObject({ approval: "awaiting_human", refund: "pending", "pay-out": "skipped" });
    expect(Object.keys(byId.get("approval")?.input ?? {})).toEqual([
      "orderId",
      "paid",
      "placedAt",
      "fraud",
      "photos",
      "history",
      "reply",
    ]);
  });

  test("pays out by itself up to 100", async () => {
    const bench = await openTestSource();
    const ref = await bench.start(57, '{"amount":100}');
    const run = await bench.until(57, ref, isEnded);
    expect(run).toMatchObject({ status: "completed", summary: "Refunded €100.00 to Ada Novak without approval." });
    expect(statusOf(run)).toMatchObject({ "pay-out": "completed", approval: "skipped", "send-reply": "skipped" });
  });

  test("fails after three attempts with a chain of causes, and what was open is cancelled", async () => {
    const bench = await openTestSource();
    const ref = await bench.start(57, '{"failRefund":true}');
    const waiting = await bench.until(57, ref, isWaiting);
    const approvalId = JSON.parse(waiting.pendingApproval?.text ?? "{}").id as string;
    const text = digestText(
      waiting.workflowId,
      waiting.temporalRunId ?? "",
      approvalId,
      waiting.pendingApproval?.text ?? "",
    );
    const digest = createHash("sha256").update(text).digest("hex");
    await bench.source.decide(
      57,
      ref,
      { approvalId, digest, idempotencyKey: "k", body: { decision: "approve" }, asServed: (text) => text },
      VIEWER,
    );
    const run = await bench.until(57, ref, isEnded);
    expect(run.status).toBe("error");
    const refund = nodes(run).get("refund");
    expect(refund?.error).toMatchObject({
      type: "ActivityError",
      cause: { type: "RefundDeclined", cause: { type: "HttpError 502" } },
    });
    expect(refund?.attempts).toHaveLength(3);
    expect(statusOf(run)).toMatchObject({ refund: "failed", "send-reply": "cancelled", "send-refusal": "skipped" });
    expect(nodes(run).get("send-reply")?.startedAt).toBeUndefined();
  });
});

test("Board Pack times out and says so in words", async () => {
  const bench = await openTestSource();
  const run = await bench.until(58, await bench.start(58), isEnded);
  expect(run).toMatchObject({
    status: "error",
    statusReason: "approval_timeout",
    summary: "Nobody answered the approval request within 90 seconds.",
  });
  expect(statusOf(run)["approval"]).toBe("timed_out");
});

test("Invoice Matcher: the loop lasts as long as its children, at most 256 at a time, one in a hundred fails once", async () => {
  const bench = await openTestSource();
  const ref = await bench.start(63, '{"n":600}');
  await bench.until(63, ref, (one) => nodes(one).get("match:0")?.status === "running");
  let most = 0;
  // Looking at every jump would be slow: hundreds of answers with hundreds of nodes.
  for (let isOver = false; !isOver;) {
    const run = await bench.read(63, ref);
    most = Math.max(
      most,
      [...nodes(run).values()].filter((node) => node.status === "running" && node.id !== "match-all").length,
    );
    for (let jumps = 0; jumps < 50; jumps++) isOver = !(await bench.clock.jump());
  }
  const run = await bench.read(63, ref);
  expect(run).toMatchObject({ status: "completed", summary: "Matched 600 invoices." });
  expect(most).toBe(256);
  expect([...nodes(run).values()].filter((node) => node.attempt === 2)).toHaveLength(6);
});

test("an agent refuses an input it cannot run", async () => {
  const bench = await openTestSource();
  for (const input of ['{"n":10001}', '{"n":0}', '{"n":"many"}', '{"n":1e999}']) {
    await expect(bench.start(63, input)).rejects.toMatchObject({ problem: "unprocessable" });
  }
});

describe("a restart", () => {
  test("goes on where the log ends: attempts keep their number, deadlines their time", async () => {
    const dataDir = tempDir();
    const first = await openTestSource({ dataDir });
    const ref = await first.start(57, '{"approvalMs":60000}');
    await first.until(57, ref, (run) => nodes(run).get("fraud")?.attempts?.length === 2);
    const before = nodes(await first.read(57, ref)).get("fraud");
    await first.source.close();
    // The clock of the second process begins at the first one's start: time must not run backwards in the log.
    const second = await openTestSource({ dataDir });
    expect(nodes(await second.read(57, ref)).get("fraud")).toEqual(before);
    const waiting = await second.until(57, ref, isWaiting);
    const fraud = nodes(waiting).get("fraud");
    expect(fraud?.attempts?.map((one) => one.status)).toEqual(["failed", "failed", "completed"]);
    const starts = fraud?.attempts?.map((one) => one.startedAt) ?? [];
    expect(starts).toEqual(starts.toSorted());
    await second.source.close();
    const third = await openTestSource({ dataDir });
    expect((await third.read(57, ref)).pendingApproval?.text).toBe(waiting.pendingApproval?.text);
    const run = await third.until(57, ref, isEnded);
    const expiresAt = JSON.parse(waiting.pendingApproval?.text ?? "{}").expiresAt as string;
    expect(run).toMatchObject({ statusReason: "approval_timeout", endedAt: expiresAt });
  });

  test("finds closed runs as they were", async () => {
    const dataDir = tempDir();
    const first = await openTestSource({ dataDir });
    const ref = await first.start(42);
    const run = await first.until(42, ref, isEnded);
    await first.source.close();
    const second = await openTestSource({ dataDir });
    expect((await second.read(42, ref)).text).toBe(run.text);
  });
});

test("cancelling aborts what is in flight, and nothing is written afterwards", async () => {
  const bench = await openTestSource();
  const ref = await bench.start(61);
  await bench.until(61, ref, (run) => nodes(run).get("judge:paris")?.status === "running");
  await bench.source.cancelRun(61, ref, VIEWER);
  const run = await bench.read(61, ref);
  expect(run).toMatchObject({ status: "cancelled", source: "history", summary: "Cancelled by local." });
  expect(await bench.clock.jump()).toBe(false);
  expect((await bench.read(61, ref)).text).toBe(run.text);
});

test("a disk that takes no writes: nothing is acknowledged, the server says so, and it goes on when it can", async () => {
  const dataDir = tempDir();
  const db = openDatabase(dataDir);
  const store = createRunStore(db);
  const clock = createJumpingClock(START_AT);
  const engine = createEngine({ db, store, agentOf: agentById, clock, speed: 1 });
  const agent = agentById(42);
  if (!agent) throw new Error("no agent");
  const options = { input: "{}", triggerType: "api", startedBy: "x" };
  const run = engine.startRun(agent, options);
  await clock.jump();
  const before = run.state;
  db.exec("PRAGMA query_only = ON");
  expect(() => engine.startRun(agent, options)).toThrow(/readonly|read-only/);
  await clock.jump();
  expect(run.state).toBe(before);
  expect(engine.canWrite()).toBe(false);
  expect(() => engine.append(run, [{ type: "cancelled", by: "x", at: clock.now() }])).toThrow(/readonly|read-only/);
  expect(run.state).toBe(before);
  db.exec("PRAGMA query_only = OFF");
  engine.settleRun(run);
  expect(engine.canWrite()).toBe(true);
  expect(run.state.status).toBe("completed");
  engine.stop();
  db.close();
});
