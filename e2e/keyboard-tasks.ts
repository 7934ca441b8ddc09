/** Twelve things people do, by the keyboard alone. The focus is never lost on the way. */
import { expect, type Locator, type Page } from "@playwright/test";
import { has, openRun, REFUND, row, strip } from "./open-run.ts";
import type { RunlightServer } from "./server.ts";
import { REASON, startWaiting } from "./waiting-run.ts";

export interface KeyboardTask {
  readonly name: string;
  readonly run: (page: Page, server: RunlightServer) => Promise<void>;
}

const palette = (page: Page) => page.getByRole("combobox", { name: "Go to or do" });
const details = (page: Page) => page.getByRole("complementary", { name: "Step details" });

export async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

const hasFocus = (one: Locator) => one.evaluate((element) => element === document.activeElement);

/** Something on the page, and not the page itself, hears the next key. */
async function expectFocus(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName ?? "BODY")).not.toBe("BODY");
}

/** Opens the palette, types, and takes the first of what is found. */
export async function command(page: Page, typed: string, label: string | RegExp): Promise<void> {
  await press(page, "Control+k");
  await expect(palette(page)).toBeFocused();
  await page.keyboard.type(typed);
  await expect(page.getByRole("dialog", { name: "Commands" }).getByRole("option", { selected: true })).toContainText(
    label,
  );
  await press(page, "Enter");
  await expect(palette(page)).toBeHidden();
  await expectFocus(page);
}

export async function openFailed(page: Page, server: RunlightServer, query = ""): Promise<void> {
  await openRun(page, server, REFUND, has("error"), query);
  await expect(row(page, "Load order")).toBeVisible();
  await expect(page.getByRole("button", { name: "Copy for ticket" })).toBeVisible();
}

