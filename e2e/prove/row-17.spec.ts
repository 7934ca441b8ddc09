/** Row 17: a page that is open all day does not grow. Every poll brings a changed answer; hours pass in seconds. */
import { type CDPSession, expect, type Page } from "@playwright/test";
import { largeRun } from "../bench/large-run.ts";
import { figure } from "./figure.ts";
import { installPageTime } from "./page-time.ts";
import { RUN_PAGE } from "./run-answers.ts";
import { test } from "../server.ts";

const STEPS = 40;
const POLLS = 10_000;
/** Until caches and compiled code are what they will be. */
const WARM_POLLS = 1_000;
const BATCH = 250;
/** A little more than the longest pause between two polls of a young run. */
const POLL_MS = 2_500;
const HEAP_MAX_MIB = 5;
/** Noise of the browser's own: what a garbage collection has not reached yet. */
const NODES_MAX = 20;

declare global {
  interface Window {
    polls: number;
  }
}

test("row 17: 10,000 polls leave the page as large as it was", async ({ page }, info) => {
  test.setTimeout(240_000);
  await page.addInitScript(installPageTime);
  await page.addInitScript(answerInPage, largeRun({ steps: STEPS, isRunning: true }));
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  await page.goto(RUN_PAGE);
  await watch(page, WARM_POLLS);
  const before = await measure(page, cdp);
  await watch(page, POLLS);
  const after = await measure(page, cdp);

  const grown = {
    heapMib: after.heapMib - before.heapMib,
    nodes: after.nodes - before.nodes,
    listeners: after.listeners - before.listeners,
    timers: after.timers - before.timers,
  };
  figure(
    info,
    `${after.polls - before.polls} polls: heap ${grown.heapMib.toFixed(2)} MiB, nodes ${grown.nodes}, listeners ${grown.listeners}, timers ${grown.timers} more`,
  );
  expect(after.polls - before.polls).toBeGreaterThanOrEqual(POLLS);
  // The page did take them all in.
  await expect(page.getByText(`poll ${after.polls}`)).toBeVisible();
  expect(grown.heapMib).toBeLessThanOrEqual(HEAP_MAX_MIB);
  expect(grown.nodes).toBeLessThanOrEqual(NODES_MAX);
  expect(grown.listeners).toBeLessThanOrEqual(0);
  expect(grown.timers).toBeLessThanOrEqual(0);
});

/** An init script: answers the polls without a network, each with another text, of a run that began ten seconds ago. */
function answerInPage(text: string): void {
  const real = window.fetch;
  const run = JSON.parse(text) as { readonly workflowNodes: readonly object[] };
  const last = run.workflowNodes.length - 1;
  window.polls = 0;
  window.fetch = async (input, init) => {
    if (!/^\/api\/v1\/agents\/57\/runs\/wf_57_run_1(?:\?|$)/.test(String(input))) return real(input, init);
    window.polls++;
    const now = Date.now();
    const summary = `poll ${window.polls}`;
    const workflowNodes = run.workflowNodes.map((node, i) => (i === last ? { ...node, progress: summary } : node));
    const startedAt = new Date(now - 10_000).toISOString();
    const body = JSON.stringify({ ...run, summary, startedAt, workflowNodes });
    const headers = { "content-type": "application/json", "runlight-now": String(now), etag: `"${window.polls}"` };
    return new Response(body, { headers });
  };
}

/** Lets time pass until so many more polls were answered. */
async function watch(page: Page, polls: number): Promise<void> {
  const until = (await page.evaluate(() => window.polls)) + polls;
  for (let seen = 0; seen < until;) {
    seen = await page.evaluate(
      async ({ ms, batch }) => {
        for (let i = 0; i < batch; i++) await window.passTime(ms);
        return window.polls;
      },
      { ms: POLL_MS, batch: BATCH },
    );
  }
}

async function measure(page: Page, cdp: CDPSession) {
  // Twice: what the first collection finishes off is swept by the second.
  await cdp.send("HeapProfiler.collectGarbage");
  await cdp.send("HeapProfiler.collectGarbage");
  const { metrics } = await cdp.send("Performance.getMetrics");
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  const { timers, polls } = await page.evaluate(() => ({ timers: window.countTimers(), polls: window.polls }));
  return {
    timers,
    polls,
    heapMib: metric("JSHeapUsedSize") / 1_048_576,
    nodes: metric("Nodes"),
    listeners: metric("JSEventListeners"),
  };
}
