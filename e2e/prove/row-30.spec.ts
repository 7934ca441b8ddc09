/** Row 30: links are safe. 10,000 addresses through the shipped page in a real browser, and what a click tells its target. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { figure } from "./figure.ts";
import { oddAddresses } from "./odd-addresses.ts";
import { RUN_PAGE, RUN_POLL, runAnswer } from "./run-answers.ts";
import { expect, test } from "./run-page.ts";

const ADDRESSES = 10_000;
/** What one summary holds within the length that the page shows as one. */
const AT_ONCE = 250;

test("row 30: Links are safe", async ({ page, faults }, info) => {
  test.setTimeout(180_000);
  const addresses = oddAddresses(ADDRESSES);
  const wrong: string[] = [];
  let links = 0;
  let named = 0;
  faults.use(RUN_POLL, { kind: "answer", text: runAnswer() });
  const pages = new Map<string, string>();
  for (let from = 0; from < ADDRESSES; from += AT_ONCE) {
    const id = `odd_${from}`;
    const summary = addresses.slice(from, from + AT_ONCE).join("\n");
    pages.set(id, runAnswer({ id, workflowId: id, agentName: id, summary }));
  }
  faults.use(/^GET \/api\/v1\/agents\/57\/runs\/odd_\d+\?/, {
    kind: "answer",
    text: ({ path }) => pages.get(/odd_\d+/.exec(path)?.[0] ?? "") ?? "",
  });
  await page.goto(RUN_PAGE);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  for (const [index, id] of [...pages.keys()].entries()) {
    const lines = addresses.slice(index * AT_ONCE, (index + 1) * AT_ONCE);
    const found = await page.evaluate(judgeLinks, { id, lines });
    wrong.push(...found.wrong);
    links += found.links;
    named += found.named;
  }
  figure(
    info,
    `${ADDRESSES.toLocaleString("en")} addresses: ${links.toLocaleString("en")} links, ` +
      `${named.toLocaleString("en")} with their host beside them, ${wrong.length} unsafe or unnamed`,
  );
  expect(wrong).toEqual([]);
  expect(links).toBeGreaterThan(1_000);
  expect(named).toBeGreaterThan(300);
});

/** Runs in the page: shows a run and judges every link of its summary against the text it stands for. */
async function judgeLinks({ id, lines }: { id: string; lines: readonly string[] }) {
  history.pushState(null, "", id);
  window.dispatchEvent(new PopStateEvent("popstate"));
  for (let waited = 0; document.querySelector("h1")?.textContent !== id; waited++) {
    if (waited > 2_000) throw new Error(`${id} is not shown`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const wrong: string[] = [];
  let named = 0;
  const anchors = [...document.querySelectorAll<HTMLAnchorElement>("section[aria-label=Summary] a")];
  for (const anchor of anchors) {
    const target = anchor.querySelector("[data-target]")?.textContent ?? undefined;
    const text = anchor.querySelector("bdi")?.textContent ?? "";
    const url = new URL(anchor.href);
    const goal = url.protocol === "mailto:" ? url.pathname + url.search : url.host;
    if (target !== undefined) named++;
    const say = (what: string) => wrong.push(`${text} ${what}`);
    if (!["http:", "https:", "mailto:"].includes(url.protocol)) say(`has ${url.protocol}`);
    if (url.username !== "" || url.password !== "") say("has a name before its host");
    if (!lines.some((line) => line.includes(text))) say("is no part of the text");
    if (target !== undefined && target !== goal) say(`says ${target}, not ${goal}`);
    // Without a host beside it the text itself must name it, in ASCII, right after the slashes.
    const own = /^(?:https?:\/\/|mailto:)([\x21-\x7e]*)/i.exec(text)?.[1]?.toLowerCase() ?? "";
    if (target === undefined && !own.startsWith(goal.toLowerCase())) say(`hides ${goal}`);
    if (target === undefined && /^[\w.:@-]/.test(own.slice(goal.length))) say(`only begins with ${goal}`);
    if (anchor.rel !== "noopener noreferrer nofollow" || anchor.target !== "_blank") say("opens with rights");
    if (anchor.referrerPolicy !== "no-referrer") say("may tell where it was followed");
  }
  return { wrong, links: anchors.length, named };
}

test("row 30: Links are safe: a click tells nobody where it was made", async ({ page, context, faults }, info) => {
  const asked: IncomingMessage["headers"][] = [];
  const elsewhere = createServer((request, response) => {
    if (request.url?.startsWith("/landing")) asked.push(request.headers);
    response.setHeader("content-type", "text/html").end("<title>Elsewhere</title>");
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  const address = `http://localhost:${(elsewhere.address() as AddressInfo).port}/landing`;
  try {
    const summary = `See ${address}?1 and [the order](${address}?2)`;
    faults.use(RUN_POLL, { kind: "answer", text: runAnswer({ summary, taskError: `At ${address}?3` }) });
    await page.goto(RUN_PAGE);
    const places = [
      page.getByRole("region", { name: "Summary" }).getByRole("link").first(),
      page.getByRole("region", { name: "Error, as sent" }).getByRole("link"),
    ];
    for (const link of places) await visit(page, link);
    await page.getByRole("button", { name: "Summary as Markdown" }).click();
    const ordered = page.getByRole("link", { name: "the order" });
    await expect(ordered).toContainText(`localhost:${(elsewhere.address() as AddressInfo).port}`);
    await visit(page, ordered);
    const told = asked.filter((headers) => headers.referer !== undefined || headers.origin !== undefined);
    figure(info, `${asked.length} links followed, ${told.length} with a Referer; nothing asked before the click`);
    expect(asked.length).toBe(3);
    expect(told).toEqual([]);
    expect(context.pages().length).toBe(1);
  } finally {
    elsewhere.closeAllConnections();
    elsewhere.close();
  }

  /** Rests on the link first: what is fetched in advance tells as much as a click. */
  async function visit(from: Page, link: ReturnType<Page["getByRole"]>): Promise<void> {
    const before = asked.length;
    await link.hover();
    await link.focus();
    expect(asked.length).toBe(before);
    const [opened] = await Promise.all([context.waitForEvent("page"), link.click()]);
    await expect(opened).toHaveTitle("Elsewhere");
    expect(await opened.evaluate(() => [document.referrer, window.opener])).toEqual(["", null]);
    await opened.close();
    await from.bringToFront();
  }
});
