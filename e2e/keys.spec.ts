/** The keyboard alone: find, read, decide, copy, start, go somewhere else; and without letters and signs alone. */
import { expect, type Page } from "@playwright/test";
import { command, KEYBOARD_TASKS, openFailed, press } from "./keyboard-tasks.ts";
import { test } from "./server.ts";

test.use({ serverArgs: ["--speed", "20"] });

for (const { name, run } of KEYBOARD_TASKS) test(name, ({ page, server }) => run(page, server));

/** Not by its words, which go on changing while the page loads. */
const placeOf = (page: Page) =>
  page.evaluate(() => {
    const focused = document.activeElement;
    return [location.href, focused?.tagName, focused?.getAttribute("href"), focused?.getAttribute("aria-label")];
  });

async function expectNothingBy(page: Page, ...keys: readonly string[]): Promise<void> {
  const before = await placeOf(page);
  await press(page, ...keys);
  expect(await placeOf(page)).toEqual(before);
  await expect(page.getByRole("dialog")).toBeHidden();
}

test("single keys turned off do nothing on any page, the help says so, and commands stay", async ({ page, server }) => {
  await page.goto("/agents");
  await expect(page.getByRole("link", { name: /Refund Review/ }).first()).toBeVisible();
  await command(page, "single keys off", "Single keys: off");
  await expectNothingBy(page, "j", "k", "/", "?", "g", "i");
  await command(page, "approvals", "Approvals");
  await expect(page.getByRole("heading", { level: 1, name: "Approvals" })).toBeVisible();
  await expect(page.getByRole("main")).toBeFocused();
  await expectNothingBy(page, "j", "k", "g", "a");
  await openFailed(page, server);
  await expectNothingBy(page, "/", "?", "g", "a");
  await command(page, "keys of this", "Keys of this page");
  const help = page.getByRole("dialog", { name: "Keys" });
  await expect(help).toContainText("Single keys are off in the settings");
  await expect(help).not.toContainText("Find a step");
  await press(page, "Escape");
  await command(page, "single keys on", "Single keys: on");
  await press(page, "/");
  await expect(page.getByRole("searchbox", { name: "Find a step" })).toBeFocused();
});

test("commands lead to an agent's saved view, and to the dialog that starts a run, which starts nothing", async ({
  page,
}) => {
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.method()));
  await page.goto("/approvals");
  await expect(page.getByRole("heading", { level: 1, name: "Approvals" })).toBeVisible();
  await command(page, "failed in 24 hours refund", "View · Refund Review");
  await expect(page).toHaveURL(/\/agents\/57\/runs\?status=error&timeframe=last_day$/);
  await command(page, "start a run of market", "Start a run of Market Watch…");
  await expect(page).toHaveURL(/\/agents\/61\/runs\?start=1$/);
  const dialog = page.getByRole("dialog", { name: "Start a run" });
  await expect(dialog).toContainText("Market Watch");
  await press(page, "Escape");
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/\/agents\/61\/runs$/);
  expect(sent.filter((method) => method !== "GET")).toEqual([]);
  await command(page, "start a run of market", "Start a run of Market Watch…");
  await page.getByRole("button", { name: "Start run" }).click();
  await expect(page).toHaveURL(/\/agents\/61\/runs\/wf_61_run_/);
  await page.goBack();
  await expect(page.getByRole("table", { name: "Runs" })).toBeVisible();
  await expect(dialog).toBeHidden();
});
