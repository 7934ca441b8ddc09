/** States of the lists that are not simply full: loading, failing, empty, with something open over them. */
import { expect, type Page } from "@playwright/test";
import { has, listRuns, openRun, REFUND, type State } from "./open-run.ts";
import type { RunlightServer } from "./server.ts";
import { startWaiting } from "./waiting-run.ts";

const AGENTS = "**/api/v1/agents";
const RUNS = `**/api/v1/agents/${REFUND}/runs`;
const APPROVALS = "**/api/v1/approvals?**";
const MARKET = 61;

const goOn = (page: Page): Promise<void> => page.unrouteAll({ behavior: "ignoreErrors" });

/** From now on these answers do not come, and the page does not give them up. */
async function hold(page: Page, address: string): Promise<void> {
  await page.evaluate(() => {
    AbortSignal.timeout = () => new AbortController().signal;
  });
  await page.route(address, () => undefined);
}

function failing(name: string, path: string, address: string): State {
  return {
    name,
    open: async (page) => {
      const problem = { type: "urn:runlight:problem:unavailable", title: "Not available now", status: 503 };
      const json = { ...problem, detail: "The source does not answer.", instance: "request 7" };
      await page.route(address, (route) =>
        route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify(json) }),
      );
      await page.goto(path);
      await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    },
    close: goOn,
  };
}

/** The runs of an agent one of whose runs goes on. */
async function openMarketRuns(page: Page, server: RunlightServer): Promise<string> {
  const { workflowId } = await server.startRun(MARKET);
  await page.goto(`/agents/${MARKET}/runs`);
  await expect(page.getByRole("link", { name: workflowId })).toBeVisible();
  return workflowId;
}

async function openList(page: Page): Promise<void> {
  await page.goto(`/agents/${REFUND}/runs`);
  await expect(page.getByRole("table", { name: "Runs" }).getByRole("link").first()).toBeVisible();
}

/** With the rows of somebody who wants to see many. */
function compact(name: string, open: State["open"]): State {
  const key = "runlight.density";
  return {
    name,
    open: async (page, server) => {
      await page.goto("/approvals");
      await page.evaluate((name) => localStorage.setItem(name, "compact"), key);
      await open(page, server);
    },
    close: (page) => page.evaluate((name) => localStorage.removeItem(name), key),
  };
}

export const LIST_STATES: readonly State[] = [
  {
    name: "agents, none that fits",
    open: async (page) => {
      await page.goto("/agents?find=zzz");
      await expect(page.getByRole("heading", { name: "No agent matches" })).toBeVisible();
    },
  },
  {
    name: "agents, loading",
    open: async (page) => {
      await page.goto("/approvals");
      await hold(page, AGENTS);
      await page.getByRole("link", { name: "Runlight, all agents" }).click();
      await expect(page.getByRole("table", { name: "Agents" })).toHaveAttribute("aria-busy", "true");
    },
    close: goOn,
  },
  failing("agents, failing", "/agents", AGENTS),
  {
    name: "runs, loading",
    open: async (page) => {
      await page.goto("/agents");
      const agent = page.getByRole("link", { name: "Refund Review" });
      await expect(agent).toBeVisible();
      await hold(page, RUNS);
      await agent.click();
      await expect(page.getByRole("table", { name: "Runs" })).toHaveAttribute("aria-busy", "true");
    },
    close: goOn,
  },
  failing("runs, failing", `/agents/${REFUND}/runs`, RUNS),
  {
    name: "runs, new ones held back",
    open: async (page, server) => {
      await openMarketRuns(page, server);
      await server.startRun(MARKET);
      await expect(page.getByRole("button", { name: /1 new run$/ })).toBeVisible({ timeout: 30_000 });
    },
  },
  {
    name: "runs, starting one with an input that cannot be read",
    open: async (page, server) => {
      await openMarketRuns(page, server);
      await page.getByRole("button", { name: "Start a run…" }).click();
      await page.getByRole("textbox", { name: "Input" }).fill("{");
      await expect(page.getByRole("button", { name: "Start run" })).toBeDisabled();
    },
  },
  {
    name: "runs, asked whether to cancel one",
    open: async (page, server) => {
      const workflowId = await openMarketRuns(page, server);
      await page.getByRole("button", { name: `Cancel… ${workflowId}` }).click();
      await expect(page.getByRole("dialog", { name: "Cancel this run?" })).toBeVisible();
    },
  },
  {
    name: "runs, every filter there is",
    open: async (page) => {
      const filters = "status=awaiting_human&approvalScope=mine&timeframe=last_week&triggerType=webhook";
      await page.goto(`/agents/${REFUND}/runs?${filters}`);
      await expect(page.getByRole("combobox", { name: "Trigger" })).toHaveValue("webhook");
      await expect(page.getByRole("table", { name: "Runs" }).or(page.getByText(/^No runs/))).toBeVisible();
    },
  },
  {
    name: "runs, a saved view edited",
    open: async (page) => {
      await page.goto(`/agents/${REFUND}/runs?status=error&timeframe=last_day`);
      await page.getByRole("button", { name: "Edit view…" }).click();
      const dialog = page.getByRole("dialog", { name: "Edit view" });
      await dialog.getByRole("textbox", { name: "Name" }).fill("Waiting for me");
      await dialog.getByRole("button", { name: "Save" }).click();
      await expect(dialog.getByRole("alert")).not.toBeEmpty();
    },
  },
  compact("agents, compact rows", async (page) => {
    await page.goto("/agents");
    await expect(page.getByRole("link", { name: "Refund Review" })).toBeVisible();
  }),
  compact("runs, compact rows", (page) => openList(page)),
  compact("run, compact rows", (page, server) => openRun(page, server, REFUND, has("error"), "?critical=1")),
  compact("approvals, compact rows", async (page) => {
    await page.goto("/approvals");
    await expect(page.getByRole("heading", { name: /^Within/ }).first()).toBeVisible();
  }),
  {
    name: "approvals, none for me",
    open: async (page) => {
      await page.route(APPROVALS, (route) => route.fulfill({ json: { approvals: [], nextPageToken: null } }));
      await page.goto("/approvals");
      await expect(page.getByRole("heading", { name: "Nothing waits for you" })).toBeVisible();
    },
    close: goOn,
  },
  failing("approvals, failing", "/approvals", APPROVALS),
  {
    name: "run, its neighbours in the inbox",
    open: async (page, server) => {
      for (let made = 0; made < 2; made++) await startWaiting(server, REFUND, { speed: 5_000 });
      await openRun(page, server, REFUND, has("awaiting_human"));
      const others = page.getByRole("navigation", { name: "Other approvals" });
      await expect(others.getByRole("link", { name: "Previous" })).toBeVisible();
    },
  },
  {
    name: "two runs compared, one not found",
    open: async (page, server) => {
      const found = (await listRuns(server, REFUND)).find(has("completed"));
      await page.goto(`/agents/${REFUND}/compare?a=${found?.workflowId}&b=wf_57_run_999999`);
      await expect(page.getByRole("region", { name: "Second run" })).toContainText(/not found/i);
      await expect(page.getByRole("region", { name: "First run" })).toContainText("Open the run");
    },
  },
  {
    name: "commands, none that fits",
    open: async (page) => {
      await page.goto("/agents");
      await expect(page.getByRole("table", { name: "Agents" })).toBeVisible();
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Go to or do" }).fill("zzz");
      const found = page.getByRole("listbox", { name: "Commands" }).getByRole("option");
      await expect(found).toHaveText([/Open zzz/]);
    },
  },
];
