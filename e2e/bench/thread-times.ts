/** Processor time of a page's main thread: what else the machine does cannot lengthen it. */
import type { Page } from "@playwright/test";

export interface ThreadTimes {
  /** So far, in ms. */
  taskMs(): Promise<number>;
}

export async function threadTimes(page: Page): Promise<ThreadTimes> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  return {
    taskMs: async () => {
      const { metrics } = await cdp.send("Performance.getMetrics");
      return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN) * 1_000;
    },
  };
}
