/** Away and back: what a run did meanwhile is told in a line, and the tab's title and icon say that something waits. */
import { expect } from "@playwright/test";
import { test } from "./server.ts";
import { decide, startWaiting } from "./waiting-run.ts";

test("whoever closed the tab is told what happened since, once", async ({ page, context, server }) => {
  const run = await startWaiting(server);
  await page.goto(run.path);
  await expect(page.getByRole("region", { name: "Approval needed" })).toBeVisible();
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem("runlight.seen")), { timeout: 10_000 })
    .toContain(run.approvalId);
  const remembered = await page.evaluate(() => localStorage.getItem("runlight.seen"));
  expect(remembered).not.toContain("payments");
  expect(remembered).not.toContain("Refund");
  await page.close();
  expect((await decide(server.url, run)).ok).toBe(true);
  const later = await context.newPage();
  await later.goto(run.path);
  const line = later.getByRole("region", { name: "Since your last visit" });
  await expect(line).toContainText(/approval approved \d/);
  await line.getByRole("button", { name: "Dismiss" }).click();
  await expect(line).toBeHidden();
});

test("title and icon of lists and the inbox say that an approval waits", async ({ page, server }) => {
  await startWaiting(server);
  const icon = page.locator('link[rel~="icon"]');
  await page.goto("/approvals");
  await expect(icon).toHaveAttribute("href", "/status-waiting.svg");
  await expect(page).toHaveTitle(/^\([1-9]\d*\) Approvals · Runlight$/);
  await page.goto("/agents");
  await expect(icon).toHaveAttribute("href", "/status-waiting.svg");
  await expect(page).toHaveTitle(/^\([1-9]\d*\) Agents · Runlight$/);
  await page
    .getByRole("link", { name: /^Market Watch/ })
    .first()
    .click();
  await expect(page).toHaveTitle(/^\([1-9]\d*\) Runs · Market Watch · Runlight$/);
  await page.getByRole("table", { name: "Runs" }).getByRole("link").first().click();
  await expect(page).toHaveTitle(/^(Completed|Running) · Market Watch · Runlight$/);
  await expect(icon).not.toHaveAttribute("href", "/status-waiting.svg");
});
