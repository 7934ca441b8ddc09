/** Every state of the pages that a person can meet, made real on a server with its sample runs. */
import { expect, type Page } from "@playwright/test";
import { LIST_STATES } from "./list-states.ts";
import { has, isOldest, type ListedRun, listRuns, openRun, REFUND, row, run, type State, strip } from "./open-run.ts";
import { RUN_STATES } from "./run-states.ts";
import type { RunlightServer } from "./server.ts";
import { SIGNED_OUT_STATES } from "./signed-out-states.ts";
import { openDialog } from "./waiting-run.ts";

/** A run of minutes, just begun. */
async function openLive(page: Page, server: RunlightServer): Promise<void> {
  const { workflowId } = await server.startRun(61);
  await page.goto(`/agents/61/runs/${workflowId}`);
  await expect(strip(page)).toContainText("Live");
}

/** A run that waits for a person, its buttons ready. */
async function openWaiting(page: Page, server: RunlightServer): Promise<void> {
  await openRun(page, server, REFUND, has("awaiting_human"));
  await expect(page.getByRole("button", { name: "Approve…" })).not.toHaveAttribute("aria-disabled", "true");
}

function inspector(tab: string, step: string, status: string): State {
  return {
    name: `step details, ${tab}`,
    open: async (page, server) => {
      await openRun(page, server, REFUND, has(status));
      await row(page, step).click();
      await page.getByRole("complementary", { name: "Step details" }).getByRole("tab", { name: tab }).click();
    },
  };
}

