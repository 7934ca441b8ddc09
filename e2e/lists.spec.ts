/** The lists people come from: nothing moves under the pointer, figures come after the names, keys reach every row. */
import { expect } from "@playwright/test";
import { test } from "./server.ts";

test("new runs wait behind a button, and no row moves until it is pressed", async ({ page, server }) => {
  await server.startRun(61);
  await page.goto("/agents/61/runs");
  const links = page.getByRole("table", { name: "Runs" }).getByRole("link");
  await expect(links.first()).toBeVisible();
  const [before, box] = [await links.allTextContents(), await links.first().boundingBox()];
  const { workflowId } = await server.startRun(61);
  const button = page.getByRole("button", { name: /1 new run$/ });
  await expect(button).toBeVisible({ timeout: 30_000 });
  expect(await links.allTextContents()).toEqual(before);
  expect(await links.first().boundingBox()).toEqual(box);
  await button.click();
  await expect(links.first()).toHaveText(workflowId);
  await expect(links.first()).toBeFocused();
});

test("the agents' figures move no row, and keys find and open an agent", async ({ page }) => {
  await page.setViewportSize({ width: 1_280, height: 800 });
  await page.goto("/agents");
  const row = page.getByRole("row", { name: /^Refund Review/ });
  await expect(row).toBeVisible();
  const before = await row.boundingBox();
  await expect(page.getByRole("main")).toContainText(/\d agents, \d+ running now, \d+ approvals? waiting/);
  expect(await row.boundingBox()).toEqual(before);
  await expect(row).toContainText("Awaiting approval");
  expect((await row.boundingBox())?.height).toBeLessThan(64);
  await page.keyboard.press("/");
  await page.keyboard.type("refund");
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("searchbox").blur();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Refund Review" })).toBeVisible();
});
