/** One cold load of a page in a context of its own, measured from outside as far as that goes. */
import { gzipSync } from "node:zlib";
import type { Browser } from "@playwright/test";

export interface Throttle {
  /** How many times slower the processor is. */
  readonly cpu: number;
  readonly latencyMs: number;
  readonly bytesPerSecond: number;
}

export interface ColdLoad {
  readonly fcpMs: number;
  /** The first frame with the run's status and a row of its steps is on the screen. */
  readonly visibleMs: number;
  /** What tasks took beyond 50 ms each, until the page had rested. */
  readonly blockingMs: number;
  /** JavaScript asked for before the view, each file as gzip -9 would send it. */
  readonly scriptKb: number;
  /** Asked for before the view. */
  readonly requests: number;
  readonly apiRequests: number;
  /** To any other server, or for a font. */
  readonly foreign: number;
  /** After a garbage collection. */
  readonly heapMb: number;
  readonly elements: number;
  readonly layoutShift: number;
}

/** The stretch after the view over which blocking, shifts and heap are counted, the same for every page. */
const REST_MS = 1_000;

const sizes = new Map<string, number>();

export async function loadCold(browser: Browser, url: string, throttle?: Throttle): Promise<ColdLoad> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send("Performance.enable");
    if (throttle) {
      const { cpu, latencyMs: latency, bytesPerSecond } = throttle;
      await cdp.send("Network.enable");
      const both = { downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond };
      await cdp.send("Network.emulateNetworkConditions", { offline: false, latency, ...both });
      await cdp.send("Emulation.setCPUThrottlingRate", { rate: cpu });
    }
    const asked: { readonly url: string; readonly type: string; readonly sentAt: () => number }[] = [];
    page.on("request", (one) => {
      asked.push({ url: one.url(), type: one.resourceType(), sentAt: () => one.timing().startTime });
    });
    await page.addInitScript(watchLoad);
    await page.goto(url, { waitUntil: "commit" });
    await page.waitForFunction(() => window.coldLoad.visibleMs > 0, undefined, { polling: 100, timeout: 60_000 });
    // Counted over a fixed stretch: that nothing more happens is no event to wait for.
    await page.waitForTimeout(REST_MS);
    const seen = await page.evaluate(() => ({ ...window.coldLoad, openedAt: performance.timeOrigin }));
    const before = asked.filter((one) => one.sentAt() <= seen.openedAt + seen.visibleMs);
    const { origin } = new URL(url);
    let scriptBytes = 0;
    for (const { url: file, type } of before) if (type === "script") scriptBytes += await gzipSize(file);
    await cdp.send("HeapProfiler.collectGarbage");
    const { metrics } = await cdp.send("Performance.getMetrics");
    const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
    return {
      fcpMs: seen.fcpMs,
      visibleMs: seen.visibleMs,
      blockingMs: seen.blockingMs,
      layoutShift: seen.layoutShift,
      scriptKb: scriptBytes / 1_024,
      requests: before.length,
      apiRequests: before.filter((one) => new URL(one.url).pathname.startsWith("/api/")).length,
      foreign: asked.filter((one) => new URL(one.url).origin !== origin || one.type === "font").length,
      heapMb: metric("JSHeapUsedSize") / 1_048_576,
      elements: await page.evaluate(() => document.querySelectorAll("*").length),
    };
  } finally {
    await context.close();
  }
}

declare global {
  interface Window {
    coldLoad: { fcpMs: number; visibleMs: number; blockingMs: number; layoutShift: number };
  }
}

/** Runs in the page before anything else of it. */
function watchLoad(): void {
  const seen = { fcpMs: 0, visibleMs: 0, blockingMs: 0, layoutShift: 0 };
  window.coldLoad = seen;
  const watch = (type: string, onEntry: (entry: PerformanceEntry) => void) => {
    new PerformanceObserver((list) => list.getEntries().forEach(onEntry)).observe({ type, buffered: true });
  };
  watch("paint", (entry) => {
    if (entry.name === "first-contentful-paint") seen.fcpMs = entry.startTime;
  });
  watch("longtask", (entry) => (seen.blockingMs += Math.max(0, entry.duration - 50)));
  watch("layout-shift", (entry) => (seen.layoutShift += (entry as PerformanceEntry & { value: number }).value));
  const look = () => {
    const hasStatus = document.querySelector('[role="status"][aria-label="Run status"]')?.textContent;
    if (!hasStatus || !document.querySelector('[id^="step-row-"]')) return void requestAnimationFrame(look);
    // The frame that this callback belongs to shows it; a message comes after its paint.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (seen.visibleMs = performance.now());
    port2.postMessage(0);
  };
  requestAnimationFrame(look);
}

async function gzipSize(url: string): Promise<number> {
  let size = sizes.get(url);
  if (size === undefined) {
    size = gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer()), { level: 9 }).length;
    sizes.set(url, size);
  }
  return size;
}
