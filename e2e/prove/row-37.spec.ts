/** Row 37: one decision, the first wins: in the model of a writer that crashes, at the API, and on two pages. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test as pure } from "@playwright/test";
import { randomOf } from "../../src/contract/random-life.ts";
import { reduceAll } from "../../src/contract/reduce.ts";
import type { RunEvent } from "../../src/contract/run-events.ts";
import type { RunState } from "../../src/contract/run-state.ts";
import { startFaultProxy } from "../fault-proxy.ts";
import { startServer, test } from "../server.ts";
import { approvalOn, decide, openDialog, REASON, startWaiting, type WaitingRun } from "../waiting-run.ts";
import { figure } from "./figure.ts";

const RACES = 10_000;
const API_RACES = 200;
const KILLED_EVERY = 20;
const WINNER_SEEN_MS = 2_000;
const FLAGS = ["--speed", "200", "--no-samples"];

const ask = { id: "ask", name: "Ask", type: "approval", dependsOn: [] };
const BEGINNING: readonly RunEvent[] = [
  {
    type: "started",
    at: 0,
    workflowId: "wf_1_run_1",
    temporalRunId: "t",
    agentId: 1,
    agentName: "A",
    agentType: "workflow",
    triggerType: "api",
    input: "{}",
    startedBy: "local",
    attempt: 1,
    nodes: [ask],
  },
  { type: "nodeScheduled", at: 1, nodeId: "ask" },
  { type: "approvalRequested", at: 2, approvalId: "a", nodeId: "ask", request: "{}", expiresAt: 1e9 },
];

/** Deliveries come doubled and in any order; the writer dies before or after it logs; stale writers log what came late. */
function race(seed: number): { readonly answers: ReadonlyMap<string, Set<string>>; readonly final: string } {
  const random = randomOf(seed);
  const log = [...BEGINNING];
  const fold = (): RunState => reduceAll(undefined, log) as RunState;
  const outcome = (state: RunState) => state.approvals[0]?.outcome?.idempotencyKey;
  let live = fold();
  const approvers = Array.from({ length: 2 + Math.floor(random() * 4) }, (_, i) => `key-${i}`);
  const answers = new Map<string, Set<string>>(approvers.map((key) => [key, new Set()]));
  const queue = approvers.flatMap((key) => Array<string>(1 + Math.floor(random() * 3)).fill(key));
  while (queue.length > 0) {
    const key = queue.splice(Math.floor(random() * queue.length), 1)[0] ?? "";
    if (random() < 0.15) {
      // Died before it was logged: the approver hears nothing and asks again.
      live = fold();
      queue.push(key);
      continue;
    }
    if (outcome(live) === undefined || random() < 0.5) {
      const decision = random() < 0.5 ? "approve" : "reject";
      const event: RunEvent = {
        type: "approvalDecided",
        at: log.length,
        approvalId: "a",
        decision,
        by: key,
        digest: "d",
        idempotencyKey: key,
      };
      log.push(event);
      live = reduceAll(live, [event]);
    }
    if (random() < 0.15) {
      live = fold();
      queue.push(key);
      continue;
    }
    answers.get(key)?.add(outcome(live) ?? "nobody");
  }
  return { answers, final: outcome(fold()) ?? "nobody" };
}

pure("row 37: One decision, first wins: the model", async ({}, info) => {
  let doubled = 0;
  let lost = 0;
  for (let seed = 1; seed <= RACES; seed++) {
    const { answers, final } = race(seed);
    const named = new Set([...answers.values()].flatMap((winners) => [...winners]));
    if (named.size !== 1) doubled++;
    if (!named.has(final) || !answers.has(final)) lost++;
  }
  figure(info, `${RACES.toLocaleString("en")} races in the model: ${doubled} double, ${lost} lost`);
  expect({ doubled, lost }).toEqual({ doubled: 0, lost: 0 });
});

interface Told {
  readonly status: number;
  readonly key: string;
  readonly decision: string | undefined;
}

