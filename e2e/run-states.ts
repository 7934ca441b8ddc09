/** States of the run page that real runs bring: many steps, nested ones, hidden values, words nobody knows, links. */
import { expect, type Page } from "@playwright/test";
import { has, isOldest, listRuns, openRun, REFUND, row, run, type State, strip } from "./open-run.ts";
import { DEEP_NODES, HOSTILE_NODES, RETRYING_NODES, shownRun } from "./shown-runs.ts";
import type { RunlightServer } from "./server.ts";

const SECRET = ["ghp", "1234567890abcdefghij1234567890abcdef"].join("_");
const graph = (page: Page) => page.getByRole("group", { name: "Steps as a graph" });
const details = (page: Page) => page.getByRole("complementary", { name: "Step details" });

async function openFanOut(page: Page, server: RunlightServer, query = ""): Promise<void> {
  const { workflowId } = await server.startRun(63, { n: 200, speed: 5_000 });
  const path = `/api/v1/agents/63/runs/${workflowId}`;
  await expect
    .poll(async () => ((await (await server.get(path)).json()) as { status: string }).status, { timeout: 60_000 })
    .toBe("completed");
  await page.goto(`/agents/63/runs/${workflowId}${query}`);
  await expect(row(page, "Collect invoices")).toBeVisible();
}

/** A run that answers with what the test says. */
function shown(name: string, members: Parameters<typeof shownRun>[1], query = "", then?: State["open"]): State {
  return {
    name,
    open: async (page, server) => {
      await shownRun(page, members, query);
      await then?.(page, server);
    },
    close: (page) => page.unrouteAll({ behavior: "ignoreErrors" }),
  };
}

function compared(name: string, agentId: number, region: string): State {
  return {
    name,
    open: async (page, server) => {
      const runs = await listRuns(server, agentId);
      const [a, b] = [runs.find(has("completed")), runs.find(has("error"))];
      await page.goto(`/agents/${agentId}/compare?a=${a?.workflowId}&b=${b?.workflowId}`);
      await expect(page.getByRole("region", { name: region })).toBeVisible();
    },
  };
}

export const RUN_STATES: readonly State[] = [
  {
    name: "run, as a graph",
    open: async (page, server) => {
      await openRun(page, server, REFUND, has("error"), "?view=graph");
      await expect(graph(page)).toBeVisible();
    },
  },
  {
    name: "run, graph not loaded",
    open: async (page, server) => {
      await page.route("**/graph-view-*.js", (route) => route.abort());
      await openRun(page, server, REFUND, has("error"), "?view=graph");
      await expect(page.getByRole("button", { name: /try again|retry/i })).toBeVisible();
    },
    close: (page) => page.unrouteAll({ behavior: "ignoreErrors" }),
  },
  run("run, critical path marked", REFUND, has("error"), "?critical=1"),
  run("run, critical path in the table", REFUND, has("error"), "?critical=1&view=table&sort=-duration"),
  {
    name: "run, zoomed",
    open: async (page, server) => {
      await openRun(page, server, REFUND, has("error"));
      await row(page, "Load order").waitFor();
      if ((page.viewportSize()?.width ?? 0) < 720) return;
      for (let press = 0; press < 4; press++) await page.getByRole("button", { name: "Zoom in" }).click();
    },
  },
  { name: "run, iterations folded", open: openFanOut },
  {
    name: "run, iterations unfolded",
    open: async (page, server) => {
      await openFanOut(page, server);
      await row(page, "Match invoice ×").click();
      await expect(row(page, "Match invoice").nth(3)).toBeVisible();
    },
  },
  {
    name: "run, graph of a fan-out",
    open: async (page, server) => {
      await openFanOut(page, server);
      await page
        .getByRole("radio", { name: "Graph" })
        .or(page.getByRole("button", { name: "Graph" }))
        .first()
        .click();
      await expect(graph(page)).toBeVisible();
    },
  },
  shown("run, nested steps", { workflowNodes: DEEP_NODES }),
  shown("run, only what is unfinished", { workflowNodes: DEEP_NODES }, "?only=unfinished"),
  shown("run, stuck while retrying", { workflowNodes: RETRYING_NODES }, "?step=fetch", async (page) => {
    await expect(details(page)).toBeVisible();
  }),
  shown("run, no worker answers", { workflowNodes: RETRYING_NODES, runlight: { cause: "No worker is polling." } }),
  shown("run, hostile words", { status: "bewildered", workflowNodes: HOSTILE_NODES, mood: { a: [1, null, "\u202e"] } }),
  {
    name: "request, values hidden",
    open: async (page, server) => {
      const { workflowId } = await server.startRun(REFUND, { reason: `said ${SECRET}`, speed: 5_000 });
      await page.goto(`/agents/${REFUND}/runs/${workflowId}`);
      await expect(page.getByRole("region", { name: "Approval needed" })).toContainText("hidden", { timeout: 30_000 });
    },
  },
  {
    name: "request, reveal asked",
    open: async (page, server) => {
      const { workflowId } = await server.startRun(REFUND, { reason: `said ${SECRET}`, speed: 5_000 });
      await page.goto(`/agents/${REFUND}/runs/${workflowId}`);
      await page
        .getByRole("button", { name: /^Reveal/ })
        .first()
        .click({ timeout: 30_000 });
      await expect(page.getByRole("dialog")).toBeVisible();
    },
  },
  {
    name: "task, result as Markdown",
    open: async (page, server) => {
      await openRun(page, server, 42, has("completed"));
      await page
        .getByRole("navigation", { name: "Fields of the result" })
        .getByRole("button", { name: /^content/ })
        .click();
      await page.getByRole("radio", { name: "Markdown" }).click();
    },
  },
  {
    name: "step details, error of an attempt",
    open: async (page, server) => {
      await openRun(page, server, REFUND, has("error"), "?step=refund&tab=attempts");
      await page.getByRole("button", { name: /Error of attempt 2/ }).click();
    },
  },
  run("step details, an earlier error", REFUND, has("completed"), "?step=fraud&tab=error"),
  run("run, history unavailable, as a table", REFUND, isOldest, "?view=table"),
  {
    name: "commands of a run",
    open: async (page, server) => {
      await openRun(page, server, REFUND, has("error"));
      await page.getByRole("button", { name: /^Share/ }).waitFor({ state: "attached" });
      await page.keyboard.press("Control+k");
      await expect(page.getByRole("option", { name: /Refund Review/ }).first()).toBeVisible();
    },
  },
  compared("two runs compared, steps", REFUND, "Steps compared"),
  compared("two runs compared, results", 42, "Results compared"),
  {
    name: "keys of a run",
    open: async (page, server) => {
      await openRun(page, server, REFUND, has("error"));
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
    },
  },
  {
    name: "links, nothing pasted",
    open: async (page) => {
      await page.goto("/r");
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    },
  },
  {
    name: "links, names no run",
    open: async (page) => {
      await page.goto("/r?link=hello+world");
      await expect(page.getByRole("main")).toContainText("names no run");
    },
  },
  {
    name: "links, which agent",
    open: async (page) => {
      await page.goto("/r/order-7");
      await page.getByRole("button", { name: /Look under my agents/ }).click();
      await expect(page.getByRole("main")).toContainText("Nothing like it");
    },
  },
  {
    name: "run, live, only what is unfinished",
    open: async (page, server) => {
      const { workflowId } = await server.startRun(61);
      await page.goto(`/agents/61/runs/${workflowId}?only=unfinished`);
      await expect(strip(page)).toContainText("Live");
    },
  },
];
