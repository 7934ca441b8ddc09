/**
 * What watching costs the page: processor time of its main thread for a poll that brings nothing and for one that
 * changes a step, for a press of a filter and for a frame of scrolling. Measures, fails for nothing.
 */
import type { Page } from "@playwright/test";
import { test } from "../server.ts";
import { type BenchServer, startBenchServer } from "./bench-server.ts";
import { LARGE_RUN, largeRun } from "./large-run.ts";
import { type Line, median, printTable, quantile } from "./report.ts";
import { atRest, scrollFrames, type ThreadTimes, threadTimes } from "./thread-times.ts";

const TIMES = 12;
/** The stretch a poll is counted over. Sooner than this after another the page sends none on a return to the network. */
const GAP_MS = 1_000;
/** The stretch of time a press is counted over: the list follows the typing a moment later, in slices. */
const PRESS_MS = 500;
const LIMITS = new Map([
  [1_000, { unchanged: 5, changed: 16 }],
  [10_000, { unchanged: 5, changed: 50 }],
]);

test("watching", async ({ page, server }) => {
  test.setTimeout(180_000);
  const bench = await startBenchServer({ upstream: server.url });
  try {
    const times = await threadTimes(page);
    const lines: Line[] = [];
    for (const [steps, limit] of LIMITS) {
      bench.setRun(largeRun({ steps, isRunning: true }));
      await page.goto(bench.url + LARGE_RUN);
      await page.locator('[id^="step-row-"]').first().waitFor();
      await atRest(page);
      const idle = await measure(page, times, async () => undefined);
      const unchanged = await measure(page, times, () => poll(page));
      const changed = await measure(page, times, (i) => {
        bench.setRun(largeRun({ steps, isRunning: true, note: String(i) }));
        return poll(page);
      });
      const of = (what: string, all: readonly number[], most: number) => {
        const ms = Math.max(0, median(all) - median(idle));
        lines.push({ what, figures: [ms.toFixed(1)], budget: `≤ ${most}`, isKept: ms <= most });
      };
      of(`${steps} steps, unchanged`, unchanged, limit.unchanged);
      of(`${steps} steps, one changed`, changed, limit.changed);
    }
    lines.push(...(await frames(page, times, bench)));
    printTable("main thread, ms", ["median"], lines);
  } finally {
    await bench.close();
  }
});

function poll(page: Page): Promise<void> {
  return page.evaluate(() => void window.dispatchEvent(new Event("online")));
}

/** What each call costs until the page rests again. */
async function measure(page: Page, times: ThreadTimes, act: (i: number) => Promise<void>): Promise<readonly number[]> {
  const all: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const before = await times.taskMs();
    await act(i);
    // A fixed stretch: an unchanged poll ends in nothing that could be awaited.
    await page.waitForTimeout(GAP_MS);
    all.push((await times.taskMs()) - before);
  }
  return all;
}

async function frames(page: Page, times: ThreadTimes, bench: BenchServer): Promise<readonly Line[]> {
  bench.setRun(largeRun({ steps: 10_000 }));
  await page.goto(bench.url + LARGE_RUN);
  await page.locator('[id^="step-row-"]').first().waitFor();
  await atRest(page);
  const scrolled = await scrollFrames(page, times);
  const filtered: number[] = [];
  const field = page.getByRole("searchbox", { name: "Find a step" });
  for (const text of ["9", "99", "999", "99", "9", ""]) {
    const before = await times.taskMs();
    await field.fill(text);
    // A fixed stretch: work that follows in slices has no last one to wait for.
    await page.waitForTimeout(PRESS_MS);
    filtered.push((await times.taskMs()) - before);
  }
  return [
    frameLine("10,000 steps, scroll, slowest frame", scrolled, 1),
    frameLine("10,000 steps, filter, slowest press", filtered, 1),
  ];
}

function frameLine(what: string, all: readonly number[], share: number): Line {
  const ms = quantile(all, share);
  return { what, figures: [ms.toFixed(1)], budget: "≤ 50", isKept: ms <= 50 };
}
