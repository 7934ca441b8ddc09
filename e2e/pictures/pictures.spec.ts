/** The telling states as pictures, in both themes and at both widths: same answers, same clock, same font every time. */
import { expect, type Page } from "@playwright/test";
import { LOOKS, show } from "../looks.ts";
import { test } from "../server.ts";
import { DEEP_NODES, HOSTILE_NODES, openedAt, RETRYING_NODES } from "../shown-runs.ts";
import recorded from "./answers.json" with { type: "json" };

test.describe.configure({ mode: "parallel" });
test.use({ serverArgs: ["--no-samples"], reducedMotion: "reduce" });

const HEIGHT = 680;
/** Two pictures alike, on a machine that has much else to do. */
const PATIENCE_MS = 40_000;
const NOW = Date.parse(recorded.now);
const ANSWERS: ReadonlyMap<string, unknown> = new Map(Object.entries(recorded.answers));
/** Names first the fonts that are the same on every machine that has them. */
const FONTS = `:root { --font-sans: "Liberation Sans", sans-serif; --font-mono: "Liberation Mono", monospace; }`;

/** Longer than the buttons of a decision rest, shorter than what counts as a jump of the clock. */
const REST_MS = 800;

type Answers = Readonly<Record<string, unknown>>;

/** Everything the API says is written down beside this file; an address nobody asked for then is a run that is not there. */
async function answer(page: Page, more: Answers): Promise<void> {
  await page.clock.setFixedTime(NOW);
  // A clock that stands beside one that goes is a clock that jumped, and the page says so: both stand.
  await page.addInitScript(() => {
    Object.assign(window, { passedMs: 0 });
    performance.now = () => (window as unknown as { passedMs: number }).passedMs;
  });
  await page.route("**/assets/*.css", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()}\n${FONTS}` });
  });
  await page.route("**/api/v1/**", (route) => {
    const { pathname, search } = new URL(route.request().url());
    const json = more[pathname] ?? ANSWERS.get(pathname + search) ?? ANSWERS.get(pathname);
    const headers = { "runlight-now": String(NOW) };
    if (json !== undefined) return route.fulfill({ json, headers });
    const problem = { type: "urn:runlight:problem:not-found", title: "Not found", status: 404, detail: "Not there." };
    return route.fulfill({ status: 404, contentType: "application/problem+json", headers, json: problem });
  });
}

const RUN = "/agents/57/runs/wf_57_run_9";

/** A run that goes on, begun a quarter of an hour before the clock that stands here. */
function goingOn(workflowNodes: readonly unknown[], more: Answers = {}): Answers {
  const shift = (text: string) => new Date(Date.parse(text) - openedAt + NOW).toISOString();
  const nodes = JSON.stringify(workflowNodes).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, shift);
  const temporalRunId = "00000001-4a2b-4c3d-8e4f-5a6b7c8d9e0f";
  const run = {
    id: `wf_57_run_9:${temporalRunId}`,
    workflowId: "wf_57_run_9",
    agentId: 57,
    agentName: "Refund Review",
    agentType: "workflow",
    status: "running",
    source: "live-query",
    temporalRunId,
    triggerType: "webhook",
    startedAt: new Date(NOW - 15 * 60_000).toISOString(),
    workflowNodes: JSON.parse(nodes) as unknown,
    ...more,
  };
  return { [`/api/v1${RUN}`]: run, [`/api/v1${RUN}/attempts`]: { attempts: [] } };
}

/** The buttons of a decision are inert until they have stood for half a second. */
async function letButtonsRest(page: Page): Promise<void> {
  const approve = page.getByRole("button", { name: "Approve…" });
  await expect(approve).toBeVisible();
  await seeTellMe(page);
  await expect(async () => {
    await page.evaluate((ms) => Object.assign(window, { passedMs: ms }), REST_MS);
    await expect(approve).not.toHaveAttribute("aria-disabled", "true", { timeout: 1_000 });
  }).toPass();
}

/** Of what a run that goes on offers, the last to come. */
async function seeTellMe(page: Page): Promise<void> {
  const isNarrow = (page.viewportSize()?.width ?? 0) < 720;
  if (!isNarrow) await expect(page.getByRole("button", { name: /^Tell me/ })).toBeVisible();
}

interface Picture {
  readonly name: string;
  readonly path: string;
  /** What shows that it is there. */
  readonly text: RegExp;
  readonly answers?: Answers;
  readonly after?: (page: Page) => Promise<void>;
}

const PICTURES: readonly Picture[] = [
  { name: "agents", path: "/agents", text: /approvals? waiting/ },
  { name: "runs", path: "/agents/57/runs", text: /wf_57_run_1/ },
  { name: "runs-none", path: "/agents/57/runs?status=cancelled", text: /no .*runs/i },
  { name: "approvals", path: "/approvals", text: /payments\.refund/ },
  { name: "run-waiting", path: "/agents/57/runs/wf_57_run_6", text: /Manager approval/, after: letButtonsRest },
  {
    name: "dialog-approve",
    path: "/agents/57/runs/wf_57_run_6",
    text: /Manager approval/,
    after: async (page) => {
      await letButtonsRest(page);
      await page.getByRole("button", { name: "Approve…" }).press("Enter");
      await expect(page.getByRole("dialog")).toBeVisible();
    },
  },
  {
    name: "run-error-details",
    path: "/agents/57/runs/wf_57_run_5?step=refund&tab=error",
    text: /Load order/,
    after: (page) => expect(page.getByRole("complementary", { name: "Step details" })).toContainText("Cause chain"),
  },
  {
    name: "run-graph",
    path: "/agents/57/runs/wf_57_run_5?view=graph",
    text: /Manager approval/,
    after: (page) => expect(page.getByRole("group", { name: "Steps as a graph" })).toBeVisible(),
  },
  { name: "run-nested", path: RUN, text: /Search the web/, answers: goingOn(DEEP_NODES), after: seeTellMe },
  {
    name: "run-retrying",
    path: `${RUN}?step=fetch`,
    text: /Fetch orders/,
    answers: goingOn(RETRYING_NODES),
    after: seeTellMe,
  },
  {
    name: "run-hostile",
    path: RUN,
    text: /same id again/,
    answers: goingOn(HOSTILE_NODES, { status: "bewildered" }),
    after: seeTellMe,
  },
  { name: "task-result", path: "/agents/42/runs/wf_42_run_2", text: /rowsRead|North-East/ },
  { name: "compare", path: "/agents/57/compare?a=wf_57_run_4&b=wf_57_run_5", text: /Issue the refund/ },
];

for (const { name, path, text, answers = {}, after } of PICTURES) {
  test(name, async ({ page }) => {
    test.setTimeout(LOOKS.length * PATIENCE_MS);
    await answer(page, answers);
    for (const look of LOOKS) {
      await show(page, look);
      await page.setViewportSize({ width: look.width, height: HEIGHT });
      await page.goto(path, { waitUntil: "networkidle" });
      await expect(page.locator("#root")).toContainText(text);
      await after?.(page);
      await page.mouse.move(0, 0);
      await expect(page).toHaveScreenshot(`${name}-${look.theme}-${look.width}.png`, { timeout: PATIENCE_MS });
    }
  });
}
