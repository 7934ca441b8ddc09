/** How high rows are: picked in the settings, kept by this browser, and never less than a finger on a phone. */
import { expect, type Page } from "@playwright/test";
import { has, openRun, REFUND } from "./open-run.ts";
import { test } from "./server.ts";

const STEP = /^Load order/;
const heightOf = async (page: Page, what: "step" | "run" | "agent" | "request") => {
  const row = {
    step: page.getByRole("row", { name: STEP }),
    run: page
      .getByRole("table", { name: "Runs" })
      .getByRole("row")
      .filter({ has: page.getByRole("link") })
      .first(),
    agent: page.getByRole("table", { name: "Agents" }).getByRole("row", { name: /^Refund Review/ }),
    request: page.getByRole("main").getByRole("listitem").filter({ hasText: "payments.refund" }).first(),
  }[what];
  await expect(row).toBeVisible();
  return (await row.boundingBox())?.height ?? 0;
};

async function pickRows(page: Page, choice: "Comfortable" | "Compact"): Promise<void> {
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("radiogroup", { name: "Rows" }).getByRole("radio", { name: choice }).click();
  await page.keyboard.press("Escape");
}

test("compact rows show more of a run, of its list, of the agents and of the inbox, now and after a reload", async ({
  page,
  server,
}) => {
  await openRun(page, server, REFUND, has("awaiting_human"));
  const run = page.url();
  const list = `/agents/${REFUND}/runs`;
  const heights = async () => {
    await page.goto(run);
    const step = await heightOf(page, "step");
    await page.goto(list);
    const row = await heightOf(page, "run");
    await page.goto("/agents");
    const agent = await heightOf(page, "agent");
    await page.goto("/approvals");
    return { step, row, agent, request: await heightOf(page, "request") };
  };
  const before = await heights();
  expect(before).toEqual({ step: 36, row: 40, agent: 60, request: 72 });
  await page.goto(run);
  await pickRows(page, "Compact");
  expect(await heightOf(page, "step")).toBe(28);
  const last = page.getByRole("row", { name: /^Send the refusal/ });
  const [first, end] = [await page.getByRole("row", { name: STEP }).boundingBox(), await last.boundingBox()];
  // Rows stand right below each other, with no room left between.
  expect(((end?.y ?? 0) - (first?.y ?? 0)) % 28).toBe(0);
  const compact = await heights();
  expect(compact.step).toBe(28);
  expect(compact.row).toBeLessThanOrEqual(33);
  expect(compact.agent).toBeLessThanOrEqual(44);
  expect(compact.request).toBeLessThanOrEqual(54);
  await pickRows(page, "Comfortable");
  expect(await heights()).toEqual(before);
});

test("on a phone compact rows are as high as others, and nobody is asked", async ({ page, server }) => {
  await openRun(page, server, REFUND, has("awaiting_human"), "?view=table");
  await pickRows(page, "Compact");
  expect(await heightOf(page, "step")).toBe(28);
  await page.setViewportSize({ width: 360, height: 800 });
  await expect.poll(() => heightOf(page, "step")).toBeGreaterThanOrEqual(44);
  await page.getByRole("button", { name: "More and settings" }).click();
  await expect(page.getByRole("radiogroup", { name: "Theme" })).toBeVisible();
  await expect(page.getByRole("radiogroup", { name: "Rows" })).toHaveCount(0);
  await page.goto(`/agents/${REFUND}/runs`);
  expect(await heightOf(page, "run")).toBeGreaterThanOrEqual(44);
  await page.goto("/agents");
  expect(await heightOf(page, "agent")).toBeGreaterThanOrEqual(60);
  await page.goto("/approvals");
  expect(await heightOf(page, "request")).toBeGreaterThanOrEqual(44);
});