export const STATES: readonly State[] = [
  {
    name: "agents",
    open: async (page) => {
      await page.goto("/agents");
      await expect(page.getByRole("link", { name: /Refund Review/ }).first()).toBeVisible();
    },
  },
  {
    name: "runs",
    open: async (page, server) => {
      const [newest] = await listRuns(server, REFUND);
      await page.goto(`/agents/${REFUND}/runs`);
      await expect(page.locator(`a[href*="${newest?.workflowId}"]`).first()).toBeVisible();
    },
  },
  {
    name: "runs, none that fits",
    open: async (page) => {
      await page.goto(`/agents/${REFUND}/runs?status=cancelled`);
      await expect(page.getByRole("main")).toContainText(/no .*runs/i);
    },
  },
  {
    name: "approvals",
    open: async (page) => {
      await page.goto("/approvals");
      await expect(page.getByRole("heading", { name: /^Within/ }).first()).toBeVisible();
    },
  },
  {
    name: "approvals, decided",
    open: async (page) => {
      await page.goto("/approvals?scope=decided");
      await expect(page.getByRole("main")).toContainText("What you decided");
    },
  },
  { name: "run, awaiting approval", open: openWaiting },
  {
    name: "run, approval banner scrolled away",
    open: async (page, server) => {
      await openWaiting(page, server);
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    },
  },
  {
    name: "dialog, approve",
    open: async (page, server) => {
      await openWaiting(page, server);
      await openDialog(page, "approve");
    },
  },
  {
    name: "dialog, reject without a reason",
    open: async (page, server) => {
      await openWaiting(page, server);
      await openDialog(page, "reject");
      await page
        .getByRole("dialog")
        .getByRole("button", { name: /^Reject/ })
        .click();
      await expect(page.getByRole("dialog")).toContainText("at least 10 characters");
    },
  },
  run("run, completed", REFUND, (one) => one.status === "completed" && /^Refunded/.test(one.summary ?? "")),
  run("run, refused by a person", REFUND, (one) => /refused/.test(one.summary ?? "")),
  run("run, error", REFUND, has("error")),
  run("run, as a table", REFUND, has("error"), "?view=table"),
  run("run, one phase of the steps", REFUND, has("error"), "?phase=failed"),
  run("run, no step that fits", REFUND, has("error"), "?find=zzz"),
  run("run, history unavailable", REFUND, isOldest),
  run("run, approval timed out", 58, isOldest),
  run("run, last attempt", 59, has("error")),
  {
    name: "run, earlier attempt",
    open: async (page, server) => {
      await openRun(page, server, 59, has("error"));
      await page.getByRole("combobox", { name: "Attempt" }).selectOption({ index: 1 });
      await expect(page.getByRole("button", { name: /Show attempt/ })).toBeVisible();
    },
  },
  { name: "run, live", open: openLive },
  {
    name: "run, told of by title and icon only",
    open: async (page, server) => {
      await openLive(page, server);
      await page.evaluate(() => Object.defineProperty(Notification, "permission", { get: () => "denied" }));
      await page.getByRole("button", { name: /^Tell me/ }).click();
      await expect(page.getByRole("main")).toContainText("this browser refused");
    },
  },
  run("run, fan-out", 63, isOldest),
  run("task, result", 42, has("completed")),
  run("task, error", 42, has("error")),
  run("task, large result", 62, has("completed")),
  {
    name: "run, cancelled",
    open: async (page, server) => {
      const started = await server.startRun(61);
      const path = `/api/v1/agents/61/runs/${started.workflowId}`;
      const headers = { "content-type": "application/json" };
      await fetch(`${server.url}${path}/cancel`, { method: "POST", headers, body: "{}" });
      await expect.poll(async () => ((await (await server.get(path)).json()) as ListedRun).status).toBe("cancelled");
      await page.goto(`/agents/61/runs/${started.workflowId}`);
      await expect(page.getByRole("status", { name: "Run status" })).toHaveText("Cancelled");
    },
  },
  inspector("Input", "Manager approval", "awaiting_human"),
  inspector("Output", "Check fraud score", "completed"),
  inspector("Error", "Issue the refund", "error"),
  inspector("Attempts", "Check fraud score", "awaiting_human"),
  inspector("Raw", "Load order", "awaiting_human"),
  {
    name: "run, technical details and raw answer open",
    open: async (page, server) => {
      await openRun(page, server, REFUND, has("error"));
      for (const title of ["Technical details", "Raw"]) {
        await page.getByRole("main").locator("summary, button[aria-expanded]", { hasText: title }).first().click();
      }
    },
  },
  {
    name: "settings",
    open: async (page) => {
      await page.goto("/agents");
      await page.getByRole("button", { name: /settings/i }).click();
    },
  },
  {
    name: "keys, single ones off",
    open: async (page) => {
      await page.goto("/agents");
      await page.getByRole("button", { name: /settings/i }).click();
      await page.getByRole("radiogroup", { name: "Single keys" }).getByRole("radio", { name: "Off" }).click();
      await page.getByRole("button", { name: "Keys…" }).click();
      await expect(page.getByRole("dialog", { name: "Keys" })).toContainText("Single keys are off");
    },
    close: (page) => page.evaluate(() => localStorage.removeItem("runlight.keys")),
  },
  {
    name: "settings, desktop notices refused",
    open: async (page) => {
      await page.goto("/agents");
      await page.evaluate(() => Object.defineProperty(Notification, "permission", { get: () => "denied" }));
      await page.getByRole("button", { name: /settings/i }).click();
      await expect(page.getByRole("dialog", { name: "Settings" })).toContainText("This browser refused them");
    },
  },
  {
    name: "run, paused",
    open: async (page, server) => {
      await openLive(page, server);
      await page.getByRole("button", { name: "Pause" }).click();
      await expect(strip(page)).toContainText("Paused");
    },
  },
  {
    name: "run, offline",
    open: async (page, server) => {
      await openRun(page, server, REFUND, has("awaiting_human"));
      await page.context().setOffline(true);
      await expect(strip(page)).toContainText("Offline");
    },
    close: (page) => page.context().setOffline(false),
  },
  {
    name: "run, not found",
    open: async (page) => {
      await page.goto("/agents/57/runs/wf_57_run_999999");
      await expect(page.getByRole("main")).toContainText(/not found/i, { timeout: 25_000 });
    },
  },
  {
    name: "run, a link that cannot be opened",
    open: async (page) => {
      await page.goto("/agents/seven/runs/wf_57_run_1");
      await expect(page.getByRole("main")).toContainText("number");
    },
  },
  {
    name: "no such page",
    open: async (page) => {
      await page.goto("/nowhere");
      await expect(page.getByRole("main")).toBeVisible();
    },
  },
  ...LIST_STATES,
  ...RUN_STATES,
  ...SIGNED_OUT_STATES,
];