pure("row 37: One decision, first wins: the API", async ({}, info) => {
  pure.setTimeout(300_000);
  const random = randomOf(37);
  const dataDir = await mkdtemp(join(tmpdir(), "runlight-races-"));
  let server = await startServer({ args: FLAGS, dataDir });
  let wrong = 0;
  let kills = 0;
  try {
    let waiting: WaitingRun[] = [];
    for (let n = 1; n <= API_RACES; n++) {
      if (waiting.length === 0)
        waiting = await Promise.all(Array.from({ length: KILLED_EVERY }, () => startWaiting(server)));
      const run = waiting.pop() as WaitingRun;
      const told: Told[] = [];
      const keys = Array.from({ length: 2 + Math.floor(random() * 4) }, (_, i) => `race-${n}-${i}`);
      // Every second approver sends twice, as a page does that lost an answer.
      const send = async (key: string): Promise<void> => {
        const choice = key.endsWith("1") ? "reject" : "approve";
        const response = await decide(server.url, run, { key, decision: choice }).catch(() => undefined);
        if (!response) return;
        const text = await response.text().catch(() => "{}");
        const body = JSON.parse(text) as { decision?: { decision: string }; winner?: { decision: string } };
        told.push({ status: response.status, key, decision: (body.decision ?? body.winner)?.decision });
      };
      const sent = keys.flatMap((key, i) => (i % 2 ? [send(key), send(key)] : [send(key)]));
      if (n % KILLED_EVERY === 0) {
        kills++;
        await new Promise((resolve) => setTimeout(resolve, random() * 8));
        await server.stop("SIGKILL");
        await Promise.all(sent);
        server = await startServer({ args: FLAGS, dataDir });
        await Promise.all(keys.map(send));
      } else await Promise.all(sent);
      // What is in the end must be what was told to everybody, at any time.
      const winners = new Set(told.filter(({ status }) => status === 200).map(({ key }) => key));
      const decisions = new Set(told.map(({ decision }) => decision));
      const answer = await (await server.get(run.apiPath)).json();
      const kept = (answer as { runlight: { decisions: { decision: string }[] } }).runlight.decisions;
      const isRight =
        told.every(({ status }) => status === 200 || status === 409) &&
        winners.size === 1 &&
        decisions.size === 1 &&
        kept.length === 1 &&
        decisions.has(kept[0]?.decision);
      if (!isRight) wrong++;
    }
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
  figure(info, `${API_RACES} races at the API, ${kills} of them with kill -9: ${wrong} wrong`);
  expect(wrong).toBe(0);
});

test("row 37: One decision, first wins: the loser's page", async ({ page, server }, info) => {
  test.setTimeout(300_000);
  // A request that is held when the winner decides would tell the page; one that is answered at once is over by then.
  await page.route(/\/api\/v1\/agents\/\d+\/runs\/[^/]+\?/, async (route) => {
    const { prefer: _held, ...headers } = await route.request().allHeaders();
    await route.continue({ headers });
  });
  let slowestMs = 0;
  for (let n = 0; n < 5; n++) {
    const run = await startWaiting(server);
    const proxy = await startFaultProxy(server.url);
    await page.goto(proxy.url + run.path);
    await openDialog(page, "reject");
    const { dialog, confirm, outcome } = approvalOn(page);
    await dialog.getByLabel("Reason").fill(REASON);
    // The page has not heard of the winner when its own decision goes out.
    proxy.use(/^GET \/api\/v1\/agents\/\d+\/runs\/[^/]+\?/, { kind: "hang" });
    expect((await decide(server.url, run)).status).toBe(200);
    const at = performance.now();
    await confirm.click();
    await expect(outcome).toContainText("did not count");
    await expect(outcome).toContainText("Approved by local");
    slowestMs = Math.max(slowestMs, performance.now() - at);
    await proxy.close();
  }
  figure(info, `losers see the winner after at most ${Math.round(slowestMs)} ms`);
  expect(slowestMs).toBeLessThan(WINNER_SEEN_MS);
});
