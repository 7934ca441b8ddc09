/** Row 03: a new state is seen fast, from the write on the server to the frame in which the page shows it. */
import { expect, type Page } from "@playwright/test";
import { quantile } from "../bench/report.ts";
import { startServer, test as base } from "../server.ts";
import { figure } from "./figure.ts";
import { RUN_PAGE, RUN_POLL, runAnswer } from "./run-answers.ts";
import { test as behindProxy } from "./run-page.ts";

const CHANGES = 100;
const MARKET_WATCH = 61;

/** Epoch ms at which each count of completed steps was first on the screen. */
type SeenAt = Record<string, number>;

async function watchCounts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seenAt: SeenAt = {};
    Object.assign(globalThis, { seenAt });
    const look = () => {
      const text = document.querySelector('[role="toolbar"]')?.textContent ?? "";
      const count = /(\d+)\s*completed/i.exec(text)?.[1];
      if (count !== undefined) seenAt[count] ??= Date.now();
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

const readSeen = (page: Page): Promise<SeenAt> =>
  page.evaluate(() => (globalThis as unknown as { seenAt: SeenAt }).seenAt);

base("row 03: A new state is seen fast (held requests, embedded)", async ({ context }, info) => {
  base.setTimeout(180_000);
  const server = await startServer({ args: ["--speed", "60", "--no-samples"] });
  const times: number[] = [];
  while (times.length < CHANGES) {
    const page = await context.newPage();
    await watchCounts(page);
    const { workflowId } = await server.startRun(MARKET_WATCH);
    await page.goto(`${server.url}/agents/${MARKET_WATCH}/runs/${workflowId}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const openedAt = Date.now();
    await expect(page.getByRole("status", { name: "Live updates" })).toContainText("Final", { timeout: 60_000 });
    const seen = Object.entries(await readSeen(page)).map(([count, at]) => ({ count: Number(count), at }));
    const run = (await (await server.get(`/api/v1/agents/${MARKET_WATCH}/runs/${workflowId}`)).json()) as {
      workflowNodes: { status: string; endedAt: string }[];
    };
    const ends = run.workflowNodes.map(({ endedAt }) => Date.parse(endedAt)).toSorted((a, b) => a - b);
    for (const [i, endedAt] of ends.entries()) {
      const at = seen.find(({ count }) => count > i)?.at;
      if (endedAt > openedAt && at !== undefined) times.push(at - endedAt);
    }
    await page.close();
  }
  await server.remove();
  const p95 = quantile(times, 0.95);
  figure(info, `${times.length} changes, held requests: p50 ${quantile(times, 0.5)} ms, p95 ${p95} ms to the pixel`);
  expect(p95).toBeLessThanOrEqual(300);
});

behindProxy("row 03: A new state is seen fast (a server that holds nothing)", async ({ page, faults }, info) => {
  base.setTimeout(300_000);
  const startedAt = new Date().toISOString();
  let done = 0;
  let changedAt = 0;
  const nodes = () =>
    Array.from({ length: 200 }, (_, i) => ({
      id: `s${i}`,
      name: `Step ${i}`,
      status: i < done ? "completed" : "running",
      startedAt,
    }));
  faults.use(RUN_POLL, { kind: "answer", text: () => runAnswer({ startedAt, workflowNodes: nodes() }) });
  await watchCounts(page);
  await page.goto(RUN_PAGE);
  await expect(page.getByRole("status", { name: "Live updates" })).toContainText("Live");
  const times: number[] = [];
  const rounds = 40;
  for (let i = 0; i < rounds; i++) {
    // Changes must fall anywhere between two polls: waiting for an event would put them all at one place.
    await page.waitForTimeout((i * 397) % 2_000);
    done++;
    changedAt = Date.now();
    await expect
      .poll(async () => (await readSeen(page))[String(done)], { timeout: 10_000, intervals: [50] })
      .toBeTruthy();
    times.push(((await readSeen(page))[String(done)] ?? Number.NaN) - changedAt);
  }
  const p95 = quantile(times, 0.95);
  figure(info, `${rounds} changes, polled: p50 ${quantile(times, 0.5)} ms, p95 ${p95} ms`);
  expect(p95).toBeLessThanOrEqual(2_600);
});
