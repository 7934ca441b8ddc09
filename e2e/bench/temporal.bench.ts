/** What watching costs a Temporal cluster, and how fast it is, beside what asking naively would cost. */
import { expect, test } from "@playwright/test";
import { Client, Connection } from "@temporalio/client";
import { type RunlightServer, startServer } from "../server.ts";
import { type Line, printTable, quantile } from "./report.ts";

const address = process.env["TEMPORAL_ADDRESS"] ?? "";
const RUNS = 50;
const VIEWERS = 1_000;
const EVERY_MS = 2_000;
const WATCH_MS = 20_000;

test.describe.configure({ mode: "serial" });

/** Without a server there is nothing to measure; the command has said so by then. */
function measure(title: string, run: () => Promise<void>): void {
  if (address !== "") test(title, run);
}

const open = (): Promise<RunlightServer> =>
  startServer({ args: ["--source", "temporal", "--speed", "1"], env: { TEMPORAL_ADDRESS: address } });

/** Calls made upstream so far, by kind. */
async function calls(server: RunlightServer): Promise<Map<string, number>> {
  const text = await (await server.get("/metrics")).text();
  const found = text.matchAll(/^runlight_upstream_calls_total\{call="([^"]+)"\} (\d+)/gm);
  return new Map([...found].map(([, call = "", count]) => [call, Number(count)]));
}

measure(`${VIEWERS} viewers on ${RUNS} runs`, async () => {
  test.setTimeout(240_000);
  const server = await open();
  const paths: string[] = [];
  for (let run = 0; run < RUNS; run++) {
    const { workflowId } = await server.startRun(61, { speed: 2 });
    paths.push(`/api/v1/agents/61/runs/${workflowId}`);
  }
  for (const path of paths) expect((await server.get(path)).status).toBe(200);
  const before = await calls(server);
  const startedAt = performance.now();
  const timesMs: number[] = [];
  await Promise.all(
    Array.from({ length: VIEWERS }, (_, viewer) => watch(server, paths[viewer % RUNS] ?? "", viewer, timesMs)),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  const after = await calls(server);
  const rate = (call: string) => ((after.get(call) ?? 0) - (before.get(call) ?? 0)) / seconds;
  const naive = VIEWERS / (EVERY_MS / 1_000);
  const line = (call: string, most: number | undefined, naively: number): Line => ({
    what: call,
    figures: [`${naively}`, rate(call).toFixed(1)],
    ...(most === undefined ? {} : { budget: `<= ${most}`, isKept: rate(call) <= most }),
  });
  printTable(
    `${VIEWERS} viewers, ${RUNS} runs, calls a second`,
    ["naively", "Runlight"],
    [
      line("describe", 10, naive),
      line("query", 25, naive),
      line("history-wait", undefined, 0),
      line("history", undefined, 0),
      line("list", undefined, 0),
    ],
  );
  console.log(`answers: p50 ${quantile(timesMs, 0.5).toFixed(1)} ms, p95 ${quantile(timesMs, 0.95).toFixed(1)} ms`);
  await server.remove();
});

async function watch(server: RunlightServer, path: string, viewer: number, timesMs: number[]): Promise<void> {
  const endsAt = performance.now() + WATCH_MS;
  let etag = "";
  await new Promise((resolve) => setTimeout(resolve, (viewer / VIEWERS) * EVERY_MS));
  while (performance.now() < endsAt) {
    const askedAt = performance.now();
    const response = await server.get(path, etag === "" ? {} : { "if-none-match": etag });
    await response.arrayBuffer();
    timesMs.push(performance.now() - askedAt);
    etag = response.headers.get("etag") ?? etag;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, EVERY_MS - (performance.now() - askedAt))));
  }
}

measure("from an event in the workflow to the new state at the endpoint", async () => {
  test.setTimeout(120_000);
  const server = await open();
  const { workflowId } = await server.startRun(61, { speed: 10 });
  const path = `/api/v1/agents/61/runs/${workflowId}`;
  const seen = new Set<string>();
  const lateMs: number[] = [];
  for (let isFirst = true; ; isFirst = false) {
    const text = await (await server.get(path)).text();
    const now = Date.now();
    for (const [, at = ""] of text.matchAll(/"endedAt":"([^"]+)"/g)) {
      if (seen.has(at)) continue;
      seen.add(at);
      if (!isFirst) lateMs.push(now - Date.parse(at));
    }
    if (text.includes('"source":"history"')) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const p95 = quantile(lateMs, 0.95);
  printTable(
    "event to endpoint, ms",
    ["2 s poll, computed", "Runlight"],
    [
      { what: `p50 of ${lateMs.length}`, figures: ["1000", quantile(lateMs, 0.5).toFixed(0)] },
      { what: "p95", figures: ["1900", p95.toFixed(0)], budget: "<= 300", isKept: p95 <= 300 },
    ],
  );
  await server.remove();
});

/** Until the run is over or has this many events: what the steps lack, messages nobody reads make up for. */
async function fill(workflowId: string, wanted: number): Promise<number> {
  const connection = await Connection.connect({ address });
  try {
    const handle = new Client({ connection }).workflow.getHandle(workflowId);
    for (let sent = 0; ;) {
      const { historyLength, status } = await handle.describe();
      if (status.name !== "RUNNING") return historyLength;
      if (historyLength >= wanted) {
        await handle.terminate("enough");
        return historyLength + 1;
      }
      const isShort = wanted > 30_000 && sent < 9_500;
      // One after the other, for each that comes alone is a task of its own: four events.
      for (const end = sent + 100; isShort && sent < end; sent++) await handle.signal("note");
      if (!isShort) await new Promise((resolve) => setTimeout(resolve, 500));
    }
  } finally {
    await connection.close();
  }
}

for (const [steps, speed, wanted, title] of [
  [3_000, 10_000, 10_000, "10,000"],
  // As many steps as this source takes, slow enough to be there until all messages have come.
  [6_990, 0.2, 50_000, "50,000"],
] as const) {
  measure(`rebuilding about ${title} events`, async () => {
    test.setTimeout(900_000);
    const first = await open();
    const { workflowId } = await first.startRun(63, { n: steps, speed });
    const path = `/api/v1/agents/63/runs/${workflowId}`;
    const events = await fill(workflowId, wanted);
    await first.remove();
    const second = await open();
    const time = async () => {
      const askedAt = performance.now();
      const answer = await second.get(path);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('"source":"history"');
      return performance.now() - askedAt;
    };
    const cold = await time();
    const pages = (await calls(second)).get("history") ?? 0;
    const warm = await time();
    printTable(
      `${events.toLocaleString("en")} events`,
      ["every poll naively", "Runlight"],
      [
        { what: "first answer, ms", figures: [cold.toFixed(0), cold.toFixed(0)] },
        { what: "next answer, ms", figures: [cold.toFixed(0), warm.toFixed(0)] },
        { what: "history pages read", figures: [`${pages} a poll`, `${pages} once`] },
      ],
    );
    await second.remove();
  });
}
