/** The real page in a real browser behind the fault proxy, on a clock that moves only when a proof lets it. */
import type { Page } from "@playwright/test";
import { type FaultProxy, startFaultProxy } from "../fault-proxy.ts";
import { test as base } from "../server.ts";
import { RUN_PAGE } from "./run-answers.ts";

export const test = base.extend<{ faults: FaultProxy }>({
  faults: async ({ server }, use) => {
    const proxy = await startFaultProxy(server.url);
    await use(proxy);
    await proxy.close();
  },
  baseURL: async ({ faults }, use) => use(faults.url),
});

export { expect } from "@playwright/test";

/** A page whose clock stands still between two calls of `pass`. */
export interface StillPage {
  /** Lets the page's time pass in steps; what a step sends is answered before the next. */
  pass(ms: number, stepMs?: number): Promise<void>;
  /** Ms of the page's time since it was opened. */
  elapsedMs(): number;
  setHidden(isHidden: boolean): Promise<void>;
  /** The window gets the focus, as after a click on it. */
  focus(): Promise<void>;
}

/** How long a request may take before it counts as hanging and is not waited for. */
const HANGS_MS = 400;

export async function openStill(page: Page, path = RUN_PAGE): Promise<StillPage> {
  const pending = new Set<object>();
  page.on("request", (request) => pending.add(request));
  page.on("requestfinished", (request) => pending.delete(request));
  page.on("requestfailed", (request) => pending.delete(request));
  // The deadline of a request goes by the same clock as all else.
  await page.addInitScript(() => {
    AbortSignal.timeout = (ms) => {
      const stop = new AbortController();
      setTimeout(() => stop.abort(new DOMException("The deadline passed.", "TimeoutError")), ms);
      return stop.signal;
    };
  });
  const openedAt = Date.now();
  await page.clock.install({ time: openedAt });
  await page.clock.pauseAt(openedAt + 1_000);
  await page.goto(path);
  let elapsedMs = 0;
  const known = new WeakSet<object>();
  const settle = async () => {
    const until = performance.now() + HANGS_MS;
    const isBusy = () => [...pending].some((request) => !known.has(request));
    do await turn(page);
    while (isBusy() && performance.now() < until);
    for (const request of pending) known.add(request);
    await turn(page);
  };
  // What came with the first answers is rendered by timers of no length, which need time to pass all the same.
  for (let i = 0; i < 10; i++) {
    await settle();
    await page.clock.runFor(10);
  }
  await settle();
  return {
    pass: async (ms, stepMs = 500) => {
      for (let passed = 0; passed < ms; passed += stepMs) {
        const step = Math.min(stepMs, ms - passed);
        await page.clock.runFor(step);
        elapsedMs += step;
        await settle();
      }
    },
    elapsedMs: () => elapsedMs,
    setHidden: (isHidden) => setHidden(page, isHidden),
    focus: () => page.evaluate(() => void window.dispatchEvent(new Event("focus"))),
  };
}

/** A headless browser has no tabs in front of each other, so the page is told what it would be told. */
export function setHidden(page: Page, isHidden: boolean): Promise<void> {
  return page.evaluate(
    (state) => {
      Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
      Object.defineProperty(document, "hidden", { configurable: true, get: () => state === "hidden" });
      document.dispatchEvent(new Event("visibilitychange"));
    },
    isHidden ? "hidden" : "visible",
  );
}

/** Lets the page do what is due: answers are read and rendered by tasks that need no timer. */
async function turn(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        port2.postMessage(0);
      }),
  );
}
