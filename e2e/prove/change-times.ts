/** From a change to the frame in which a page shows it: each viewer has a run and a browser of their own. */
import { type Browser, expect, type Page } from "@playwright/test";
import { quantile } from "../bench/report.ts";
import type { RunlightServer } from "../server.ts";

const MARKET_WATCH = 61;

/** Epoch ms at which each count of completed steps was first on the screen. */
type SeenAt = Readonly<Record<string, number>>;

/** A page of its own browser: connections, tabs and clocks are shared with nobody. */
export async function openViewer(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const seenAt: Record<string, number> = {};
    Object.assign(globalThis, { seenAt });
    const look = () => {
      const text = document.querySelector('[role="toolbar"]')?.textContent ?? "";
      const count = /(\d+)\s*completed/i.exec(text)?.[1];
      if (count === undefined || seenAt[count] !== undefined) return;
      seenAt[count] = Number.NaN;
      // A look at every frame would make the page draw all the time, and be slow by being watched.
      requestAnimationFrame(() => (seenAt[count] = Date.now()));
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return page;
}

export const readSeen = (page: Page): Promise<SeenAt> =>
  page.evaluate(() => (globalThis as unknown as { seenAt: SeenAt }).seenAt);

/**
 * Lets viewers watch runs from their first step to their end, so many at a time and one after the other. Returns for
 * every step that ended before their eyes the ms from its end, as the run itself says it, to the frame that counted it.
 */
export async function watchLives(
  browser: Browser,
  server: RunlightServer,
  viewers: number,
  lives: number,
): Promise<number[]> {
  const watch = async (): Promise<number[]> => {
    const page = await openViewer(browser);
    const times: number[] = [];
    for (let life = 0; life < lives; life++) times.push(...(await watchLife(page, server)));
    await page.context().close();
    return times;
  };
  return (await Promise.all(Array.from({ length: viewers }, watch))).flat();
}

async function watchLife(page: Page, server: RunlightServer): Promise<number[]> {
  const { workflowId } = await server.startRun(MARKET_WATCH);
  // From then on the page watches; what changed before it came with its first answers.
  const watching = page.waitForRequest((request) => request.headers()["if-none-match"] !== undefined);
  await page.goto(`${server.url}/agents/${MARKET_WATCH}/runs/${workflowId}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await watching;
  const openedAt = Date.now();
  await expect(page.getByRole("status", { name: "Live updates" })).toContainText("Final", { timeout: 60_000 });
  const seen = Object.entries(await readSeen(page)).map(([count, at]) => ({ count: Number(count), at }));
  const run = (await (await server.get(`/api/v1/agents/${MARKET_WATCH}/runs/${workflowId}`)).json()) as {
    workflowNodes: { endedAt: string }[];
  };
  const ends = run.workflowNodes.map(({ endedAt }) => Date.parse(endedAt)).toSorted((a, b) => a - b);
  expect(Math.max(...seen.map(({ count }) => count)), "all steps were counted").toBe(ends.length);
  return ends.flatMap((endedAt, i) => {
    const at = seen.find(({ count }) => count > i)?.at;
    return endedAt > openedAt && at !== undefined ? [at - endedAt] : [];
  });
}

/** As a figure says it. */
export const spreadOf = (times: readonly number[]): string =>
  `p50 ${quantile(times, 0.5).toFixed(0)} ms, p95 ${quantile(times, 0.95).toFixed(0)} ms`;
