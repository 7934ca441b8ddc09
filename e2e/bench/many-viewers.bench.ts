/** What many viewers of one run cost the server, held and polling. Measures, judges by printing the budget beside. */
import { readFileSync } from "node:fs";
import { Agent, get as httpGet } from "node:http";
import { startServer, test } from "../server.ts";
import { printTable, quantile } from "./report.ts";

const POLLING = 1_000;
const HELD = 10_000;
const IDLE_MS = 8_000;

interface Got {
  readonly status: number;
  readonly etag: string;
  readonly at: number;
  readonly tookMs: number;
}

/** Each connection stays open, as a browser's does. */
function ask(url: string, agent: Agent, headers: Readonly<Record<string, string>> = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sentAt = Date.now();
    httpGet(url, { agent, headers }, (response) => {
      response.resume();
      const { statusCode: status = 0 } = response;
      const etag = response.headers.etag ?? "";
      response.on("end", () => resolve({ status, etag, at: Date.now(), tookMs: Date.now() - sentAt }));
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

test("many viewers of one run", async () => {
  test.setTimeout(180_000);
  const server = await startServer({ args: ["--speed", "1", "--no-samples"] });
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const { workflowId } = await server.startRun(61);
  const path = `${server.url}/api/v1/agents/61/runs/${workflowId}`;
  await rest(500);

  const readBefore = await readings(server.url);
  const from = Date.now();
  const polls: number[] = [];
  const viewer = async (i: number): Promise<void> => {
    await rest((2_000 * i) / POLLING);
    let etag = "";
    while (Date.now() - from < IDLE_MS) {
      const got = await ask(path, agent, etag ? { "if-none-match": etag } : {});
      etag = got.etag;
      polls.push(got.tookMs);
      await rest(2_000);
    }
  };
  await Promise.all(Array.from({ length: POLLING }, (_, i) => viewer(i)));
  const perSecond = ((await readings(server.url)) - readBefore) / ((Date.now() - from) / 1_000);

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

  const line = (what: string, value: number, budget: number, unit: string) => ({
    what,
    figures: [`${value.toFixed(1)} ${unit}`],
    budget: `${budget} ${unit}`,
    isKept: value <= budget,
  });
  printTable(
    "one run",
    ["measured"],
    [
      line(`${POLLING} polling, p95 of an answer`, quantile(polls, 0.95), 100, "ms"),
      line(`${POLLING} polling, readings of the source`, perSecond, 1.2, "a second"),
      line(`${HELD} held, memory`, rss, 512, "MiB"),
      line(`${HELD} held, CPU while nothing changes`, idle, 25, "%"),
      { what: `${told.length} of ${HELD} told of a change, p50`, figures: [`${quantile(told, 0.5)} ms`] },
      { what: "and the last of them", figures: [`${quantile(told, 1)} ms`] },
    ],
  );
});
