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

/** Resolves once nothing is under way any more: no request for half a second, and the main thread has nothing to do. */
export async function atRest(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => new Promise<void>((resolve) => requestIdleCallback(() => resolve())));
}

const FRAMES = 60;
/** Every tenth scroll is a leap, as by dragging the scrollbar; the others are a wheel's. Px. */
const LEAP_PX = 40_000;
const WHEEL_PX = 300;

/** What each frame of scrolling down costs the main thread, in ms. `onFrame` runs after each, uncounted. */
export async function scrollFrames(
  page: Page,
  times: ThreadTimes,
  onFrame: () => Promise<void> = async () => undefined,
): Promise<readonly number[]> {
  const frames: number[] = [];
  for (let i = 0; i < FRAMES; i++) {
    const before = await times.taskMs();
    await page.evaluate(
      (far) =>
        new Promise<void>((resolve) => {
          window.scrollBy(0, far);
          requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
        }),
      i % 10 === 9 ? LEAP_PX : WHEEL_PX,
    );
    frames.push((await times.taskMs()) - before);
    await onFrame();
  }
  return frames;
}
