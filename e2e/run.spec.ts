/** The main job: find a run, watch its steps move, decide, see it become history, and see polling stop. */
import { expect, type Page } from "@playwright/test";
import { test } from "./server.ts";
import { listRuns } from "./open-run.ts";
import { approvalOn, openDialog, startWaiting } from "./waiting-run.ts";

// Slow enough to see a step move.
test.use({ serverArgs: ["--speed", "8"] });

const row = (page: Page, title: string) => page.getByRole("row", { name: new RegExp(`^${title}`) });
const strip = (page: Page) => page.getByRole("status", { name: "Live updates" });
const status = (page: Page) => page.getByRole("status", { name: "Run status" });

test("agents, runs, a run that moves, an approval, history, and no request more", async ({ page, server }) => {
  await page.goto("/");
  await page
    .getByRole("link", { name: /Refund Review/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/agents\/57\/runs$/);
  const { workflowId } = await server.startRun(57);
  const link = page.locator(`a[href*="${workflowId}"]`).first();
  await expect(async () => {
    if (!(await link.isVisible())) await page.reload();
    await link.click({ timeout: 2_000 });
  }).toPass();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Refund Review");
  await expect(strip(page)).toContainText("Live");
  await expect(row(page, "Manager approval")).toHaveAccessibleName(/Pending/);
  await expect(row(page, "Write the reply")).toHaveAccessibleName(/Completed/);
  await expect(row(page, "Manager approval")).toHaveAccessibleName(/Awaiting approval/);
  await expect(status(page)).toHaveText("Awaiting approval");
  await expect(page).toHaveTitle("Awaiting approval · Refund Review · Runlight");

  await openDialog(page, "approve");
  await approvalOn(page).confirm.click();
  await expect(status(page)).toHaveText("Completed");
  await expect(row(page, "Send the reply")).toHaveAccessibleName(/Completed/);
  await expect(row(page, "Send the refusal")).toHaveAccessibleName(/Skipped/);
  await expect(strip(page)).toContainText("Final");
  await expect(page).toHaveTitle("Completed · Refund Review · Runlight");

  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.url()));
  await page.clock.install();
  for (let minute = 0; minute < 10; minute++) {
    await page.clock.runFor(60_000);
    await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  }
  expect(sent).toEqual([]);
});

test("a deep link opens its step and view, and what is picked is in the link", async ({ page, server }) => {
  const run = (await listRuns(server, 57)).find((one) => one.status === "error");
  await page.goto(`/agents/57/runs/${run?.workflowId}?view=table&step=refund`);
  const details = page.getByRole("complementary", { name: "Step details" });
  await expect(details).toContainText("Issue the refund");
  await expect(page.getByRole("columnheader", { name: "Duration" })).toBeVisible();
  await row(page, "Load order").click();
  await expect(details).toContainText("Load order");
  await expect(page).toHaveURL(/step=order/);
  await page
    .getByRole("radio", { name: "Timeline" })
    .or(page.getByRole("tab", { name: "Timeline" }))
    .click();
  await expect(page).not.toHaveURL(/view=table/);
  await page.goBack();
  await expect(page.getByRole("columnheader", { name: "Duration" })).toBeVisible();
});

test("a run tried twice shows both attempts, and says which one is on screen", async ({ page, server }) => {
  const [run] = await listRuns(server, 59);
  await page.goto(`/agents/59/runs/${run?.workflowId}`);
  const choice = page.getByRole("combobox", { name: "Attempt" });
  await expect(choice.locator("option")).toHaveCount(2);
  await choice.selectOption({ index: 1 });
  await expect(page).toHaveURL(/temporalRunId=/);
  await expect(page.getByText("This is attempt 1.")).toBeVisible();
  await page.getByRole("button", { name: "Show attempt 2" }).click();
  await expect(page.getByText("This is attempt 1.")).toBeHidden();
  await row(page, "Fetch orders").click();
  await page.getByRole("complementary").getByRole("tab", { name: "Error" }).click();
  await expect(page.getByRole("complementary")).toContainText("ECONNRESET");
});

test("a run whose history is gone shows the reason and the last state, and stops asking", async ({ page, server }) => {
  const run = (await listRuns(server, 57)).at(-1);
  await page.goto(`/agents/57/runs/${run?.workflowId}`);
  await expect(page.getByRole("region", { name: "History unavailable" })).toContainText("The server says:");
  await expect(strip(page)).toContainText("history unavailable");
  await expect(row(page, "Issue the refund")).toHaveAccessibleName(/Running at/);
});

test("a run that is not there is explained, and so is a link that cannot be opened", async ({ page }) => {
  await page.goto("/agents/57/runs/wf_57_run_999999");
  await expect(page.getByRole("main")).toContainText(/not found/i, { timeout: 25_000 });
  await page.goto("/agents/57/runs/wf_57_run_1?temporalRunId=nonsense");
  await expect(page.getByRole("main")).toContainText("not a UUID");
});

test("a fan-out of 1,000 opens, scrolls to its end and finds a step", async ({ page, server }) => {
  const { workflowId } = await server.startRun(63, { n: 1000 });
  await page.goto(`/agents/63/runs/${workflowId}`);
  const grid = page.getByRole("treegrid", { name: "Steps" }).or(page.getByRole("table", { name: "Steps" }));
  await expect(grid).toBeVisible();
  await expect(strip(page)).toContainText("Final", { timeout: 60_000 });
  await page.getByRole("searchbox", { name: "Find a step" }).fill("Post the");
  await expect(row(page, "Post the matches")).toHaveAccessibleName(/Completed/);
});

test("the time axis is zoomed by wheel and keys, moves sideways, and fits again", async ({ page, server }) => {
  const { workflowId } = await server.startRun(63, { n: 20, speed: 5_000 });
  await page.goto(`/agents/63/runs/${workflowId}`);
  await expect(strip(page)).toContainText("Final", { timeout: 30_000 });
  const first = row(page, "Collect invoices");
  await first.focus();
  const fit = page.getByRole("group", { name: "Zoom" }).getByRole("button", { name: /^Fit/ });
  await page.getByRole("button", { name: "Zoom in" }).click();
  // Keys come after the first view; this one does the same however often it is pressed.
  await expect(async () => {
    await first.press("0");
    await expect(fit).toHaveAttribute("aria-disabled", "true", { timeout: 500 });
  }).toPass();
  await first.press("+");
  await expect(fit).toHaveAccessibleName("Fit, zoomed 2×");
  await page.mouse.move(900, 420);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -400);
  await page.keyboard.up("Control");
  await expect(fit).toHaveAccessibleName("Fit, zoomed 8×");
  const axis = page.getByRole("columnheader", { name: /^Time, zoomed/ });
  const before = await axis.evaluate((one) => one.scrollLeft);
  expect(before).toBeGreaterThan(0);
  await first.press("Shift+ArrowRight");
  await expect.poll(() => axis.evaluate((one) => one.scrollLeft)).toBe(before + 80);
  await first.press("0");
  await expect(fit).toHaveAttribute("aria-disabled", "true");
});

test("a paused page asks nothing and decides nothing until it goes on", async ({ page, server }) => {
  const run = await startWaiting(server);
  await page.goto(run.path);
  const { approve } = approvalOn(page);
  await expect(approve).not.toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(strip(page)).toContainText("Paused");
  await expect(approve).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(strip(page)).toContainText("Live");
  await expect(approve).not.toHaveAttribute("aria-disabled", "true");
});
