/** Away and back: what a run did meanwhile is told in a line, and the tab's title and icon say that something waits. */
import { expect } from "@playwright/test";
import { REFUND } from "./open-run.ts";
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

test("title and icon of every page but a run's say how many approvals wait", async ({ page, server }) => {
  await startWaiting(server);
  const icon = page.locator('link[rel~="icon"]');
  const says = async (title: string) => {
    await expect(page).toHaveTitle(new RegExp(`^\\([1-9]\\d*\\) ${title}Runlight$`));
    const count = Number.parseInt((await page.title()).slice(1), 10);
    const href = `/waiting-${count > 9 ? "more" : count}.svg`;
    await expect(icon).toHaveAttribute("href", href);
    return page.request.get(href);
  };
  for (const [path, title] of [
    ["/approvals", "Approvals · "],
    ["/nothing/here", "No such page · "],
    ["/r/wf_57", "Open a run · "],
    [`/agents/${REFUND}/compare`, "Compare · Refund Review · "],
    ["/agents", "Agents · "],
  ] as const) {
    await page.goto(path);
    const drawn = await says(title);
    expect(drawn.headers()["content-type"]).toBe("image/svg+xml");
  }
  await page
    .getByRole("link", { name: /^Market Watch/ })
    .first()
    .click();
  await says("Runs · Market Watch · ");
  await page.getByRole("table", { name: "Runs" }).getByRole("link").first().click();
  await expect(page).toHaveTitle(/^(Completed|Running) · Market Watch · Runlight$/);
  await expect(icon).toHaveAttribute("href", /^\/status-(succeeded|running)\.svg$/);
  await page.goBack();
  await says("Runs · Market Watch · ");
});
