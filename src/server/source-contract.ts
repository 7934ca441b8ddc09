/** The contract every source must pass, however it keeps its runs. Each source's test calls it with its own bench. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as v from "valibot";
import {
  AgentsPageSchema,
  ApprovalsPageSchema,
  AttemptsSchema,
  parseRunsPage,
  RunsPageSchema,
} from "../contract/pages.ts";
import { type Bench, isFinal, read, readUntil, refusal, start, startWaiting, VIEWER, worldOf } from "./source-bench.ts";
import { describeDecisions } from "./source-contract-decisions.ts";
import { describeRefusals } from "./source-contract-refusals.ts";
import { describeRights } from "./source-contract-rights.ts";
import { describeWatching } from "./source-contract-watching.ts";
import type { Capabilities, Page, RunsQuery } from "./source.ts";

const EVERYTHING: RunsQuery = { pageSize: 100, after: "", status: "all_executions", approvalScope: "all", search: "" };
const STRANGER = { workflowId: "wf_0_run_0", temporalRunId: "00000000-0000-4000-8000-000000000000" };

const ALL: Capabilities = { start: true, cancel: true, decide: true, attempts: true, reveal: true };

/**
 * `open` is called once, and must give a source with the four subjects of Bench, fast enough for a test. `can` is what
 * the source has to say of itself; what it cannot do it has to refuse.
 */
export function describeSourceContract(name: string, open: () => Promise<Bench>, can: Capabilities = ALL): void {
  describe(`${name}: the source contract`, () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await open();
    });
    afterAll(() => bench.close());

    test("it says what it can do", () => {
      expect(bench.source.can).toEqual(can);
    });
    describeLists(() => bench);
    describeOneRun(() => bench);
    if (can.attempts) describeAttempts(() => bench);
    if (can.cancel) describeCancelling(() => bench);
    if (can.decide) describeDecisions(() => bench);
    describeRights(() => bench, can);
    describeRefusals(() => bench, can);
    describeWatching(() => bench);
  });
}

/** Every item of a list, page by page; fails when an item comes twice. */
async function walk(ask: (after: string) => Promise<Page>): Promise<string[]> {
  const items: string[] = [];
  for (let after: string | undefined = ""; after !== undefined;) {
    const page: Page = await ask(after);
    items.push(...page.items);
    after = page.next;
    if (items.length > 10_000) throw new Error("The list does not end");
  }
  expect(new Set(items).size).toBe(items.length);
  return items;
}

