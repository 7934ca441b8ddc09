/** What a page of a long list of runs costs, from the first to the last and with filters. Measures, judges by printing the budget. */
import { expect } from "@playwright/test";
import { type RunlightServer, startServer, test } from "../server.ts";
import { type Line, printTable, quantile } from "./report.ts";

const RUNS = 10_000;
const AT_A_TIME = 20;
const PAGE_MS = 100;
const AGENT = 42;
const PAGE_SIZES = [25, 100] as const;

interface List {
  readonly runs: readonly { readonly status: string }[];
  readonly nextPageToken: string | null;
}

/** Until all have ended, so that nothing else is going on while pages are asked for. */
async function fill(server: RunlightServer): Promise<void> {
  let started = 0;
  const start = async () => {
    while (started++ < RUNS) await server.startRun(AGENT, { speed: 1_000_000 });
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, start));
  const open = async () => {
    const { runs } = (await (
      await server.get(`/api/v1/agents/${AGENT}/runs?status=running&pageSize=1`)
    ).json()) as List;
    return runs.length;
  };
  await expect.poll(open, { timeout: 60_000 }).toBe(0);
}

/** Every page of a list, each with the ms its answer took. */
async function pages(server: RunlightServer, query: string): Promise<{ times: number[]; count: number }> {
  const times: number[] = [];
  let count = 0;
  for (let token: string | null = ""; token !== null;) {
    const askedAt = performance.now();
    const more = token === "" ? "" : `&pageToken=${encodeURIComponent(token)}`;
    const response = await server.get(`/api/v1/agents/${AGENT}/runs?${query}${more}`);
    const list = (await response.json()) as List;
    times.push(performance.now() - askedAt);
    expect(response.status).toBe(200);
    count += list.runs.length;
    token = list.nextPageToken;
  }
  return { times, count };
}

test(`pages of ${RUNS} runs`, async () => {
  test.setTimeout(400_000);
  const server = await startServer({ args: ["--no-samples"] });
  await fill(server);
  const lines: Line[] = [];
  for (const size of PAGE_SIZES)
    for (const filter of ["", "&status=completed", "&timeframe=last_day"]) {
      const { times, count } = await pages(server, `pageSize=${size}${filter}`);
      const most = quantile(times, 1);
      lines.push({
        what: `${size} a page${filter.replace("&", ", ")}: ${count} runs, ${times.length} pages`,
        figures: [quantile(times, 0.5), quantile(times, 0.95), most].map((ms) => ms.toFixed(1)),
        budget: `${PAGE_MS} ms`,
        isKept: most <= PAGE_MS,
      });
    }
  printTable("a page, ms", ["p50", "p95", "slowest"], lines);
  await server.remove();
});
