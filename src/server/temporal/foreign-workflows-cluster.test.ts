/** Any workflow opens: workflows that never heard of Runlight, on a real server, as the page would be told of them. */
import type { WorkflowHandle } from "@temporalio/client";
import type { PayloadCodec } from "@temporalio/common";
import proto from "@temporalio/proto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Run } from "../../contract/run.ts";
import type { Step } from "../../contract/step.ts";
import { VIEWER } from "../source-bench.ts";
import { type ForeignBench, openForeignBench, stepsOf } from "./foreign-bench.ts";
import { cartWorkflow, nightlyWorkflow, orderWorkflow, patientWorkflow } from "./foreign-workflows.ts";

let bench: ForeignBench;
beforeAll(async () => {
  bench = await openForeignBench();
}, 60_000);
afterAll(() => bench.close());

const names = (steps: readonly Step[]) => steps.map(({ title, kind, status }) => [title, kind, status]);
const step = (run: Run, title: string): Step => stepsOf(run).find((one) => one.title === title) as Step;

async function until(handle: Pick<WorkflowHandle, "workflowId">, isWanted: (run: Run) => boolean): Promise<Run> {
  for (const endsAt = Date.now() + 20_000; ;) {
    const run = await bench.read({ workflowId: handle.workflowId });
    if (isWanted(run)) return run;
    if (Date.now() > endsAt) throw new Error(`Not as wanted: ${run.text}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

function start<T extends (...args: never[]) => Promise<unknown>>(workflow: T, args: Parameters<T>, more: object = {}) {
  const workflowId = `${workflow.name}:${crypto.randomUUID()}`;
  const { taskQueue, client } = bench;
  return client.workflow.start(workflow.name, { workflowId, taskQueue, args, ...more });
}

test("plain activities: attempts with what they failed with, a failure the workflow lived with, exact values", async () => {
  const handle = await start(orderWorkflow, [{ id: "A-1", amount: 1240 }], { staticSummary: "An order" });
  await handle.result();
  const run = await until(handle, ({ source }) => source === "history");
  expect(run).toMatchObject({ agentId: 0, agentName: "orderWorkflow", status: "completed", agentType: "workflow" });
  expect(run.summary).toContain("An order");
  expect(run.taskResult?.text).toBe('{"reserved":1240,"receipt":"A-1:1240","told":"not told"}');
  expect(names(stepsOf(run))).toEqual([
    ["Hold the goods", "activity", "completed"],
    ["charge", "activity", "completed"],
    ["notify", "activity", "failed"],
  ]);
  const reserve = step(run, "Hold the goods");
  expect(reserve).toMatchObject({ attempt: 1, tool: "reserve", input: { text: '{"id":"A-1","amount":1240}' } });
  expect(reserve.output?.text).toBe('{"reserved":1240}');
  const charge = step(run, "charge");
  expect(charge.tool).toBeUndefined();
  expect([charge.attempt, charge.input?.text, charge.output?.text]).toEqual([3, '["A-1",1240]', '"A-1:1240"']);
  expect(JSON.parse(charge.earlierError?.text ?? "")).toMatchObject({
    message: "The bank was busy (2)",
    cause: { message: "no line", stack: expect.stringContaining("TypeError: no line") as string },
  });
  const [second, third] = charge.attempts;
  expect([second?.attempt, second?.startedAt, second?.endedAt]).toEqual([2, undefined, undefined]);
  expect(third).toMatchObject({ attempt: 3, startedAt: charge.startedAt });
  const { queuedAt = 0, startedAt = 0, endedAt = 0 } = charge;
  expect(startedAt - queuedAt).toBeGreaterThanOrEqual(380);
  expect(endedAt).toBeGreaterThanOrEqual(startedAt);
  const notify = step(run, "notify");
  expect([notify.attempt, notify.maxAttempts]).toEqual([1, 5]);
  expect(JSON.parse(notify.error?.text ?? "")).toMatchObject({ type: "NoMailbox", message: /nobody@example.com/ });
});

// Attempts make no event: describe tells of them, every 5 s.
test("a step that is tried again says so while it is: the attempt, its last failure, the next one", async () => {
  const handle = await start(patientWorkflow, [Date.now() + 7_000]);
  const seen: Run[] = [];
  await until(handle, (run) => {
    seen.push(run);
    return run.source === "history";
  });
  const live = seen.filter(({ source }) => source === "live-query");
  const retrying = live.flatMap(stepsOf).filter(({ attempt = 0, phase }) => attempt >= 2 && phase !== "succeeded");
  expect(retrying.length).toBeGreaterThan(0);
  for (const one of retrying) {
    expect(["retrying", "running"]).toContain(one.status);
    expect(one.earlierError?.text ?? one.error?.text).toContain("Too early, attempt");
  }
  const attempts = seen.map((run) => stepsOf(run)[0]?.attempt ?? 0);
  expect(attempts).toEqual(attempts.toSorted((a, b) => a - b));
});

test("children, signals, an update and a continuation", async () => {
  const handle = await start(cartWorkflow, []);
  await handle.signal("addItem", "apple");
  await handle.signal("addItem", "pear");
  await expect(handle.executeUpdate("setAddress", { args: [""] })).rejects.toThrow("Workflow Update failed");
  await handle.executeUpdate("setAddress", { args: ["Main St 1"], updateId: "move" });
  await handle.result();
  const last = await until(handle, ({ source }) => source === "history");
  expect([last.taskResult?.text, last.runlight.attempt]).toEqual(['{"result":"round 2"}', { number: 2, of: 2 }]);
  const first = await bench.read({ workflowId: handle.workflowId, temporalRunId: handle.firstExecutionRunId });
  expect([first.status, first.source, first.runlight.attempt]).toEqual(["completed", "history", { number: 1, of: 2 }]);
  const steps = stepsOf(first);
  expect(names(steps)).toEqual([
    ["addItem", "signal", "completed"],
    ["addItem", "signal", "completed"],
    ["setAddress", "update", "completed"],
    ["parcelWorkflow", "child workflow", expect.anything()],
    ["Both in one parcel", "child workflow", "completed"],
    ["parcelWorkflow", "child workflow", "failed"],
  ]);
  expect(new Set(steps.map(({ key }) => key)).size).toBe(steps.length);
  expect(steps.map(({ input }) => input?.text)).toEqual([
    ...['"apple"', '"pear"', '"Main St 1"', '"left behind"', '"apple+pear"', '"lost"'],
  ]);
  expect([steps[2]?.output?.text, steps[4]?.output?.text]).toEqual(['"to Main St 1"', '"sent apple+pear"']);
  expect([steps[4]?.childRunId, steps[4]?.tool]).toEqual([expect.stringMatching(/-parcel$/), "parcelWorkflow"]);
  expect(JSON.parse(steps[5]?.error?.text ?? "")).toMatchObject({ message: "The parcel is lost" });
  const child = await bench.read({ workflowId: steps[4]?.childRunId ?? "" });
  expect([child.status, child.triggerType, child.taskResult?.text]).toEqual([
    ...["completed", "parent workflow", '{"result":"sent apple+pear"}'],
  ]);
});

test("local activities and timers, those that fire and those nobody waits for any more", async () => {
  const handle = await start(nightlyWorkflow, []);
  expect(await handle.result()).toBe(15);
  const run = await until(handle, ({ source }) => source === "history");
  expect(names(stepsOf(run))).toEqual([
    ["price", "local activity", "completed"],
    ["Wait for the shop", "timer", "completed"],
    ["stock", "local activity", "completed"],
    ["broken", "local activity", "failed"],
    ["Timer 2", "timer", "completed"],
    ["Timer 3", "timer", "cancelled"],
  ]);
  expect([step(run, "price").output?.text, step(run, "stock").attempt]).toEqual(["5", 3]);
  expect(JSON.parse(step(run, "broken").error?.text ?? "")).toMatchObject({ type: "Broken" });
  const shop = step(run, "Wait for the shop");
  expect(shop.input?.text).toBe('{"durationMs":50}');
  expect(shop.durationMs).toBeGreaterThanOrEqual(50);
  for (const { startedAt = 0, endedAt = 0 } of stepsOf(run)) {
    expect(startedAt).toBeGreaterThanOrEqual(Date.parse(run.startedAt ?? ""));
    expect(endedAt).toBeGreaterThanOrEqual(startedAt);
    expect(endedAt).toBeLessThanOrEqual(Date.parse(run.endedAt ?? ""));
  }
});

test("a live run under an id that was used before counts the runs before it", async () => {
  const { taskQueue, client } = bench;
  const workflowId = `again:${crypto.randomUUID()}`;
  const first = await client.workflow.start("parcelWorkflow", { workflowId, taskQueue, args: ["one"] });
  await first.result();
  const second = await client.workflow.start("patientWorkflow", {
    workflowId,
    taskQueue,
    args: [Date.now() + 600_000],
  });
  const run = await until(second, ({ runlight }) => runlight.attempt?.number === 2);
  expect([run.source, run.temporalRunId, run.runlight.attempt]).toEqual([
    ...["live-query", second.firstExecutionRunId, { number: 2, of: 2 }],
  ]);
  const before = await bench.read({ workflowId, temporalRunId: first.firstExecutionRunId });
  expect(before.runlight.attempt).toEqual({ number: 1, of: 2 });
  await second.terminate("enough");
});

test("they are listed under agent 0, by their own names", async () => {
  const handle = await start(orderWorkflow, [{ id: "A-2", amount: 1 }]);
  await handle.result();
  const query = { pageSize: 100, after: "", status: "completed", approvalScope: "all", search: "" } as const;
  await expect
    .poll(async () => (await bench.source.listRuns(0, query, VIEWER)).items.join("\n"), {
      timeout: 20_000,
      interval: 200,
    })
    .toContain(handle.workflowId);
  await expect(bench.source.getRun(57, { workflowId: handle.workflowId }, VIEWER)).rejects.toThrow("not yours");
});

test("an agent that is no sample is listed, known by its workflows; one without runs is not found", async () => {
  const agentId = 900_000 + (process.pid % 90_000);
  const { taskQueue, client, source } = bench;
  const workflowId = `wf_${agentId}_run_1`;
  const more = { workflowId, taskQueue, args: [{ id: "A-4", amount: 1 }], memo: { AgentName: "Orders" } };
  await client.workflow.execute("orderWorkflow", more);
  const agents = async (): Promise<string> =>
    (await source.listAgents({ pageSize: 100, after: "" }, VIEWER)).items.join("\n");
  await expect.poll(agents, { timeout: 20_000, interval: 500 }).toContain(`"id":${agentId},`);
  expect(await agents()).toContain('"name":"Orders"');
  const query = { pageSize: 100, after: "", status: "all_executions", approvalScope: "all", search: "" } as const;
  const page = await source.listRuns(agentId, query, VIEWER);
  expect([page.items.length, page.items[0]]).toEqual([1, expect.stringContaining(workflowId)]);
  expect(page.counts).toMatchObject({ all_executions: 1, completed: 1 });
  await expect(source.listRuns(agentId + 1_000_000, query, VIEWER)).rejects.toThrow("not yours");
});

describe("payloads through a codec", () => {
  const { Payload } = proto.temporal.api.common.v1;
  const turn = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes, (byte) => byte ^ 0x5a);
  const codec: PayloadCodec = {
    encode: async (payloads) =>
      payloads.map((payload) => ({
        metadata: { encoding: Buffer.from("binary/encrypted") },
        data: turn(Payload.encode(payload).finish()),
      })),
    decode: async (payloads) =>
      payloads.map((payload) =>
        String(Buffer.from(payload.metadata?.["encoding"] ?? [])) === "binary/encrypted"
          ? Payload.decode(turn(payload.data ?? new Uint8Array()))
          : payload,
      ),
  };

  test.each([
    ["it is plugged in", true],
    ["it is not here", false],
  ])(
    "%s",
    async (_name, isReadable) => {
      const secret = await openForeignBench([codec], isReadable);
      try {
        const workflowId = `secret:${crypto.randomUUID()}`;
        const args = [{ id: "A-3", amount: 99 }];
        const { taskQueue, client } = secret;
        await client.workflow.execute("orderWorkflow", { workflowId, taskQueue, args, memo: { summary: "hush" } });
        const run = await secret.read({ workflowId });
        const [reserve, , notify] = stepsOf(run);
        expect([run.status, run.source]).toEqual(["completed", "history"]);
        if (isReadable) {
          expect([reserve?.input?.text, reserve?.output?.text]).toEqual([
            '{"id":"A-3","amount":99}',
            '{"reserved":99}',
          ]);
          expect(run.summary).toBeDefined();
        } else {
          const shown = JSON.parse(reserve?.input?.text ?? "") as object;
          expect(shown).toMatchObject({ encoding: "binary/encrypted", size: expect.any(Number) as number });
          expect(run.text).not.toContain("A-3");
        }
        expect(notify?.status).toBe("failed");
      } finally {
        await secret.close();
      }
    },
    60_000,
  );
});