function describeLists(bench: () => Bench): void {
  test("agents come in pages that fit the schema and hold every agent once", async () => {
    const { source, ...subjects } = bench();
    const items = await walk((after) => source.listAgents({ pageSize: 2, after }, VIEWER));
    const { agents } = v.parse(AgentsPageSchema, JSON.parse(`{"agents":[${items.join(",")}],"nextPageToken":null}`));
    const ids = agents.map((agent) => agent.id);
    for (const { agentId } of [subjects.task, subjects.approval, subjects.expiring, subjects.failing])
      expect(ids).toContain(agentId);
  });

  test("the runs of an agent come newest first, with counts of every status", async () => {
    const { source, approval } = bench();
    const first = await startWaiting(bench());
    const second = await startWaiting(bench());
    const page = await source.listRuns(approval.agentId, EVERYTHING, VIEWER);
    const text = `{"runs":[${page.items.join(",")}],"counts":${JSON.stringify(page.counts)},"nextPageToken":null}`;
    expect(v.safeParse(RunsPageSchema, JSON.parse(text)).issues).toBeUndefined();
    const { runs, unreadable } = parseRunsPage(text);
    expect(unreadable).toEqual([]);
    const times = runs.map((run) => Date.parse(run.startedAt ?? ""));
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    const ids = runs.map((run) => run.workflowId);
    expect(ids).toContain(first.ref.workflowId);
    expect(ids).toContain(second.ref.workflowId);
    const { all_executions: all, ...byStatus } = page.counts;
    expect(Object.keys(byStatus).toSorted()).toEqual(["awaiting_human", "cancelled", "completed", "error", "running"]);
    expect(all).toBe(Object.values(byStatus).reduce((sum, count) => sum + count, 0));
    const waiting = runs.find((run) => run.workflowId === second.ref.workflowId);
    expect(waiting?.pendingApproval?.text).toBe(second.requestText);
  });

  test("runs come in pages, each run once, and a filter lets only its own through", async () => {
    const { source, approval } = bench();
    const started = await startWaiting(bench());
    await worldOf(bench()).cancelRun(started.agentId, started.ref, VIEWER);
    await readUntil(source, started, (run) => run.status === "cancelled");
    await startWaiting(bench());
    const items = await walk((after) =>
      source.listRuns(approval.agentId, { ...EVERYTHING, pageSize: 1, after }, VIEWER),
    );
    expect(items.length).toBeGreaterThan(1);
    for (const status of ["awaiting_human", "cancelled", "completed"]) {
      const page = await source.listRuns(approval.agentId, { ...EVERYTHING, status }, VIEWER);
      for (const item of page.items) expect(JSON.parse(item)).toHaveProperty("status", status);
      expect(page.items.length).toBe(page.counts[status]);
    }
    if (source.can.triggers) {
      // The bench starts its runs by hand.
      const manual = await source.listRuns(approval.agentId, { ...EVERYTHING, triggerType: "manual" }, VIEWER);
      const slack = await source.listRuns(approval.agentId, { ...EVERYTHING, triggerType: "slack" }, VIEWER);
      expect(manual.items.length).toBeGreaterThan(1);
      expect(manual.counts["all_executions"]).toBe(manual.items.length);
      expect([slack.items, slack.counts["all_executions"]]).toEqual([[], 0]);
    }
    const none = await source.listRuns(approval.agentId, { ...EVERYTHING, search: "no agent is called this" }, VIEWER);
    expect(none.items).toEqual([]);
  });

  test("what waits for an approval is listed with the very request of the run", async () => {
    const { source } = bench();
    const waiting = await startWaiting(bench());
    const items = await walk((after) => source.listApprovals({ pageSize: 1, after, scope: "all" }, VIEWER));
    const text = `{"approvals":[${items.join(",")}],"nextPageToken":null}`;
    const { approvals } = v.parse(ApprovalsPageSchema, JSON.parse(text));
    expect(approvals.map((one) => one.workflowId)).toContain(waiting.ref.workflowId);
    expect(text).toContain(waiting.requestText);
  });
}