export const KEYBOARD_TASKS: readonly KeyboardTask[] = [
  {
    name: "commands: another agent, the inbox, a pasted id, and back where one was after Escape",
    run: async (page, server) => {
      await page.goto("/agents");
      await expect(page.getByRole("link", { name: /Refund Review/ }).first()).toBeVisible();
      await command(page, "refrev", "Refund Review");
      await expect(page).toHaveURL(/\/agents\/57\/runs$/);
      await expect(page.getByRole("main")).toBeFocused();
      await command(page, "approvals", "Approvals");
      await expect(page).toHaveURL(/\/approvals$/);
      const { workflowId } = await startWaiting(server);
      await command(page, workflowId, `Open ${workflowId}`);
      await expect(page).toHaveURL(new RegExp(`/agents/57/runs/${workflowId}`));
      const settings = page.getByRole("button", { name: "Settings" });
      await settings.focus();
      await press(page, "Control+k");
      await expect(palette(page)).toBeFocused();
      await press(page, "Escape");
      await expect(settings).toBeFocused();
    },
  },
  {
    name: "commands of a run: view, link, ticket, and the run is among the recent ones",
    run: async (page, server) => {
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await openFailed(page, server);
      await command(page, "steps as table", "Steps as table");
      await expect(page).toHaveURL(/view=table/);
      await command(page, "ticket", "Copy for ticket");
      await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("Refund Review");
      const { pathname } = new URL(page.url());
      await press(page, "g", "a");
      await expect(page).toHaveURL(/\/agents$/);
      await command(page, "recent", pathname.split("/").at(-1) ?? "");
      await expect(page).toHaveURL(new RegExp(pathname));
    },
  },
  {
    name: "settings from the keyboard make the page anew and keep a focus",
    run: async (page, server) => {
      await openFailed(page, server);
      await command(page, "times utc", "Times: UTC");
      await expect(page.getByRole("main").locator("time").first()).toContainText("UTC");
      await command(page, "theme dark", "Theme: dark");
      await expect(page.locator(":root")).toHaveAttribute("data-theme", "dark");
    },
  },
  {
    name: "help names the keys of the page, and no letter means anything while one types",
    run: async (page, server) => {
      await openFailed(page, server);
      await press(page, "?");
      const help = page.getByRole("dialog", { name: "Keys" });
      await expect(help).toContainText("Find a step");
      await press(page, "Escape");
      await expect(help).toBeHidden();
      await press(page, "/");
      await page.keyboard.type("?ga");
      await expect(page.getByRole("searchbox", { name: "Find a step" })).toHaveValue("?ga");
      await expect(help).toBeHidden();
      await expect(page).toHaveURL(/\/agents\/57\/runs\//);
    },
  },
  {
    name: "find a step, open its details, change the tab, close them",
    run: async (page, server) => {
      await openFailed(page, server);
      await press(page, "/");
      await page.keyboard.type("fraud");
      await expect(row(page, "Load order")).toBeHidden();
      const found = row(page, "Check fraud score");
      for (let tabs = 0; tabs < 40 && !(await hasFocus(found)); tabs++) await press(page, "Tab");
      await expect(found).toBeFocused();
      await press(page, "Enter");
      await expect(details(page)).toContainText("Check fraud score");
      const tab = details(page).getByRole("tab", { selected: true });
      await tab.focus();
      const before = await tab.textContent();
      await press(page, "ArrowRight", "Enter");
      await expect(tab).not.toHaveText(before ?? "");
      await press(page, "Escape");
      await expect(details(page)).toBeHidden();
      await expectFocus(page);
    },
  },
  {
    name: "the oldest approval: opened, read and decided in at most eight keys",
    run: async (page, server) => {
      await startWaiting(server);
      await page.goto("/approvals");
      const first = page.locator("main section li a").first();
      await expect(first).toBeVisible();
      let count = 0;
      const key = async (name: string) => {
        count++;
        await press(page, name);
      };
      await key("j");
      await expect(first).toBeFocused();
      await key("Enter");
      const approve = page.getByRole("button", { name: "Approve…" });
      await expect(approve).not.toHaveAttribute("aria-disabled", "true");
      await expect(page.getByRole("region", { name: "Approval needed" })).toBeVisible();
      while (count < 8 && !(await hasFocus(approve))) await key("Tab");
      await expect(approve).toBeFocused();
      await key("Enter");
      const dialog = page.getByRole("dialog");
      await expect(dialog).toBeVisible();
      const confirm = dialog.getByRole("button", { name: /^Approve/ });
      while (count < 12 && !(await hasFocus(confirm))) await key("Tab");
      await expect(confirm).toBeFocused();
      await key("Enter");
      await expect(page.getByText(/Approved\s*by local/).first()).toBeVisible();
      expect(count).toBeLessThanOrEqual(8);
    },
  },
  {
    name: "a failed run beside the last good one, step by step, and back",
    run: async (page, server) => {
      await openFailed(page, server);
      await expect(page.getByRole("link", { name: "Compare with the last good run" })).toBeVisible();
      const from = page.url();
      await command(page, "compare", "Compare with the last good run");
      await expect(page).toHaveURL(/\/agents\/57\/compare\?a=/);
      await expect(page.getByRole("region", { name: "First run" })).toContainText("Completed");
      await expect(page.getByRole("region", { name: "Second run" })).toContainText("Error");
      await expect(
        page.getByRole("table", { name: "Steps" }).getByRole("row", { name: /^Issue the refund/ }),
      ).toContainText("Failed");
      await page.goBack();
      await expect(page).toHaveURL(from);
    },
  },
  {
    name: "only what failed, and on to the failure",
    run: async (page, server) => {
      await openFailed(page, server);
      const failed = page.getByRole("button", { name: /^1\s*failed/ });
      for (let tabs = 0; tabs < 60 && !(await hasFocus(failed)); tabs++) await press(page, "Tab");
      await press(page, "Enter");
      await expect(page).toHaveURL(/phase=failed/);
      await expect(row(page, "Load order")).toBeHidden();
      const jump = page.getByRole("button", { name: /First failure|Next failure/ });
      await jump.focus();
      await press(page, "Enter");
      await expect(page).toHaveURL(/step=refund/);
      await expect(details(page)).toContainText("Issue the refund");
    },
  },
  {
    name: "an agent found by a few letters, its newest run opened from the list",
    run: async (page) => {
      await page.goto("/agents");
      await expect(page.getByRole("link", { name: /Refund Review/ }).first()).toBeVisible();
      await press(page, "/");
      await page.keyboard.type("refund");
      await expect(page.getByRole("row")).toHaveCount(2);
      await press(page, "Tab");
      const agent = page.getByRole("link", { name: /^Refund Review/ }).first();
      for (let tabs = 0; tabs < 20 && !(await hasFocus(agent)); tabs++) await press(page, "Tab");
      await press(page, "Enter");
      const first = page.getByRole("table", { name: "Runs" }).getByRole("link").first();
      await expect(first).toBeVisible();
      await press(page, "j");
      await expect(first).toBeFocused();
      await press(page, "Enter");
      await expect(page.getByRole("status", { name: "Run status" })).toBeVisible();
      await expectFocus(page);
    },
  },
  {
    name: "an approval rejected, with the reason it asks for",
    run: async (page, server) => {
      const { path } = await startWaiting(server);
      await page.goto(path);
      const reject = page.getByRole("button", { name: "Reject…" });
      await expect(reject).not.toHaveAttribute("aria-disabled", "true");
      for (let tabs = 0; tabs < 40 && !(await hasFocus(reject)); tabs++) await press(page, "Tab");
      const dialog = page.getByRole("dialog");
      await expect(async () => {
        if (!(await dialog.isVisible())) await press(page, "Enter");
        await expect(dialog).toBeVisible({ timeout: 1_000 });
      }).toPass();
      const comment = dialog.getByRole("textbox");
      for (let tabs = 0; tabs < 10 && !(await hasFocus(comment)); tabs++) await press(page, "Tab");
      await page.keyboard.type(REASON);
      const confirm = dialog.getByRole("button", { name: /^Reject/ });
      for (let tabs = 0; tabs < 10 && !(await hasFocus(confirm)); tabs++) await press(page, "Tab");
      await expect(confirm).toBeFocused();
      await press(page, "Enter");
      await expect(page.getByText(/Rejected\s*by local/).first()).toBeVisible();
    },
  },
  {
    name: "a run started from its agent's list, and its page opened",
    run: async (page) => {
      await page.goto("/agents/61/runs");
      const start = page.getByRole("button", { name: "Start a run…" });
      await expect(start).toBeVisible();
      for (let tabs = 0; tabs < 40 && !(await hasFocus(start)); tabs++) await press(page, "Tab");
      await press(page, "Enter");
      const dialog = page.getByRole("dialog", { name: "Start a run" });
      await expect(dialog).toBeVisible();
      const confirm = dialog.getByRole("button", { name: /^Start/ });
      for (let tabs = 0; tabs < 20 && !(await hasFocus(confirm)); tabs++) await press(page, "Tab");
      await expect(confirm).toBeFocused();
      await press(page, "Enter");
      await expect(page).toHaveURL(/\/agents\/61\/runs\/wf_61_run_/);
      await expectFocus(page);
    },
  },
  {
    name: "a live run paused and resumed",
    run: async (page, server) => {
      const { workflowId } = await server.startRun(61, { speed: 1 });
      await page.goto(`/agents/61/runs/${workflowId}`);
      const pause = page.getByRole("button", { name: "Pause" });
      await expect(pause).toBeVisible();
      for (let tabs = 0; tabs < 20 && !(await hasFocus(pause)); tabs++) await press(page, "Tab");
      await press(page, "Enter");
      await expect(strip(page)).toContainText("Paused");
      await press(page, "Enter");
      await expect(strip(page)).toContainText("Live");
    },
  },
];
