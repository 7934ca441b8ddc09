/** Presses a button from the moment it is in the page on, again and again, on a clock that goes only between two presses. */
import { expect, type Page } from "@playwright/test";
import { approvalOn } from "../waiting-run.ts";

export interface Hasty {
  /** Ms of the page's time from appearing or moving to the press that opened the dialog. */
  readonly openedAfterMs: number;
  readonly ignored: number;
}

/** The first presses let a millisecond pass each, so that whatever still loads has come long before half a second is over. */
const SMALL_STEPS = 200;
const STEP_MS = 5;
const MAX_MS = 5_000;

declare global {
  interface Window {
    /** Page time at which the button came into the page. */
    appearedAt?: number;
  }
}

/** Opens a page whose clock stands still; presses as soon as the button is there. */
export async function pressFromAppearing(page: Page, path: string): Promise<Hasty> {
  await page.addInitScript(() => {
    new MutationObserver((_list, observer) => {
      const button = [...document.querySelectorAll("button")].find((one) => one.textContent?.trim() === "Approve…");
      if (!button) return;
      observer.disconnect();
      window.appearedAt = performance.now();
      button.click();
    }).observe(document, { childList: true, subtree: true });
  });
  const openedAt = Date.now();
  await page.clock.install({ time: openedAt });
  await page.clock.pauseAt(openedAt + 1_000);
  await page.goto(path);
  // Some of what comes is drawn by timers of no length.
  await expect(async () => {
    await page.clock.runFor(1);
    expect(await page.evaluate(() => window.appearedAt)).toBeDefined();
  }).toPass({ timeout: 20_000, intervals: [10] });
  return pressOn(page, (await page.evaluate(() => window.appearedAt)) ?? 0);
}

/** Moves the buttons, which must have been there for long, by so many pixels, and goes on pressing. */
export async function pressFromMoving(page: Page, byPx: number): Promise<Hasty> {
  const movedAt = await approvalOn(page).region.evaluate((region, px) => {
    region.style.marginTop = `${px}px`;
    return performance.now();
  }, byPx);
  return pressOn(page, movedAt);
}

async function pressOn(page: Page, sinceMs: number): Promise<Hasty> {
  const { approve } = approvalOn(page);
  for (let ignored = 1; ; ignored++) {
    const { atMs, isOpen } = await approve.evaluate(async (button) => {
      const pressedAt = performance.now();
      (button as HTMLElement).click();
      // What a press sets off needs no timer of the page, and those stand still.
      const { port1, port2 } = new MessageChannel();
      await new Promise((resolve) => {
        port1.onmessage = resolve;
        port2.postMessage(0);
      });
      port1.close();
      return { atMs: pressedAt, isOpen: document.querySelector("dialog[open]") !== null };
    });
    if (isOpen) return { openedAfterMs: Math.round(atMs - sinceMs), ignored };
    if (atMs - sinceMs > MAX_MS) throw new Error(`No press took effect within ${MAX_MS} ms`);
    await page.clock.runFor(ignored <= SMALL_STEPS ? 1 : STEP_MS);
  }
}
