/** Away and back: what a run did meanwhile is told in a line, and the tab's icon says that something waits. */
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

test("the icon of lists and the inbox says that an approval waits", async ({ page, server }) => {
  await startWaiting(server);
  const icon = page.locator('link[rel~="icon"]');
  await page.goto("/approvals");
  await expect(icon).toHaveAttribute("href", "/status-waiting.svg");
  await page.goto("/agents");
  await expect(icon).toHaveAttribute("href", "/status-waiting.svg");
});
