/** Runs no sample agent has, answered to the page in the server's place. */
import { expect, type Page } from "@playwright/test";

const UUID = "00000001-4a2b-4c3d-8e4f-5a6b7c8d9e0f";
const ID = "wf_57_run_999001";
const MINUTE = 60_000;
/** What the times of these runs count from, epoch ms. */
export const openedAt = Date.now();
const ago = (ms: number) => new Date(openedAt - ms).toISOString();

/** Opens a run of Refund Review that began 15 minutes ago and goes on; `members` are put over its answer's. */
export async function shownRun(page: Page, members: Readonly<Record<string, unknown>>, query = ""): Promise<void> {
  const answer = {
    id: `${ID}:${UUID}`,
    workflowId: ID,
    agentId: 57,
    agentName: "Refund Review",
    agentType: "workflow",
    status: "running",
    source: "live-query",
    temporalRunId: UUID,
    triggerType: "webhook",
    startedAt: ago(15 * MINUTE),
    ...members,
  };
  await page.route(`**/api/v1/agents/57/runs/${ID}**`, (route) =>
    route.fulfill({
      contentType: "application/json",
      headers: { "runlight-now": String(Date.now()) },
      body: JSON.stringify(new URL(route.request().url()).pathname.endsWith("/attempts") ? { attempts: [] } : answer),
    }),
  );
  await page.goto(`/agents/57/runs/${ID}${query}`);
  await expect(page.getByRole("heading", { level: 1, name: "Refund Review" })).toBeVisible();
}

function step(id: string, name: string, from?: number, to?: number, more: Readonly<Record<string, unknown>> = {}) {
  return {
    id,
    name,
    type: "agent",
    status: from === undefined ? "pending" : to === undefined ? "running" : "completed",
    ...(from !== undefined && { startedAt: ago(from * MINUTE) }),
    ...(to !== undefined && { endedAt: ago(to * MINUTE) }),
    ...more,
  };
}

/** Three levels deep; one failed, one waits. */
export const DEEP_NODES = [
  step("plan", "Plan the research", 15, 14),
  step("research", "Research", 14, undefined, {
    children: [
      step("web", "Search the web", 14, 9, {
        children: [
          step("index", "Query the index", 14, 12),
          step("pages", "Read three pages", 12, 9, { status: "failed", error: { type: "HttpError", message: "404" } }),
        ],
      }),
      step("interview", "Interview the agent of finance", 9, undefined, {
        children: [
          step("questions", "Write questions", 9, 7),
          step("answers", "Wait for answers", 7, undefined, { status: "waiting", type: "approval" }),
        ],
      }),
    ],
  }),
  step("summary", "Write the summary", undefined, undefined, { dependsOn: ["research"] }),
];

const declined = (attempt: number) => ({
  type: "ActivityError",
  message: `Attempt ${attempt} failed`,
  cause: {
    type: `HttpError ${attempt % 2 ? 502 : 504}`,
    message: "GET /orders: upstream settlement service unavailable",
    stack: "at getOrders (/app/tools/orders.js:88:11)\nat fetch (/app/node_modules/undici/index.js:1:2)",
  },
});

/** One step that has been tried six times. */
export const RETRYING_NODES = [
  step("load", "Load order", 15, 14.5, { output: { paid: 1 } }),
  step("fetch", "Fetch orders", 14, undefined, {
    status: "retrying",
    attempt: 6,
    maxAttempts: 10,
    nextAttemptAt: new Date(openedAt + 2 * MINUTE).toISOString(),
    dependsOn: ["load"],
    attempts: [1, 2, 3, 4, 5, 6].map((attempt) => ({
      attempt,
      status: "failed",
      startedAt: ago((14 - attempt * 2) * MINUTE),
      endedAt: ago((13.5 - attempt * 2) * MINUTE),
      error: declined(attempt),
    })),
  }),
  step("pay", "Issue the refund", undefined, undefined, { dependsOn: ["fetch"] }),
];

/** Titles that lie, words nobody knows, nodes that are none. */
export const HOSTILE_NODES = [
  step("a", "<b>Approved by the CFO</b> \u202egnihton\u202c \u001b[31mred", 15, 14),
  step("a", "The same id again", 14, 13, { status: "half-done", dependsOn: ["b", "gone"] }),
  step("b", "x".repeat(400), 13, 12, { dependsOn: ["a"], output: { __proto__: null, deep: [[[[1]]]] } }),
  "not a node",
  null,
  { status: 7 },
];
