/**
 * The process that `kill.test.ts` kills: it starts runs and decides approvals without pause, and writes a line for
 * everything it was told is done, after it was told. With `finish` it starts none, brings every run to its end and stops.
 */
import { createHash } from "node:crypto";
import { writeSync } from "node:fs";
import { digestText } from "../../contract/decision.ts";
import { JsonObject } from "../../contract/json.ts";
import { parseRun } from "../../contract/run.ts";
import { LOCAL_VIEWER } from "../auth/local-access.ts";
import { ProblemError } from "../problems.ts";
import { openEmbeddedSource } from "./embedded-source.ts";

const OPEN_MAX = 12;
const SPEED = 300;
const RUNS = [
  { agentId: 57, input: '{"approvalMs":60000}' },
  { agentId: 57, input: '{"approvalMs":60000,"failRefund":true}' },
  { agentId: 57, input: '{"amount":20.5}' },
  { agentId: 58, input: "{}" },
  { agentId: 59, input: "{}" },
  { agentId: 63, input: '{"n":60}' },
  { agentId: 42, input: "{}" },
] as const;

const [dataDir = "", mode = ""] = process.argv.slice(2);

/** Synchronous: what was said before a kill has been said. */
function say(...words: readonly (string | number)[]): void {
  writeSync(1, `${words.join(" ")}\n`);
}

const source = await openEmbeddedSource({ dataDir, speed: SPEED, retentionMs: 86_400_000_000 });
say("ready");

async function countOpen(): Promise<number> {
  let open = 0;
  for (const agentId of new Set(RUNS.map((run) => run.agentId))) {
    const query = { pageSize: 1, after: "", status: "running", approvalScope: "all", search: "" } as const;
    const { counts } = await source.listRuns(agentId, query, LOCAL_VIEWER);
    open += (counts["running"] ?? 0) + (counts["awaiting_human"] ?? 0);
  }
  return open;
}

async function startOne(): Promise<void> {
  const { agentId, input } = RUNS[Math.floor(Math.random() * RUNS.length)] ?? RUNS[0];
  const { workflowId, temporalRunId = "" } = await source.startRun(
    agentId,
    { input, triggerType: "api" },
    LOCAL_VIEWER,
  );
  say("started", agentId, workflowId, temporalRunId);
}

/** Two people at once, with different answers; then the winner's browser asks again, with its key. */
async function decideOne(itemText: string): Promise<void> {
  const { agentId, workflowId, temporalRunId } = JSON.parse(itemText) as {
    agentId: number;
    workflowId: string;
    temporalRunId: string;
  };
  const ref = { workflowId, temporalRunId };
  const run = parseRun((await source.getRun(agentId, ref, LOCAL_VIEWER)).text);
  const request = run.pendingApproval;
  const approvalId = request?.json instanceof JsonObject ? request.json.get("id") : undefined;
  if (!request || typeof approvalId !== "string") return;
  const digest = createHash("sha256")
    .update(digestText(workflowId, temporalRunId, approvalId, request.text))
    .digest("hex");
  const tries = [
    { decision: "approve" as const },
    { decision: "reject" as const, comment: "The photos show another parcel." },
  ].toSorted(() => Math.random() - 0.5);
  for (const body of tries) {
    const idempotencyKey = `${body.decision}-${Math.random()}`;
    const asServed = (text: string): string => text;
    try {
      const taken = await source.decide(
        agentId,
        ref,
        { approvalId, body, digest, idempotencyKey, asServed },
        LOCAL_VIEWER,
      );
      say("decided", agentId, workflowId, temporalRunId, approvalId, taken.decision, taken.at);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
    }
  }
}

async function look(agentId: number): Promise<void> {
  const query = { pageSize: 20, after: "", status: "all_executions", approvalScope: "all", search: "" } as const;
  for (const item of (await source.listRuns(agentId, query, LOCAL_VIEWER)).items) {
    const { workflowId, temporalRunId } = JSON.parse(item) as { workflowId: string; temporalRunId: string };
    const run = parseRun((await source.getRun(agentId, { workflowId, temporalRunId }, LOCAL_VIEWER)).text);
    const done = (run.workflowNodes?.text ?? "").split('"status":"completed"').length - 1;
    say("seen", agentId, workflowId, temporalRunId, run.status, done);
  }
}

const isFinishing = mode === "finish";
for (let round = 0; ; round++) {
  const open = await countOpen();
  if (isFinishing && open === 0) break;
  for (let i = open; !isFinishing && i < OPEN_MAX; i++) await startOne();
  const waiting = await source.listApprovals({ pageSize: 100, after: "", scope: "all" }, LOCAL_VIEWER);
  for (const item of waiting.items) await decideOne(item);
  if (round % 5 === 0) await look(RUNS[Math.floor(Math.random() * RUNS.length)]?.agentId ?? 57);
  await new Promise((resolve) => setTimeout(resolve, 5));
}
await source.close();
say("finished");