function describeOneRun(bench: () => Bench): void {
  test("a task goes from live to history and keeps what it said", async () => {
    const { source, task } = bench();
    const started = await start(bench(), task);
    const first = await read(source, started);
    expect(first.id).toBe(`${started.ref.workflowId}:${started.ref.temporalRunId}`);
    expect(first).toMatchObject({ agentId: task.agentId, agentType: "task", triggerType: "manual", ...started.ref });
    if (first.source === "live-query" && first.status === "running") expect(first.endedAt).toBeUndefined();
    const last = await readUntil(source, started, isFinal);
    expect(last.status).toBe("completed");
    expect(last.taskResult).toBeDefined();
    expect(last.durationMs).toBe(Date.parse(last.endedAt ?? "") - Date.parse(last.startedAt ?? ""));
    expect((await read(source, started)).text).toBe(last.text);
  });

  test("without temporalRunId the latest run of the workflow id answers", async () => {
    const { source, task } = bench();
    const started = await start(bench(), task);
    const pinned = await readUntil(source, started, isFinal);
    const latest = await read(source, { ...started, ref: { workflowId: started.ref.workflowId } });
    expect(latest.text).toBe(pinned.text);
  });

  test("a workflow says the state of every node, and two polls of an unchanged run are the same text", async () => {
    const { source } = bench();
    const waiting = await startWaiting(bench());
    const run = await read(source, waiting);
    const nodes = JSON.parse(run.workflowNodes?.text ?? "[]") as { id: string; status: string }[];
    expect(nodes.length).toBeGreaterThan(1);
    expect(new Set(nodes.map((node) => node.id)).size).toBe(nodes.length);
    expect(nodes.filter((node) => node.status === "awaiting_human")).toHaveLength(1);
    expect((await read(source, waiting)).text).toBe(run.text);
  });

  test("a missing run, a foreign agent, another attempt and a missing agent are refused in the same words", async () => {
    const { source, task, approval } = bench();
    const { agentId, ref } = await start(bench(), task);
    const refusals = await Promise.all([
      refusal(source.getRun(agentId, STRANGER, VIEWER)),
      refusal(source.getRun(approval.agentId, ref, VIEWER)),
      refusal(source.getRun(agentId, { ...ref, temporalRunId: STRANGER.temporalRunId }, VIEWER)),
      refusal(source.getRun(999_999_999, ref, VIEWER)),
      refusal(source.listRuns(999_999_999, EVERYTHING, VIEWER)),
      ...(source.can.cancel ? [refusal(source.cancelRun(approval.agentId, ref, VIEWER))] : []),
      ...(source.can.start ? [refusal(source.startRun(999_999_999, { input: "{}", triggerType: "api" }, VIEWER))] : []),
    ]);
    for (const one of refusals) {
      expect(one.problem).toBe("not-found");
      expect({ detail: one.message, members: one.members }).toEqual({ detail: refusals[0]?.message, members: {} });
    }
  });

  test("that a value was shown unmasked can be noted for who may see the run, and for nobody else", async () => {
    const { source, task } = bench();
    const { agentId, ref } = await start(bench(), task);
    await source.noteReveal(agentId, ref, { pointer: "/taskResult" }, VIEWER);
    const strange = refusal(source.noteReveal(agentId, STRANGER, { pointer: "/taskResult" }, VIEWER));
    expect((await strange).problem).toBe("not-found");
  });

  test("a run whose history is gone is still answered, and says why", async () => {
    const { source, task, loseHistory } = bench();
    const started = await start(bench(), task);
    const kept = await readUntil(source, started, isFinal);
    await loseHistory(started.agentId, started.ref);
    const run = await read(source, started);
    expect(run.source).toBe("live-query");
    expect(run.historyUnavailableReason).toMatch(/\S/);
    expect(run).toMatchObject({ status: kept.status, startedAt: kept.startedAt, endedAt: kept.endedAt });
    expect((await read(source, started)).text).toBe(run.text);
  });
}

function describeAttempts(bench: () => Bench): void {
  test("a run that is tried again lists its attempts, each answering under its own temporalRunId", async () => {
    const { source, failing } = bench();
    const { agentId, ref } = await start(bench(), failing);
    const latest = { agentId, ref: { workflowId: ref.workflowId } };
    const isSecondOver = (run: { runlight: { attempt?: { number: number } } }): boolean =>
      run.runlight.attempt?.number === 2;
    const last = await readUntil(source, latest, (run) => isFinal(run) && isSecondOver(run));
    const attempts = await source.listAttempts(agentId, latest.ref, VIEWER);
    expect(v.safeParse(AttemptsSchema, { attempts }).issues).toBeUndefined();
    expect(attempts.map((one) => one.attempt).toSorted()).toEqual([1, 2]);
    for (const { temporalRunId, attempt } of attempts) {
      const run = await readUntil(source, { agentId, ref: { ...latest.ref, temporalRunId } }, isFinal);
      expect(run).toMatchObject({ temporalRunId, status: "error" });
      expect(run.runlight.attempt).toEqual({ number: attempt, of: 2 });
    }
    expect(last.temporalRunId).toBe(attempts.find((one) => one.attempt === 2)?.temporalRunId);
  });
}

function describeCancelling(bench: () => Bench): void {
  test("a run can be cancelled once, and then says so for good", async () => {
    const { source } = bench();
    const waiting = await startWaiting(bench());
    await source.cancelRun(waiting.agentId, waiting.ref, VIEWER);
    const run = await readUntil(source, waiting, isFinal);
    expect(run.status).toBe("cancelled");
    expect(run.pendingApproval).toBeUndefined();
    expect((await refusal(source.cancelRun(waiting.agentId, waiting.ref, VIEWER))).problem).toBe("run-closed");
    expect((await read(source, waiting)).text).toBe(run.text);
  });
}
