/** The desktop a page shows its notices on, and the tabs in front of each other, which a headless browser has not. */
import type { BrowserContext, Page, Request } from "@playwright/test";

declare global {
  interface Window {
    /** What the desktop shows, in the order it came. */
    desktop: { readonly asked: number; readonly notices: readonly (Notice & EventTarget)[] };
  }
}

export interface Notice {
  readonly title: string;
  readonly body: string;
  readonly isClosed: boolean;
}

/** `answer`: what the browser says when it is asked; "granted" is what it said long ago. */
export async function recordNotices(
  context: BrowserContext,
  answer: "granted" | "denied" | "allows" | "refuses",
): Promise<void> {
  if (answer === "granted") await context.grantPermissions(["notifications"]);
  await context.addInitScript((said) => {
    const desktop = { asked: 0, notices: [] as (Notice & EventTarget)[] };
    let permission = said === "allows" || said === "refuses" ? "default" : said;
    class Recorded extends EventTarget implements Notice {
      static get permission(): string {
        return permission;
      }
      static requestPermission(): Promise<string> {
        desktop.asked++;
        permission = said === "allows" ? "granted" : "denied";
        return Promise.resolve(permission);
      }
      title: string;
      body: string;
      isClosed = false;
      constructor(title: string, options: NotificationOptions = {}) {
        super();
        this.title = title;
        this.body = options.body ?? "";
        // Without permission nothing is shown, and nothing is thrown.
        if (permission === "granted") desktop.notices.push(this);
      }
      close(): void {
        this.isClosed = true;
      }
    }
    Object.assign(window, { Notification: Recorded, desktop });
  }, answer);
}

export function noticesOf(page: Page): Promise<readonly Notice[]> {
  return page.evaluate(() => window.desktop.notices.map(({ title, body, isClosed }) => ({ title, body, isClosed })));
}

/** As a person presses the last one. */
export function pressNotice(page: Page): Promise<void> {
  return page.evaluate(() => void window.desktop.notices.at(-1)?.dispatchEvent(new Event("click")));
}

export async function turnOnNotices(page: Page): Promise<void> {
  await page.getByRole("button", { name: /settings/i }).click();
  const choice = page.getByRole("radiogroup", { name: "Desktop notices" });
  await choice.getByRole("radio", { name: "On" }).click();
  await page.keyboard.press("Escape");
}

const STEP_MS = 5_000;

/** Time passes for all tabs of this page's context, and what is asked meanwhile is answered before its deadline passes. */
export async function passTime(pages: readonly Page[], ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += STEP_MS) {
    const asked = pages.map((page) => waitUntilAnswered(page));
    await pages[0]?.clock.runFor(STEP_MS);
    for (const answered of asked) await answered();
  }
}

/** Begins to look at what a page asks the API; the function waits for the answers. */
function waitUntilAnswered(page: Page): () => Promise<void> {
  const pending = new Set<Promise<unknown>>();
  const note = (request: Request) => {
    if (request.url().includes("/api/v1/")) pending.add(request.response().catch(() => undefined));
  };
  page.on("request", note);
  return async () => {
    await page.evaluate(() => undefined);
    await Promise.all(pending);
    page.off("request", note);
  };
}
