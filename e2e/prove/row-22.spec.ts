/** Row 22: an upstream that hangs or is slow, and a storm of readers, keep nobody waiting, least of all an approver. */
import { readFileSync } from "node:fs";
import { Agent, get as httpGet } from "node:http";
import { expect } from "@playwright/test";
import { quantile } from "../bench/report.ts";
import { startFaultProxy } from "../fault-proxy.ts";
import { startModusServer } from "../modus-server.ts";
import { type RunlightServer, startServer, test } from "../server.ts";
import { decide, startWaiting, type WaitingRun } from "../waiting-run.ts";
import { figure } from "./figure.ts";

/** Ten times as many as the server reads for at the same time. */
const READERS = 320;
const ANSWER_MS = 8_500;
const APPROVE_MS = 1_000;
const RSS_MAX_MIB = 512;
const APPROVALS = 40;
const AT_A_TIME = 8;
const HANG_MS = 12_000;
const SLOW_MS = 4_500;
/** Readers come one after the other: connecting all in one moment would measure the system's queue of connections. */
const COME_EVERY_MS = 8;
const MARKET_WATCH = 61;
const LARGE = 63;

interface Got {
  readonly status: number;
  readonly ms: number;
  readonly age: number;
}

const come = (i: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, i * COME_EVERY_MS));

/** One GET; rejects when the connection fails, so that nothing but an answer counts as one. */
function ask(url: string, agent: Agent): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sentAt = performance.now();
    httpGet(url, { agent }, (answer) => {
      answer.resume();
      answer.on("error", reject);
      answer.on("end", () => {
        const ms = performance.now() - sentAt;
        resolve({ status: answer.statusCode ?? 0, ms, age: Number(answer.headers.age ?? 0) });
      });
    }).on("error", reject);
  });
}

/** The most the process ever had in memory, in MiB; where the system does not tell, it is not looked at. */
function peakMiB({ pid }: RunlightServer): number | undefined {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024;
  } catch {
    return undefined;
  }
}

const memoryOf = (mib: number | undefined): string => (mib === undefined ? "" : `, RSS at most ${mib.toFixed(0)} MiB`);

test("row 22: Slow or dead upstream is contained (hang, slow)", async ({}, info) => {
  test.setTimeout(120_000);
  const upstream = await startServer({ args: ["--speed", "0.01", "--no-samples"] });
  const { workflowId } = await upstream.startRun(MARKET_WATCH);
  const api = await startFaultProxy(upstream.url);
  const modus = await startModusServer(`${api.url}/api/v1`);
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const runs = `${modus.url}/api/v1/agents/${MARKET_WATCH}/runs`;
  const seen = `${runs}/${workflowId}`;
  expect((await ask(seen, agent)).status).toBe(200);

  api.use(/./, { kind: "slow", ms: SLOW_MS });
  const slow = await Promise.all(
    Array.from({ length: READERS }, (_, i) => come(i).then(() => ask(`${runs}/wf_61_run_9${i}`, agent))),
  );

  api.use(/./, { kind: "hang" });
  const until = performance.now() + HANG_MS;
  const hung: Got[] = [];
  const known: Got[] = [];
  const paths = [runs, `${modus.url}/api/v1/agents`, `${modus.url}/api/v1/approvals`];
  const read = async (i: number): Promise<void> => {
    for (let n = 0; performance.now() < until; n++) {
      hung.push(await ask(i % 4 === 3 ? `${runs}/wf_61_run_8${i}x${n}` : (paths[i % 4] ?? runs), agent));
      known.push(await ask(seen, agent));
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME * 4 }, (_, i) => read(i)));
  const live = await ask(`${modus.url}/livez`, agent);
  const slowest = Math.max(...[...slow, ...hung, ...known, live].map(({ ms }) => ms));
  const stale = known.filter(({ age }) => age > 0).length;
  const mib = peakMiB(modus);
  figure(
    info,
    `upstream slow or hanging: slowest of ${slow.length + hung.length + known.length} answers ${(slowest / 1_000).toFixed(1)} s, ${stale} of what was known before${memoryOf(mib)}`,
  );
  agent.destroy();
  await modus.remove();
  await api.close();
  await upstream.remove();
  expect(slowest).toBeLessThanOrEqual(ANSWER_MS);
  expect(known.every(({ status }) => status === 200)).toBe(true);
  expect(stale).toBeGreaterThan(0);
  expect([live.status, mib === undefined || mib <= RSS_MAX_MIB]).toEqual([200, true]);
});

test("row 22: Slow or dead upstream is contained (approving in a storm of reads)", async ({}, info) => {
  test.setTimeout(120_000);
  const server = await startServer({ args: ["--no-samples"] });
  const { workflowId } = await server.startRun(LARGE, { n: 560 });
  const waiting: WaitingRun[] = [];
  while (waiting.length < APPROVALS)
    waiting.push(...(await Promise.all(Array.from({ length: AT_A_TIME }, () => startWaiting(server)))));
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const api = `${server.url}/api/v1`;
  const paths = [`${api}/agents/${LARGE}/runs/${workflowId}`, `${api}/agents/57/runs`, `${api}/approvals`];
  let isOver = false;
  const reads: Got[] = [];
  const storm = Array.from({ length: READERS }, async (_, i) => {
    await come(i);
    while (!isOver) reads.push(await ask(paths[i % paths.length] ?? api, agent));
  });
  // Everybody is there.
  await come(READERS);
  const times: number[] = [];
  const statuses = new Set<number>();
  for (const run of waiting) {
    const sentAt = performance.now();
    const { status } = await decide(server.url, run);
    times.push(performance.now() - sentAt);
    statuses.add(status);
  }
  isOver = true;
  await Promise.all(storm);
  const p95 = quantile(times, 0.95);
  const slowest = Math.max(...reads.map(({ ms }) => ms));
  const mib = peakMiB(server);
  figure(
    info,
    `${READERS} readers, ${reads.length} reads (slowest ${(slowest / 1_000).toFixed(1)} s), ${APPROVALS} approvals meanwhile: p50 ${quantile(times, 0.5).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms${memoryOf(mib)}`,
  );
  agent.destroy();
  await server.remove();
  expect([...statuses]).toEqual([200]);
  expect(p95).toBeLessThanOrEqual(APPROVE_MS);
  expect(mib === undefined || mib <= RSS_MAX_MIB).toBe(true);
});
