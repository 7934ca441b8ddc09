/** Row 18: a thousand viewers of one run are one reading of it. */
import { Agent, get as httpGet } from "node:http";
import { expect } from "@playwright/test";
import { quantile } from "../bench/report.ts";
import { startServer, test } from "../server.ts";
import { figure } from "./figure.ts";

const VIEWERS = 1_000;
const INTERVAL_MS = 2_000;
const WATCH_MS = 10_000;
const MARKET_WATCH = 61;

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One poll over a connection that stays open; its ETag and how long it took. */
function poll(url: string, agent: Agent, etag: string): Promise<{ etag: string; tookMs: number }> {
  return new Promise((resolve, reject) => {
    const sentAt = performance.now();
    httpGet(url, { agent, headers: etag ? { "if-none-match": etag } : {} }, (response) => {
      response.resume();
      response.on("end", () => resolve({ etag: response.headers.etag ?? "", tookMs: performance.now() - sentAt }));
    }).on("error", reject);
  });
}

async function readings(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^runlight_run_readings_total (\d+)/m.exec(text)?.[1]);
}

test("row 18: Many viewers, one upstream call", async ({}, info) => {
  test.setTimeout(60_000);
  const server = await startServer({ args: ["--speed", "1", "--no-samples"] });
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const { workflowId } = await server.startRun(MARKET_WATCH);
  const url = `${server.url}/api/v1/agents/${MARKET_WATCH}/runs/${workflowId}`;
  const before = await readings(server.url);
  const from = Date.now();
  const times: number[] = [];
  const view = async (i: number): Promise<void> => {
    await rest((INTERVAL_MS * i) / VIEWERS);
    let etag = "";
    while (Date.now() - from < WATCH_MS) {
      const got = await poll(url, agent, etag);
      etag = got.etag;
      times.push(got.tookMs);
      await rest(INTERVAL_MS);
    }
  };
  await Promise.all(Array.from({ length: VIEWERS }, (_, i) => view(i)));
  const perSecond = ((await readings(server.url)) - before) / ((Date.now() - from) / 1_000);
  agent.destroy();
  await server.remove();
  const p95 = quantile(times, 0.95);
  figure(
    info,
    `${VIEWERS} viewers, ${times.length} polls: ${perSecond.toFixed(2)} readings a second, p95 ${p95.toFixed(1)} ms`,
  );
  expect(times.length).toBeGreaterThanOrEqual(3 * VIEWERS);
  expect(perSecond).toBeLessThanOrEqual(1.2);
  expect(p95).toBeLessThanOrEqual(100);
});
