/** What many viewers of one run cost the server, held and polling, beside the same viewers asking naively. Judges by printing the budget. */
import { readFileSync } from "node:fs";
import { Agent, get as httpGet } from "node:http";
import { type RunlightServer, startServer, test } from "../server.ts";
import { printTable, quantile } from "./report.ts";

const POLLING = 1_000;
const HELD = 10_000;
const IDLE_MS = 8_000;
const EVERY_MS = 2_000;

interface Got {
  readonly status: number;
  readonly etag: string;
  readonly at: number;
  readonly tookMs: number;
  /** Of the body, as it came. */
  readonly bytes: number;
}

/** What a stretch of polling cost. */
interface Cost {
  readonly p95Ms: number;
  readonly readingsPerSecond: number;
  readonly cpuPercent: number;
  readonly kbPerSecond: number;
}

/** Each connection stays open, as a browser's does. */
function ask(url: string, agent: Agent, headers: Readonly<Record<string, string>> = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sentAt = Date.now();
    httpGet(url, { agent, headers }, (response) => {
      let bytes = 0;
      response.on("data", (chunk: Buffer) => (bytes += chunk.length));
      const { statusCode: status = 0 } = response;
      const etag = response.headers.etag ?? "";
      response.on("end", () => resolve({ status, etag, at: Date.now(), tookMs: Date.now() - sentAt, bytes }));
    }).on("error", reject);
  });
}

const rssMiB = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024;
/** CPU time used so far, ms; a tick is 10 ms. */
const cpuMs = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
};
const readings = async (url: string): Promise<number> =>
  Number(/^runlight_run_readings_total (\d+)/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1]);
const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A thousand viewers poll a run that does not change. `isNaive`: nobody says what they have, as by a plain interval. */
async function poll(server: RunlightServer, path: string, agent: Agent, isNaive: boolean): Promise<Cost> {
  const [readBefore, cpuBefore, from] = [await readings(server.url), cpuMs(server.pid), Date.now()];
  const polls: Got[] = [];
  const viewer = async (i: number): Promise<void> => {
    await rest((EVERY_MS * i) / POLLING);
    let etag = "";
    while (Date.now() - from < IDLE_MS) {
      const got = await ask(path, agent, etag ? { "if-none-match": etag } : {});
      if (!isNaive) etag = got.etag;
      polls.push(got);
      await rest(EVERY_MS);
    }
  };
  await Promise.all(Array.from({ length: POLLING }, (_, i) => viewer(i)));
  const seconds = (Date.now() - from) / 1_000;
  return {
    p95Ms: quantile(
      polls.map(({ tookMs }) => tookMs),
      0.95,
    ),
    // Without a watcher every answer is a reading.
    readingsPerSecond: (isNaive ? polls.length : (await readings(server.url)) - readBefore) / seconds,
    cpuPercent: (cpuMs(server.pid) - cpuBefore) / (seconds * 10),
    kbPerSecond: polls.reduce((sum, { bytes }) => sum + bytes, 0) / seconds / 1_000,
  };
}

test("many viewers of one run", async () => {
  test.setTimeout(180_000);
  const server = await startServer({ args: ["--speed", "1", "--no-samples"] });
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const { workflowId } = await server.startRun(61);
  const path = `${server.url}/api/v1/agents/61/runs/${workflowId}`;
  await rest(500);

  const naive = await poll(server, path, agent, true);
  const polled = await poll(server, path, agent, false);

  const { etag } = await ask(path, agent);
  const held: Promise<Got>[] = [];
  for (let i = 0; i < HELD; i++) {
    held.push(ask(path, agent, { "if-none-match": etag, prefer: "wait=25" }));
    if (i % 100 === 99) await rest(10);
  }
  const cpuBefore = cpuMs(server.pid);
  await rest(5_000);
  const idle = (cpuMs(server.pid) - cpuBefore) / 50;
  const rss = rssMiB(server.pid);
  const changedAt = Date.now();
  await fetch(`${path}/cancel`, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
  const answers = await Promise.all(held);
  const told = answers.filter(({ status }) => status === 200).map(({ at }) => at - changedAt);
  agent.destroy();
  await server.remove();

  const line = (what: string, unit: string, budget: number | undefined, value: number, naively?: number) => ({
    what,
    figures: [naively === undefined ? "" : `${naively.toFixed(1)} ${unit}`, `${value.toFixed(1)} ${unit}`],
    ...(budget === undefined ? {} : { budget: `${budget} ${unit}`, isKept: value <= budget }),
  });
  printTable(
    "one run",
    ["naively", "Runlight"],
    [
      line(`${POLLING} polling, p95 of an answer`, "ms", 100, polled.p95Ms, naive.p95Ms),
      line(`${POLLING} polling, readings a second`, "", 1.2, polled.readingsPerSecond, naive.readingsPerSecond),
      line(`${POLLING} polling, bodies a second`, "kB", undefined, polled.kbPerSecond, naive.kbPerSecond),
      line(`${POLLING} polling, CPU`, "%", undefined, polled.cpuPercent, naive.cpuPercent),
      line(`${HELD} held, CPU while nothing changes`, "%", 25, idle, (naive.cpuPercent * HELD) / POLLING),
      line(`${HELD} held, memory`, "MiB", 512, rss),
      line(`${told.length} of ${HELD} told of a change, p50`, "ms", undefined, quantile(told, 0.5), EVERY_MS / 2),
      line("and the last of them", "ms", undefined, quantile(told, 1), EVERY_MS),
    ],
  );
});
