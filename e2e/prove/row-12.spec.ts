/** Row 12: ten tabs of one run cost what one does, and when the tab that asks is closed another one goes on. */
import { expect, type BrowserContext, type Page } from "@playwright/test";
import { figure } from "./figure.ts";
import { RUN_PAGE, RUN_POLL, runAnswer } from "./run-answers.ts";
import { test } from "./run-page.ts";

const TABS = 10;
/** The stretch of time requests are counted over: nothing happens at its end that could be awaited. */
const WATCH_MS = 30_000;
/** New tabs ask once for themselves and then find their leader; what they cost is counted after that. */
const SETTLED_MS = 5_000;
const TAKE_OVER_MS = 2_000;
/** A young run is asked for every two seconds, a fifth more or less; the new leader begins with a whole interval. */
const ASKED_MS = TAKE_OVER_MS + 2_400;

/** The tab that holds the lock of this run: it asks for all. Runs in the page. */
async function findLeader(): Promise<string | undefined> {
  const { held = [] } = await navigator.locks.query();
  return held.find(({ name }) => name?.startsWith("runlight "))?.clientId;
}

async function openTab(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(RUN_PAGE);
  await expect(page.getByRole("status", { name: "Live updates" })).toContainText("Live");
  return page;
}

test("row 12: Ten tabs = one viewer", async ({ context, faults }, info) => {
  test.setTimeout(240_000);
  const startedAt = new Date().toISOString();
  // Unchanged as to text, so every request is a poll and no tab has another state than the rest.
  const text = runAnswer({ startedAt });
  faults.use(RUN_POLL, { kind: "answer", text, headers: { etag: '"1"' } });
  const tabs = [await openTab(context)];
  const count = async (ms: number): Promise<number> => {
    // Requests that are not sent are no event: both stretches are by the clock.
    await tabs[0]?.waitForTimeout(SETTLED_MS);
    const before = faults.count(RUN_POLL);
    await tabs[0]?.waitForTimeout(ms);
    return faults.count(RUN_POLL) - before;
  };
  const one = await count(WATCH_MS);
  while (tabs.length < TABS) tabs.push(await openTab(context));
  const ten = await count(WATCH_MS);

  // The first tab asked first, so it leads.
  const closing = tabs.shift();
  const left = await closing?.evaluate(findLeader);
  expect(left).toBeDefined();
  await closing?.close();
  const closedAt = Date.now();
  const sent = () => faults.seen.filter(({ path, at }) => at >= closedAt && RUN_POLL.test(`GET ${path}`));
  const next = async () => [undefined, left].includes(await tabs[0]?.evaluate(findLeader));
  await expect.poll(next, { timeout: 10_000, intervals: [20] }).toBe(false);
  const takeOverMs = Date.now() - closedAt;
  await expect.poll(() => sent().length, { timeout: 10_000, intervals: [50] }).toBeGreaterThan(0);
  const askedMs = (sent()[0]?.at ?? 0) - closedAt;
  figure(
    info,
    `${WATCH_MS / 1_000} s: 1 tab ${one} requests, ${TABS} tabs ${ten}; another leads after ${takeOverMs} ms and asks after ${askedMs} ms`,
  );
  expect(ten).toBeLessThanOrEqual(Math.ceil(one * 1.1));
  expect(takeOverMs).toBeLessThanOrEqual(TAKE_OVER_MS);
  expect(askedMs).toBeLessThanOrEqual(ASKED_MS);
});
