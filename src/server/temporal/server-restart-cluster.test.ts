/** A server that ends and begins again under people who watch runs of a cluster: nobody loses anything, and states go on. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseRun, type Run } from "../../contract/run.ts";
import { digestOfRequest, isFinal } from "../source-bench.ts";
import { stepsOf } from "./foreign-bench.ts";
import { type OwnCluster, openOwnCluster } from "./life-ends.ts";

const SERVER = fileURLToPath(new URL("../../../dist/server/main.js", import.meta.url));
const [REFUND, MATCHER] = [57, 61];
const VIEWERS_EACH = 5;
const LOOK_EVERY_MS = 50;
const WATCHED_MS = 90_000;
const RANK: Readonly<Record<string, number>> = { pending: 0, running: 1, waiting: 1, unknown: 1 };
const CLOSED = 2;

let own: OwnCluster;
let folder: string;
let port: number;
let server: ChildProcess | undefined;

beforeAll(async () => {
  own = await openOwnCluster();
  folder = mkdtempSync(path.join(tmpdir(), "runlight-restart-"));
  port = await freePort();
  await startServer();
}, 120_000);
afterAll(async () => {
  await endServer("SIGKILL");
  await own.close();
  rmSync(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  return typeof address === "object" && address ? address.port : 0;
}

/** On the same port and data, as after an update or a crash. */
async function startServer(): Promise<void> {
  const args = [SERVER, "--source", "temporal", "--port", String(port), "--data-dir", folder, "--speed", "10"];
  const env = { ...process.env, TEMPORAL_NAMESPACE: own.namespace };
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  server = child;
  for await (const chunk of child.stdout.setEncoding("utf8")) if (String(chunk).includes("Runlight is ready")) break;
  child.stdout.resume();
}

async function endServer(signal: NodeJS.Signals): Promise<void> {
  const ended = server && server.exitCode === null ? once(server, "exit") : undefined;
  server?.kill(signal);
  await ended;
  server = undefined;
}

function api(address: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}/api/v1${address}`, init);
}

function post(address: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const all = { "content-type": "application/json", ...headers };
  return api(address, { method: "POST", headers: all, body: JSON.stringify(body) });
}

async function startRun(agentId: number, input: object): Promise<string> {
  const answer = await post(`/agents/${agentId}/runs`, { input });
  expect(answer.status).toBe(201);
  return `/agents/${agentId}/runs/${encodeURIComponent(((await answer.json()) as { id: string }).id)}`;
}

/** What a page would have to take back; undefined when it may show `after` in place of `before`. */
function lost(before: Run, after: Run): string | undefined {
  if (isFinal(before)) return before.text === after.text ? undefined : "a closed run changed";
  const now = new Map(stepsOf(after).map((step) => [step.key, step]));
  for (const step of stepsOf(before)) {
    const next = now.get(step.key);
    if (!next) return `${step.key} is gone`;
    const [was, is] = [RANK[step.phase] ?? CLOSED, RANK[next.phase] ?? CLOSED];
    const isBack = is < was && (next.attempt ?? 0) <= (step.attempt ?? 0);
    if (isBack) return `${step.key} went from ${step.status} back to ${next.status}`;
    if (was === CLOSED && step.output && next.output?.text !== step.output.text)
      return `${step.key} says another thing`;
  }
  return undefined;
}

interface Seen {
  readonly runs: Run[];
  readonly wrong: string[];
  /** Requests nobody answered, or that were refused for now. */
  gaps: number;
}

/** As a page does: asks again and again, and goes on with what it has while nobody answers. */
async function view(address: string, seen: Seen): Promise<void> {
  for (const endsAt = Date.now() + WATCHED_MS; Date.now() < endsAt; await sleep(LOOK_EVERY_MS)) {
    const answer = await api(address).catch(() => undefined);
    const text = await answer?.text().catch(() => undefined);
    if (text === undefined || answer?.status !== 200) {
      if (answer && ![200, 503].includes(answer.status)) seen.wrong.push(`${answer.status}: ${text}`);
      seen.gaps++;
      continue;
    }
    const run = parseRun(text);
    const before = seen.runs.at(-1);
    const why = before && lost(before, run);
    if (why !== undefined) seen.wrong.push(why);
    if (before?.text !== run.text) seen.runs.push(run);
    if (isFinal(run)) return;
  }
  seen.wrong.push("never saw the end");
}

test("restarted in order and killed, with thirty viewers on six runs: nobody sees less than before, all see the end", async () => {
  const matching = await Promise.all([1, 2, 3].map(() => startRun(MATCHER, {})));
  const waiting = await Promise.all([1, 2, 3].map(() => startRun(REFUND, {})));
  const all = [...matching, ...waiting].flatMap((address) =>
    Array.from({ length: VIEWERS_EACH }, () => ({ address, seen: { runs: [], wrong: [], gaps: 0 } as Seen })),
  );
  const watching = Promise.all(all.map(({ address, seen }) => view(address, seen)));
  const hasAll = (isSo: (run: Run) => boolean): boolean =>
    all.filter(({ address }) => waiting.includes(address)).every(({ seen }) => seen.runs.some(isSo));
  for (let restarts = 0; restarts < 2; restarts++) {
    while (restarts === 0 && !hasAll(({ status }) => status === "awaiting_human")) await sleep(LOOK_EVERY_MS);
    await endServer(restarts === 0 ? "SIGTERM" : "SIGKILL");
    const before = all.map(({ seen }) => seen.gaps);
    while (all.some(({ seen }, index) => seen.gaps === before[index] && !isOver(seen))) await sleep(LOOK_EVERY_MS);
    await startServer();
    const after = all.map(({ seen }) => seen.runs.length);
    // Some run is still going on, and is seen to.
    if (restarts === 0)
      while (!all.some(({ seen }, index) => seen.runs.length > (after[index] ?? 0))) await sleep(LOOK_EVERY_MS);
  }
  // What was shown before the restarts is what is decided after them.
  for (const address of waiting) {
    const shown = all.find((one) => one.address === address)?.seen.runs.find(({ pendingApproval }) => pendingApproval);
    const { text } = shown?.pendingApproval ?? { text: "{}" };
    const approvalId = (JSON.parse(text) as { id: string }).id;
    const ref = { workflowId: shown?.workflowId ?? "", temporalRunId: shown?.temporalRunId ?? "" };
    const digest = digestOfRequest({ ref, approvalId }, text);
    const headers = { "if-match": `"${digest}"`, "idempotency-key": "k" };
    const decision = { decision: "approve" };
    const answer = await post(`${address}/approvals/${encodeURIComponent(approvalId)}/decision`, decision, headers);
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('"approve"')]);
  }
  await watching;
  expect(all.flatMap(({ seen }) => seen.wrong)).toEqual([]);
  for (const { address, seen } of all) {
    const last = seen.runs.at(-1) as Run;
    expect(last.status).toBe("completed");
    expect(last.text).toBe(all.find((one) => one.address === address)?.seen.runs.at(-1)?.text);
  }
  expect(all.every(({ seen }) => seen.gaps > 0)).toBe(true);
}, 180_000);

function isOver({ runs }: Seen): boolean {
  const last = runs.at(-1);
  return last !== undefined && isFinal(last);
}
