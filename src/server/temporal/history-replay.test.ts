/** The real workflow code, replaying random legal histories, takes every command as its own and knows the same; so are the others' legal. */
import { DefaultLogger, Runtime, Worker } from "@temporalio/worker";
import proto from "@temporalio/proto";
import { beforeAll, expect, test, vi } from "vitest";
import { simulateChain } from "./history-foreign.ts";
import { type Life, simulateRun } from "./history-life.ts";
import { bundleForTests, bundlePlanWorkflow } from "./history-worker.ts";
import { coreOf } from "./workflow-state.ts";

vi.setConfig({ testTimeout: 300_000 });
vi.mock("../agents/all-agents.ts", () => import("./history-agent.ts"));

const RUNS = 200;
const CHAINS = 200;
const { History } = proto.temporal.api.history.v1;

beforeAll(() => Runtime.install({ logger: new DefaultLogger("ERROR") }));

/** One after another, without those that are told again. */
function distinct(texts: readonly string[]): string[] {
  return texts.filter((text, index) => text !== texts[index - 1]);
}

test("every random history replays, and the query would say what was expected after every workflow task", async () => {
  const told = new Map<string, string[]>();
  const core = {
    fn: ({ workflowId }: { workflowId: string }, text: string): void => {
      told.set(workflowId, [...(told.get(workflowId) ?? []), text]);
    },
    callDuringReplay: true,
  };
  const workflowBundle = await bundlePlanWorkflow(["history-interceptor.ts"]);
  const lives: Life[] = Array.from({ length: RUNS }, (_, seed) => simulateRun(seed));
  const histories = lives.map(({ workflowId, events }) => ({ workflowId, history: History.fromObject({ events }) }));
  const failures: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories(
    { workflowBundle, sinks: { told: { core } } },
    histories,
  ))
    if (error) failures.push(`${workflowId}: ${error.message}`);
  expect(failures.slice(0, 3).map((line) => line.slice(0, 600))).toEqual([]);
  for (const { workflowId, marks } of lives) {
    const expected = distinct(marks.map(({ state }) => JSON.stringify(coreOf(state))));
    expect(distinct(told.get(workflowId) ?? []), workflowId).toEqual(expected);
  }
});

test(`${CHAINS} workflows of somebody else: one that does the same takes every command of their histories as its own`, async () => {
  const lives = Array.from({ length: CHAINS }, (_, seed) => simulateChain(seed)).flat();
  const workflowBundle = await bundleForTests("history-scripted.ts");
  const histories = lives.map(({ temporalRunId, events }) => ({
    workflowId: temporalRunId,
    history: History.fromObject({ events }),
  }));
  const failures: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, histories))
    if (error) failures.push(`${workflowId}: ${error.message.slice(0, 600)}`);
  expect(failures.slice(0, 3)).toEqual([]);
});
