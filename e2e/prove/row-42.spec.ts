/** Row 42: every state without a violation, a decision by keyboard alone, targets for a finger, a quiet live region. */
import { expect } from "@playwright/test";
import { axeViolations, listenToLiveRegions, LOOKS, mostWithin, show, smallTargets } from "../looks.ts";
import { KEYBOARD_TASKS } from "../keyboard-tasks.ts";
import { startServer, test } from "../server.ts";
import { STATES } from "../states.ts";
import { startWaiting } from "../waiting-run.ts";
import { figure } from "./figure.ts";

test.describe.configure({ mode: "parallel" });
// At this speed a run of minutes stays live while it is looked at.
test.use({ serverArgs: ["--speed", "1"] });

const PHONE_PX = 44;
const DESK_PX = 24;
const KEYS_MAX = 8;
const TASKS_MIN = 12;

/** As many as promised, from all over the list; every one of them in the nightly run, and axe alone in `npm test`. */
const PROMISED = 40;
const CHOSEN = process.env["RUNLIGHT_NIGHTLY"]
  ? STATES
  : STATES.filter(
      (_, index) =>
        Math.floor((index * PROMISED) / STATES.length) !== Math.floor(((index - 1) * PROMISED) / STATES.length),
    );
/** So many are looked at well within the time of one test. */
const AT_ONCE = 20;
for (let from = 0; from < CHOSEN.length; from += AT_ONCE) {
  const states = CHOSEN.slice(from, from + AT_ONCE);
  test(`row 42: no violation of WCAG 2.2 AA and no small target, from "${states[0]?.name}" on`, async ({
    page,
    server,
  }, info) => {
    test.setTimeout(600_000);
    const violations: string[] = [];
    const small: string[] = [];
    await page.emulateMedia({ reducedMotion: "reduce" });
    for (const state of states) {
      await page.setViewportSize({ width: 1280, height: 800 });
      await state.open(page, server);
      for (const look of LOOKS) {
        await show(page, look);
        const found = await axeViolations(page);
        violations.push(...found.map((one) => `${state.name}, ${look.name}: ${one}`));
        if (look.theme === "dark") continue;
        const targets = await smallTargets(page, look.width < 720 ? PHONE_PX : DESK_PX);
        small.push(...targets.map((one) => `${state.name}, ${look.name}: ${one}`));
      }
      await state.close?.(page);
    }
    figure(
      info,
      `${states.length} of ${STATES.length} states × ${LOOKS.length}: ${violations.length} violations, ${small.length} small targets`,
    );
    expect([...violations, ...small]).toEqual([]);
  });
}

test("row 42: from the inbox to the decision by keyboard alone", async ({ page }, info) => {
  const server = await startServer();
  await startWaiting(server);
  await page.goto(`${server.url}/approvals`);
  const oldest = page.locator("main section li a").first();
  await expect(oldest).toBeVisible();
  let keys = 0;
  const press = async (key: string) => {
    keys++;
    await page.keyboard.press(key);
  };
  await press("j");
  await expect(oldest).toBeFocused();
  await press("Enter");
  const approve = page.getByRole("button", { name: "Approve…" });
  await expect(approve).not.toHaveAttribute("aria-disabled", "true");
  const tabTo = async (target: typeof approve) => {
    while (keys <= KEYS_MAX && !(await target.evaluate((one) => one === document.activeElement))) await press("Tab");
  };
  await tabTo(approve);
  // On buttons that moved a press does nothing; such a press counts as well.
  const dialog = page.getByRole("dialog");
  await expect(async () => {
    await press("Enter");
    await expect(dialog).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await tabTo(dialog.getByRole("button", { name: /^Approve/ }));
  await press("Enter");
  await expect(page.getByText(/Approved\s*by local/).first()).toBeVisible();
  figure(info, `${keys} keys from the inbox to the decision`);
  expect(keys).toBeLessThanOrEqual(KEYS_MAX);
  await server.remove();
});

test("row 42: twelve tasks by keyboard alone", async ({ browser }, info) => {
  test.setTimeout(300_000);
  const server = await startServer({ args: ["--speed", "20"] });
  for (const task of KEYBOARD_TASKS) {
    const page = await browser.newPage({ baseURL: server.url });
    await test.step(task.name, () => task.run(page, server));
    await page.close();
  }
  await server.remove();
  figure(info, `${KEYBOARD_TASKS.length} tasks by keyboard alone`);
  expect(KEYBOARD_TASKS.length).toBeGreaterThanOrEqual(TASKS_MIN);
});

test("row 42: live regions say little while a run moves", async ({ page, server }, info) => {
  test.setTimeout(120_000);
  const { workflowId } = await server.startRun(57);
  await page.goto(`/agents/57/runs/${workflowId}`);
  const read = await listenToLiveRegions(page);
  await expect(page.getByRole("status", { name: "Run status" })).toHaveText("Awaiting approval", { timeout: 90_000 });
  const said = await read();
  const most = mostWithin(said, 10_000);
  figure(info, `${said.length} messages in one run, at most ${most} in 10 s`);
  expect(said.length).toBeGreaterThan(0);
  expect(most, JSON.stringify(said)).toBeLessThanOrEqual(1);
});
