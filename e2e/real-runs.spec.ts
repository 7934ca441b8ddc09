/** Journeys over real runs: three views of one selection, failures found, links of any form, a secret shown on purpose. */
import { expect } from "@playwright/test";
import { has, listRuns, openRun, REFUND, row } from "./open-run.ts";
import { DEEP_NODES, shownRun } from "./shown-runs.ts";
import { test } from "./server.ts";

test("what is picked stays picked from timeline to graph to table, and after a reload", async ({ page, server }) => {
  await openRun(page, server, REFUND, has("error"));
  await row(page, "Check fraud score").click();
  const details = page.getByRole("complementary", { name: "Step details" });
  await expect(details).toContainText("Check fraud score");
  await page.getByRole("radio", { name: "Graph" }).click();
  await expect(page.getByRole("group", { name: "Steps as a graph" })).toBeVisible();
  await expect(details).toContainText("Check fraud score");
  await page.getByRole("radio", { name: "Table" }).click();
  await expect(row(page, "Check fraud score")).toHaveAttribute("aria-selected", "true");
  await page.reload();
  await expect(row(page, "Check fraud score")).toHaveAttribute("aria-selected", "true");
  await expect(page).toHaveURL(/view=table/);
});

test("the first failure is one press away", async ({ page, server }) => {
  await openRun(page, server, REFUND, has("error"), "?step=order");
  await page.getByRole("button", { name: /First failure/ }).click();
  await expect(page).toHaveURL(/step=refund/);
  await expect(row(page, "Issue the refund")).toBeInViewport();
});

test("nested steps close and open with the arrow keys", async ({ page }) => {
  await shownRun(page, { workflowNodes: DEEP_NODES });
  const parent = row(page, "Search the web");
  await expect(row(page, "Query the index")).toBeVisible();
  await page.getByRole("treegrid", { name: "Steps" }).locator('[role="row"][tabindex="0"]').focus();
  for (const key of ["Home", "ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
  await expect(parent).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(parent).toHaveAttribute("aria-expanded", "false");
  await expect(row(page, "Query the index")).toHaveCount(0);
  await page.keyboard.press("ArrowRight");
  await expect(row(page, "Query the index")).toBeVisible();
});

test("an id, a link of the API and a piece of a ticket all open the run", async ({ page, server }) => {
  const [newest] = await listRuns(server, REFUND);
  const id = newest?.workflowId ?? "";
  for (const pasted of [
    id,
    `https://runs.example/api/v1/agents/${REFUND}/runs/${id}`,
    `See [the run](https://runs.example/agents/${REFUND}/runs/${id}), please.`,
  ]) {
    await page.goto("/r");
    await page.getByRole("textbox", { name: "Paste a link or an id" }).fill(pasted);
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`/agents/${REFUND}/runs/${id}`));
    await expect(page.getByRole("heading", { level: 1, name: "Refund Review" })).toBeVisible();
  }
  expect(new URL(page.url()).origin).toBe(server.url);
});

test("a hidden value is shown after a second press, and gone after a reload", async ({ page, server }) => {
  const secret = ["ghp", "1234567890abcdefghij1234567890abcdef"].join("_");
  const { workflowId } = await server.startRun(REFUND, { reason: `said ${secret}`, speed: 5_000 });
  await page.goto(`/agents/${REFUND}/runs/${workflowId}`);
  const banner = page.getByRole("region", { name: "Approval needed" });
  await expect(banner).toContainText("hidden: GitHub token", { timeout: 30_000 });
  await expect(page.locator("body")).not.toContainText(secret);
  await banner.getByRole("button", { name: /^Reveal/ }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Reveal/ })
    .click();
  await expect(banner).toContainText(secret);
  await page.reload();
  await expect(banner).toContainText("hidden: GitHub token");
  await expect(page.locator("body")).not.toContainText(secret);
});
