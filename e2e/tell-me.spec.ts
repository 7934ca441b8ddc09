/** "Tell me when it ends or needs me": a notice for one run, heard of by whatever page is open anyway. */
import { expect, type Page } from "@playwright/test";
import { noticesOf, passTime, pressNotice, recordNotices } from "./desktop.ts";
import { setHidden } from "./prove/run-page.ts";
import { type RunlightServer, test } from "./server.ts";
import { decide, startWaiting } from "./waiting-run.ts";

const tellMe = (page: Page) => page.getByRole("button", { name: "Tell me when it ends or needs me" });

async function openRun(page: Page, path: string): Promise<void> {
  await page.clock.install();
  await page.goto(path);
  await expect(tellMe(page)).toBeVisible();
}

/** Time passes for all tabs until what is wanted has come. */
function afterMinutes<T>(pages: readonly Page[], look: () => Promise<T>) {
  const by = { timeout: 30_000 };
  return expect.poll(async () => {
    await passTime(pages, 20_000);
    return look();
  }, by);
}

const cancel = (server: RunlightServer, agentId: number, workflowId: string) =>
  fetch(`${server.url}/api/v1/agents/${agentId}/runs/${workflowId}/cancel`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });

test("a hidden tab tells of the end once, with ids and the status, and its press leads back", async ({
  context,
  server,
}) => {
  await recordNotices(context, "granted");
  const run = await startWaiting(server);
  const [page, other] = [await context.newPage(), await context.newPage()];
  await openRun(page, run.path);
  await openRun(other, run.path);
  await expect(tellMe(page)).toHaveAttribute("aria-pressed", "false");
  await tellMe(page).click();
  await expect(tellMe(other)).toHaveAttribute("aria-pressed", "true");
  for (const tab of [page, other]) await setHidden(tab, true);
  expect((await decide(server.url, run)).ok).toBe(true);
  const all = async () => [...(await noticesOf(page)), ...(await noticesOf(other))];
  const notice = { title: "Completed", body: `Agent 57, run ${run.workflowId}`, isClosed: false };
  await afterMinutes([page, other], all).toEqual([notice]);
  const ended = expect.stringMatching(/^Completed · /);
  await afterMinutes([page, other], () => Promise.all([page.title(), other.title()])).toEqual([ended, ended]);
  const teller = (await noticesOf(page)).length > 0 ? page : other;
  await teller.evaluate(() => window.history.replaceState(window.history.state, "", `${window.location.pathname}#x`));
  await pressNotice(teller);
  await setHidden(teller, false);
  await expect(teller).toHaveURL(new RegExp(`${run.path}$`));
  await expect(tellMe(teller)).toBeHidden();
  expect(await all()).toHaveLength(1);
});

test("another page hears of it too, and whoever looks at the run is not told", async ({ context, server }) => {
  await recordNotices(context, "granted");
  const [one, two] = [await server.startRun(61), await server.startRun(61)];
  const page = await context.newPage();
  await openRun(page, `/agents/61/runs/${one.workflowId}`);
  await tellMe(page).click();
  await cancel(server, 61, one.workflowId);
  await expect(page.getByRole("status", { name: "Run status" })).toHaveText("Cancelled", { timeout: 20_000 });
  await expect.poll(() => page.evaluate(() => localStorage.getItem("runlight.told"))).toContain(one.workflowId);
  expect(await noticesOf(page)).toEqual([]);
  await openRun(page, `/agents/61/runs/${two.workflowId}`);
  await tellMe(page).click();
  await page.getByRole("navigation", { name: "Where you are" }).getByRole("link", { name: "Market Watch" }).click();
  await expect(page.getByRole("table", { name: "Runs" })).toBeVisible();
  await cancel(server, 61, two.workflowId);
  const notice = { title: "Cancelled", body: `Agent 61, run ${two.workflowId}`, isClosed: false };
  await afterMinutes([page], () => noticesOf(page)).toEqual([notice]);
  await pressNotice(page);
  await expect(page).toHaveURL(`/agents/61/runs/${two.workflowId}`);
});

test("where the browser refuses, the toggle says so, and titles tell", async ({ context, server }) => {
  await recordNotices(context, "refuses");
  const { workflowId } = await server.startRun(61);
  const page = await context.newPage();
  await openRun(page, `/agents/61/runs/${workflowId}`);
  expect(await page.evaluate(() => window.desktop.asked)).toBe(0);
  await tellMe(page).click();
  await expect(page.getByRole("main")).toContainText(
    "Told by the title and icon of this tab only: this browser refused",
  );
  expect(await page.evaluate(() => window.desktop.asked)).toBe(1);
  await page.goto("/agents/61/runs");
  await expect(page.getByRole("table", { name: "Runs" })).toBeVisible();
  await cancel(server, 61, workflowId);
  await afterMinutes([page], () => page.title()).toContain(`Cancelled: Agent 61, run ${workflowId} · `);
  expect(await noticesOf(page)).toEqual([]);
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(page).not.toHaveTitle(/Cancelled/);
});
