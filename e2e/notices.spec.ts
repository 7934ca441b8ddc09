/** Desktop notices: wanted by a press, with ids only, one for each request whatever tabs are open, and never a decision. */
import { type BrowserContext, expect, type Page } from "@playwright/test";
import { noticesOf, passTime, pressNotice, recordNotices, turnOnNotices } from "./desktop.ts";
import { setHidden } from "./prove/run-page.ts";
import { test } from "./server.ts";
import { decide, DECISION_POST, startWaiting, type WaitingRun } from "./waiting-run.ts";

const LIST_EVERY_MS = 31_000;
const waitingInBar = (page: Page) => page.getByRole("banner").getByRole("link", { name: /^Approvals/ });
const APPROVALS = /\/api\/v1\/approvals\?/;

/** A list on a clock that can be moved on, once it knows how many approvals wait. */
async function openList(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(path);
  await expect(waitingInBar(page)).toContainText(/\d/);
  return page;
}

/** What the bars ask for now and then comes now; the clock is one for all tabs. */
async function askAgain(page: Page, ...others: readonly Page[]): Promise<void> {
  const answered = [page, ...others].map((tab) => tab.waitForResponse(APPROVALS));
  await page.clock.fastForward(LIST_EVERY_MS);
  for (const response of await Promise.all(answered)) await response.finished();
}

const noticeOf = ({ agentId, workflowId }: WaitingRun) => ({
  title: "Approval needed",
  body: `Agent ${agentId}, run ${workflowId}`,
  isClosed: false,
});

test("a notice is wanted by a press, says ids only, and its press opens the run and decides nothing", async ({
  context,
  server,
}) => {
  await recordNotices(context, "allows");
  const page = await openList(context, "/agents");
  const sent: string[] = [];
  page.on("request", (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await startWaiting(server);
  await askAgain(page);
  await expect(page).not.toHaveURL(/\/runs\//);
  expect(await page.evaluate(() => window.desktop.asked)).toBe(0);
  expect(await noticesOf(page)).toEqual([]);

  await turnOnNotices(page);
  expect(await page.evaluate(() => window.desktop.asked)).toBe(1);
  const run = await startWaiting(server);
  await askAgain(page);
  await expect.poll(() => noticesOf(page)).toEqual([noticeOf(run)]);
  await pressNotice(page);
  await expect(page).toHaveURL(run.path);
  await expect(page.getByRole("region", { name: "Approval needed" })).toBeVisible();
  expect(sent.filter((line) => DECISION_POST.test(line))).toEqual([]);
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("of two tabs one shows it, and none while somebody looks at the inbox or the run", async ({ context, server }) => {
  await recordNotices(context, "granted");
  const one = await openList(context, "/agents");
  await turnOnNotices(one);
  const other = await openList(context, "/agents/57/runs");
  const all = async () => [...(await noticesOf(one)), ...(await noticesOf(other))];
  const run = await startWaiting(server);
  await askAgain(one, other);
  await expect.poll(all).toEqual([noticeOf(run)]);

  const third = await context.newPage();
  await third.goto("/approvals");
  await expect.poll(() => looks(third)).toContain("looks at the inbox");
  await startWaiting(server);
  await askAgain(one, other);
  expect(await noticesOf(third)).toEqual([]);
  const seen = await startWaiting(server);
  await third.goto(seen.path);
  await expect.poll(() => looks(third)).toContain(`looks at run 57 ${seen.workflowId}`);
  await askAgain(one, other);
  await third.close();
  const last = await startWaiting(server);
  await askAgain(one, other);
  await expect.poll(all).toHaveLength(2);
  expect(await all()).toContainEqual(noticeOf(last));

  expect((await decide(server.url, last)).ok).toBe(true);
  await askAgain(one, other);
  await expect.poll(all).toContainEqual({ ...noticeOf(last), isClosed: true });
});

/** Names of what tabs tell each other that somebody looks at. */
function looks(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const { held = [] } = await navigator.locks.query();
    return held.map(({ name }) => name).join("\n");
  });
}

test("of hidden tabs one asks, once a minute, and none when that is turned off", async ({ context, server }) => {
  await recordNotices(context, "granted");
  const tabs = [await openList(context, "/agents"), await openList(context, "/agents/57/runs")];
  const [first] = tabs as [Page, Page];
  await turnOnNotices(first);
  let asked = 0;
  for (const tab of tabs) tab.on("request", (request) => (asked += APPROVALS.test(request.url()) ? 1 : 0));
  const pass = (minutes: number) => passTime(tabs, minutes * 60_000);
  for (const tab of tabs) await setHidden(tab, true);
  await expect.poll(() => looks(first)).toContain("runlight notices");
  asked = 0;
  const run = await startWaiting(server);
  await pass(5);
  await expect.poll(async () => (await Promise.all(tabs.map(noticesOf))).flat()).toEqual([noticeOf(run)]);
  expect(asked).toBeGreaterThanOrEqual(3);
  expect(asked).toBeLessThanOrEqual(5);

  for (const tab of tabs) await setHidden(tab, false);
  await first.getByRole("button", { name: /settings/i }).click();
  await first.getByRole("radiogroup", { name: "Hidden tab" }).getByRole("radio", { name: "Off" }).click();
  await expect(first.getByText("Only from tabs you see")).toBeVisible();
  await tabs[1]?.close();
  tabs.pop();
  await setHidden(first, true);
  asked = 0;
  await pass(5);
  expect(asked).toBe(0);
});

test("a browser that refuses is believed, said to, and not asked again", async ({ context }) => {
  await recordNotices(context, "refuses");
  const page = await openList(context, "/agents");
  await page.getByRole("button", { name: /settings/i }).click();
  const choice = page.getByRole("radiogroup", { name: "Desktop notices" });
  await choice.getByRole("radio", { name: "On" }).click();
  await expect(page.getByRole("dialog", { name: "Settings" })).toContainText("This browser refused them");
  await expect(choice.getByRole("radio", { name: "Off" })).toBeChecked();
  await choice.getByRole("radio", { name: "On" }).click();
  expect(await page.evaluate(() => window.desktop.asked)).toBe(1);
});
