/** Row 42: every state without a violation, a decision by keyboard alone, targets for a finger, a quiet live region. */
import { expect } from "@playwright/test";
import { axeViolations, listenToLiveRegions, LOOKS, mostWithin, show, smallTargets } from "../looks.ts";
import { startServer, test } from "../server.ts";
import { STATES } from "../states.ts";
import { approvalOn, startWaiting } from "../waiting-run.ts";
import { figure } from "./figure.ts";

test.describe.configure({ mode: "parallel" });
// At this speed a run of minutes stays live while it is looked at.
test.use({ serverArgs: ["--speed", "1"] });

const PHONE_PX = 44;
const DESK_PX = 24;
const KEYS_MAX = 8;

const HALF = Math.ceil(STATES.length / 2);
for (const states of [STATES.slice(0, HALF), STATES.slice(HALF)]) {
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
      `${states.length} states × ${LOOKS.length}: ${violations.length} violations, ${small.length} small targets`,
    );
    expect([...violations, ...small]).toEqual([]);
  });
}

test("row 42: approve by keyboard alone", async ({ page }, info) => {
  const server = await startServer();
  const run = await startWaiting(server);
  await page.goto(server.url + run.path);
  const { approve, cancel, outcome } = approvalOn(page);
  await expect(approve).not.toHaveAttribute("aria-disabled", "true");
  let keys = 0;
  const press = async (key: string) => {
    keys++;
    await page.keyboard.press(key);
  };
  // Skip the bar, step back into the banner, open, pass Cancel, send.
  await press("Tab");
  await press("Enter");
  await press("Shift+Tab");
  await expect(approve).toBeFocused();
  // Stepping back may have scrolled, and on buttons that moved a press does nothing; such a press counts as well.
  await expect(async () => {
    await press("Enter");
    await expect(cancel).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await press("Tab");
  await press("Enter");
  await expect(outcome).toContainText("Approved");
  figure(info, `${keys} keys`);
  expect(keys).toBeLessThanOrEqual(KEYS_MAX);
  await server.remove();
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
