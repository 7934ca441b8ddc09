/** Row 23: servers are restarted one after the other behind a balancer, and not one request fails. */
import { Agent, get as httpGet } from "node:http";
import { expect } from "@playwright/test";
import { startModusServer } from "../modus-server.ts";
import { startServer, test } from "../server.ts";
import { startBalancer } from "./balancer.ts";
import { figure } from "./figure.ts";

const RESTARTS = 20;
const PER_SECOND = 200;
const TICK_MS = 10;
const HELD_VIEWERS = 20;
const LISTS_EVERY = 20;
const MARKET_WATCH = 61;

interface Got {
  readonly status: number;
  readonly etag: string;
  readonly retryAfter: string | undefined;
}

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test("row 23: Rolling restart unnoticed", async ({}, info) => {
  test.setTimeout(600_000);
  const upstream = await startServer({ args: ["--speed", "0.01", "--no-samples"] });
  const { workflowId } = await upstream.startRun(MARKET_WATCH);
  const start = () => startModusServer(`${upstream.url}/api/v1`);
  const servers = [await start(), await start()];
  const balancer = await startBalancer();
  const replicas = servers.map(({ url }) => balancer.add(url));
  const areReady = () => expect.poll(() => replicas.every(({ isReady }) => isReady), { timeout: 20_000 }).toBe(true);
  await areReady();

  const runs = `/api/v1/agents/${MARKET_WATCH}/runs`;
  // On a machine that is busy with something else requests queue here, not in the balancer's door.
  const agent = new Agent({ keepAlive: true, maxSockets: HELD_VIEWERS + 40 });
  const failures: string[] = [];
  let answers = 0;
  const ask = (path: string, headers: Record<string, string> = {}): Promise<Got> =>
    new Promise((resolve) => {
      const end = (status: number, etag = "", retryAfter?: string, why = "") => {
        answers++;
        if (status !== 200 && status !== 304) failures.push(`${path}: ${status} ${why}`);
        resolve({ status, etag, retryAfter });
      };
      const asked = httpGet(balancer.url + path, { agent, headers }, (answer) => {
        let text = "";
        answer.on("data", (chunk: Buffer) => (text += chunk.toString()));
        answer.on("error", (error) => end(0, "", undefined, error.message));
        answer.on("end", () => {
          const { etag, "retry-after": retryAfter } = answer.headers;
          end(answer.statusCode ?? 0, etag, retryAfter, text.slice(0, 200));
        });
      });
      asked.on("error", (error) => end(0, "", undefined, error.message));
    });

  let isOver = false;
  let letGo = 0;
  const watching = Array.from({ length: HELD_VIEWERS }, async () => {
    let etag = "";
    while (!isOver) {
      const got = await ask(`${runs}/${workflowId}`, { prefer: "wait=20", ...(etag && { "if-none-match": etag }) });
      etag = got.etag || etag;
      if (got.status === 304 && got.retryAfter !== undefined) letGo++;
      await rest(got.retryAfter === undefined ? 25 : Number(got.retryAfter) * 1_000);
    }
  });
  const from = performance.now();
  const sent: Promise<Got>[] = [];
  const send = setInterval(() => {
    const due = ((performance.now() - from) / 1_000) * PER_SECOND;
    while (sent.length < due) sent.push(ask(sent.length % LISTS_EVERY === 0 ? runs : `${runs}/${workflowId}`));
  }, TICK_MS);

  const exitMs: number[] = [];
  for (let i = 0; i < RESTARTS; i++) {
    const at = i % servers.length;
    const stoppedAt = performance.now();
    await servers[at]?.stop("SIGTERM");
    exitMs.push(performance.now() - stoppedAt);
    const next = await start();
    servers[at] = next;
    replicas[at]?.moveTo(next.url);
    await areReady();
  }
  clearInterval(send);
  const seconds = (performance.now() - from) / 1_000;
  await Promise.all(sent);
  isOver = true;
  for (const server of servers) await server.remove();
  await Promise.all(watching);
  const slowest = Math.max(...exitMs);
  figure(
    info,
    `${RESTARTS} restarts, ${sent.length} requests (${(sent.length / seconds).toFixed(0)}/s) and ${HELD_VIEWERS} held viewers: ${failures.length} failed; slowest exit ${(slowest / 1_000).toFixed(1)} s`,
  );
  agent.destroy();
  await balancer.close();
  await upstream.remove();
  expect(failures.slice(0, 5)).toEqual([]);
  expect(answers).toBeGreaterThan(sent.length);
  expect(letGo).toBeGreaterThanOrEqual(RESTARTS);
  expect(slowest).toBeLessThanOrEqual(10_000);
});
