/** What comes out of a printer: no bar and no buttons, black on white, every row, and of which page and when it is. */
import { expect, type Page } from "@playwright/test";
import { has, listRuns, openRun, REFUND } from "./open-run.ts";
import { test } from "./server.ts";

const AS_OF = /as of \d+ \w+ \d{4}, [\d:]+ local, \d{4}-\d\d-\d\dT[\d:.]+Z/;
const MANY = 200;

/** As the browser does before it lays out a page for paper; dark on the screen, which paper is not. */
async function print(page: Page): Promise<void> {
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
}

async function expectPaper(page: Page, gone: readonly string[]): Promise<void> {
  const address = new URL(page.url());
  await expect(page.getByText(address.href, { exact: true })).toBeVisible();
  await expect(page.getByText(AS_OF)).toBeVisible();
  await expect(page.getByRole("banner")).toHaveCount(0);
  for (const name of gone) await expect(page.getByRole("button", { name })).toHaveCount(0);
  const colours = await page.getByRole("heading", { level: 1 }).evaluate((heading) => ({
    ink: getComputedStyle(heading).color,
    paper: getComputedStyle(heading.closest("#root > div") ?? heading).backgroundColor,
  }));
  expect(colours).toEqual({ ink: "rgb(0, 0, 0)", paper: "rgb(255, 255, 255)" });
}

test("a run: its steps with their states in words, what is picked, and nothing to press", async ({ page, server }) => {
  await openRun(page, server, REFUND, has("error"), "?step=refund&tab=error");
  await expect(page.getByRole("button", { name: "Copy for ticket" })).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Step details" })).toContainText("Cause chain");
  await print(page);
  await expectPaper(page, ["Share", "Settings", "Compare", "Copy for ticket", "Close", "Stack"]);
  await expect(page.getByRole("toolbar")).toHaveCount(0);
  await expect(page.getByRole("tab", { name: "Error" })).toBeVisible();
  await expect(page.getByRole("tab")).toHaveCount(1);
  for (const [title, word] of [
    ["Load order", "Completed"],
    ["Issue the refund", "Failed"],
    ["Send the refusal", "Skipped"],
  ])
    await expect(page.getByRole("row", { name: new RegExp(`^${title}`) })).toContainText(word ?? "");
  await expect(page.getByRole("complementary", { name: "Step details" })).toContainText("Cause chain");
});

test("a run of hundreds of steps: all of them, one below the other, over several pages", async ({ page, server }) => {
  const { workflowId } = await server.startRun(63, { n: MANY, speed: 5_000 });
  const path = `/agents/63/runs/${workflowId}`;
  await expect
    .poll(async () => ((await (await server.get(`/api/v1${path}`)).json()) as { status: string }).status)
    .toBe("completed");
  await page.goto(path);
  await page.getByRole("row", { name: /^Match invoice ×/ }).click();
  const rows = page.getByRole("row", { name: /^Match invoice \d|^Match invoice,/ });
  await expect(rows.first()).toBeVisible();
  expect(await rows.count()).toBeLessThan(100);
  // Printed from the screen, as people do: what was not drawn there is drawn for the printer.
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  const pages = pdf.match(/\/Type\s*\/Page\b/g) ?? [];
  expect(pages.length).toBeGreaterThan(8);
  expect(pages.length).toBeLessThan(20);
  await print(page);
  await expect(rows).toHaveCount(MANY);
  const boxes = await rows.evaluateAll((all) => all.map((row) => row.getBoundingClientRect()));
  const gaps = boxes.slice(1).map((box, i) => Math.round(box.top - (boxes[i]?.bottom ?? 0)));
  expect(new Set(gaps)).toEqual(new Set([0]));
  await page.emulateMedia({ media: "screen" });
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await expect.poll(() => rows.count()).toBeLessThan(100);
});

test("a list of runs: its rows, and which of them it holds in words", async ({ page }) => {
  await page.goto(`/agents/${REFUND}/runs?status=completed&timeframe=last_month`);
  const rows = page
    .getByRole("table", { name: "Runs" })
    .getByRole("row")
    .filter({ has: page.getByRole("link") });
  await expect(rows.first()).toBeVisible();
  const count = await rows.count();
  await print(page);
  await expectPaper(page, ["Start a run…", "Settings", "Edit view…", "Save view…"]);
  await expect(page.getByText("Completed · Last 30 days")).toBeVisible();
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await expect(page.getByRole("combobox")).toHaveCount(0);
  await expect(rows).toHaveCount(count);
  await expect(rows.first()).toContainText("Completed");
});

test("two runs compared: which they are, and every step of both", async ({ page, server }) => {
  const runs = await listRuns(server, REFUND);
  const [a, b] = [runs.find(has("completed")), runs.find(has("error"))];
  await page.goto(`/agents/${REFUND}/compare?a=${a?.workflowId}&b=${b?.workflowId}`);
  const steps = page.getByRole("table", { name: "Steps" });
  await expect(steps).toBeVisible();
  const count = await steps.getByRole("row").count();
  await print(page);
  await expectPaper(page, ["Settings"]);
  await expect(page.getByRole("link", { name: "Open the run" })).toHaveCount(0);
  await expect(page.getByRole("region", { name: "First run" })).toContainText(a?.workflowId ?? "");
  await expect(steps.getByRole("row")).toHaveCount(count);
  await expect(steps.getByRole("row", { name: /Issue the refund/ })).toContainText("Failed");
});
