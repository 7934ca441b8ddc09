/** Row 17: a page that is open all day does not grow. Every poll brings a changed answer; hours pass in seconds; at night also by the clock. */
import { type CDPSession, expect, type Page, type TestInfo } from "@playwright/test";
import { largeRun } from "../bench/large-run.ts";
import { figure } from "./figure.ts";
import { installPageTime } from "./page-time.ts";
import { RUN_PAGE } from "./run-answers.ts";
import { test } from "../server.ts";

const STEPS = 40;
/** Answers that were held until something changed: the next request follows at once. */
const HELD_POLLS = 9_000;
/** Answers of a server that holds none: with them half an hour passes, clocks and all. */
const PLAIN_POLLS = 1_000;
/** Until caches and compiled code are what they will be. */
const WARM_SHARE = 0.1;
const BATCH = 100;
/** A little more than the longest pause between two polls: after a held answer, and of a young run. */
const HELD_MS = 60;
const PLAIN_MS = 2_500;
const HEAP_MAX_MIB = 5;
/** Noise of the browser's own: what a garbage collection has not reached yet. */
const NODES_MAX = 20;

/** By the clock, at night; a fraction of an hour shows that the proof itself works. */
const HOURS = Number(process.env["RUNLIGHT_SOAK_HOURS"] ?? 8);
const HOUR_MS = 3_600_000;

declare global {
  interface Window {
    polls: number;
    /** The server says that it held the answer. */
    isHolding: boolean;
  }
}

test("row 17: 10,000 polls leave the page as large as it was", async ({ page }, info) => {
  test.setTimeout(600_000);
  await page.addInitScript(installPageTime);
  const cdp = await openRun(page);
  await watch(page, WARM_SHARE);
  const before = await measure(page, cdp);
  await watch(page, 1);
  const after = await measure(page, cdp);
  expect(after.polls - before.polls).toBeGreaterThanOrEqual(HELD_POLLS + PLAIN_POLLS);
  await expectSameSize(page, info, before, after);
});

if (process.env["RUNLIGHT_NIGHTLY"]) {
  test(`row 17: ${HOURS} hours by the clock leave the page as large as it was`, async ({ page }, info) => {
    test.setTimeout(HOURS * HOUR_MS + 600_000);
    const cdp = await openRun(page);
    // Hours by the clock are what this is about; 10,000 polls by pretended time are the test above.
    await page.waitForTimeout(HOURS * HOUR_MS * WARM_SHARE);
    const before = await measure(page, cdp);
    await page.waitForTimeout(HOURS * HOUR_MS * (1 - WARM_SHARE));
    const after = await measure(page, cdp);
    // A poll every two seconds and a fifth, at the least every five on a busy machine.
    expect(after.polls - before.polls).toBeGreaterThan((HOURS * HOUR_MS * (1 - WARM_SHARE)) / 5_000);
    await expectSameSize(page, info, before, after);
  });
}

async function openRun(page: Page): Promise<CDPSession> {
  await page.addInitScript(answerInPage, largeRun({ steps: STEPS, isRunning: true }));
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  await page.goto(RUN_PAGE);
  return cdp;
}

type Size = Awaited<ReturnType<typeof measure>>;

async function expectSameSize(page: Page, info: TestInfo, before: Size, after: Size): Promise<void> {
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
  // The page did take them all in, and by the clock it goes on.
  const shown = async () => Number((await page.getByText(/^poll \d+$/).textContent())?.slice(5));
  await expect.poll(shown).toBeGreaterThanOrEqual(after.polls);
  expect(grown.heapMib).toBeLessThanOrEqual(HEAP_MAX_MIB);
  expect(grown.nodes).toBeLessThanOrEqual(NODES_MAX);
  expect(grown.listeners).toBeLessThanOrEqual(0);
  expect(grown.timers).toBeLessThanOrEqual(0);
}

/** An init script: answers the polls without a network, each with another text, of a run that began ten seconds ago. */
function answerInPage(text: string): void {
  const real = window.fetch;
  const run = JSON.parse(text) as { readonly workflowNodes: readonly object[] };
  const last = run.workflowNodes.length - 1;
  window.polls = 0;
  window.isHolding = false;
  window.fetch = async (input, init) => {
    if (!/^\/api\/v1\/agents\/57\/runs\/wf_57_run_1(?:\?|$)/.test(String(input))) return real(input, init);
    window.polls++;
    const now = Date.now();
    const summary = `poll ${window.polls}`;
    const workflowNodes = run.workflowNodes.map((node, i) => (i === last ? { ...node, progress: summary } : node));
    const startedAt = new Date(now - 10_000).toISOString();
    const body = JSON.stringify({ ...run, summary, startedAt, workflowNodes });
    const headers = { "content-type": "application/json", "runlight-now": String(now), etag: `"${window.polls}"` };
    const held = window.isHolding ? { "preference-applied": "wait" } : {};
    return new Response(body, { headers: { ...headers, ...held } });
  };
}

/** Lets time pass until this share of the polls was answered, the held ones first. */
async function watch(page: Page, share: number): Promise<void> {
  await passPolls(page, true, HELD_POLLS * share, HELD_MS);
  await passPolls(page, false, PLAIN_POLLS * share, PLAIN_MS);
}

async function passPolls(page: Page, isHolding: boolean, polls: number, ms: number): Promise<void> {
  let seen = await page.evaluate((holding) => {
    window.isHolding = holding;
    return window.polls;
  }, isHolding);
  const until = seen + polls;
  while (seen < until) {
    seen = await page.evaluate(
      async ({ stepMs, steps }) => {
        for (let i = 0; i < steps; i++) await window.passTime(stepMs);
        return window.polls;
      },
      { stepMs: ms, steps: BATCH },
    );
  }
}

async function measure(page: Page, cdp: CDPSession) {
  // Twice: what the first collection finishes off is swept by the second.
  await cdp.send("HeapProfiler.collectGarbage");
  await cdp.send("HeapProfiler.collectGarbage");
  const { metrics } = await cdp.send("Performance.getMetrics");
  // Texts of answers lie beside the heap: their bytes are counted as storage behind it.
  const { usedSize, backingStorageSize } = await cdp.send("Runtime.getHeapUsage");
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  const { timers, polls } = await page.evaluate(() => ({
    // By the clock the browser's own timers run, which nobody can count.
    timers: "countTimers" in window ? window.countTimers() : 0,
    polls: window.polls,
  }));
  return {
    timers,
    polls,
    heapMib: (usedSize + backingStorageSize) / 1_048_576,
    nodes: metric("Nodes"),
    listeners: metric("JSEventListeners"),
  };
}
