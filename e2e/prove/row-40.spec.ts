/** Row 40: time is the server's: a client clock an hour off, a sleep of half an hour, and no decision after expiry. */
import { expect, type Page } from "@playwright/test";
import { type FaultProxy, startFaultProxy } from "../fault-proxy.ts";
import { test } from "../server.ts";
import { approvalOn, BOARD_PACK, decide, expectInert, startWaiting, type WaitingRun } from "../waiting-run.ts";
import { figure } from "./figure.ts";

const HOUR_MS = 3_600_000;
const LATE_RUNS = 60;
const AT_ONCE = 10;

/** How far the page's countdown is from the truth, in ms; a shown second stands for all of its ms. */
async function errorMs(page: Page, run: WaitingRun, serverShiftMs: number): Promise<number> {
  const { timeLeft } = approvalOn(page);
  const before = Date.now();
  const shown = /^(\d+):(\d\d)$/.exec((await timeLeft.textContent()) ?? "");
  const after = Date.now();
  if (!shown) throw new Error("no countdown");
  const shownMs = (Number(shown[1]) * 60 + Number(shown[2])) * 1_000;
  const leftMs = (now: number): number => Math.max(0, run.expiresAt - (now + serverShiftMs));
  // Rounded up to whole seconds: what is shown may be up to a second more than what is left.
  if (shownMs > leftMs(before) + 1_000) return shownMs - leftMs(before) - 1_000;
  return Math.max(0, leftMs(after) - shownMs);
}

async function openWithClock(page: Page, proxy: FaultProxy, run: WaitingRun, clientOffMs: number): Promise<void> {
  await page.clock.install({ time: Date.now() + clientOffMs });
  await page.goto(proxy.url + run.path);
  await expect(approvalOn(page).approve).not.toHaveAttribute("aria-disabled", "true");
}

for (const [name, clientOffMs] of [
  ["an hour behind", -HOUR_MS],
  ["right", 0],
  ["an hour ahead", HOUR_MS],
] as const) {
  test(`row 40: Time is the server's: client clock ${name}`, async ({ page, server }, info) => {
    const run = await startWaiting(server);
    const proxy = await startFaultProxy(server.url);
    await openWithClock(page, proxy, run, clientOffMs);
    let worstMs = 0;
    for (let i = 0; i < 10; i++) {
      worstMs = Math.max(worstMs, await errorMs(page, run, 0));
      await page.waitForFunction(
        (was) => document.querySelector("[role=timer]")?.textContent !== was,
        await approvalOn(page).timeLeft.textContent(),
      );
    }

    // The client's clock is set while the page is open: no decision on a time nobody knows, then the truth again.
    // The answer that tells the time takes a while, or all is well again before anybody looks.
    proxy.use(/^GET \/api\/v1\/agents\/\d+\/runs\//, { kind: "slow", ms: 3_000 });
    await page.clock.setSystemTime(Date.now() - clientOffMs + HOUR_MS / 2);
    await expect(approvalOn(page).region).toContainText("clock jumped");
    await expectInert(approvalOn(page).approve);
    proxy.clear();
    await expect(approvalOn(page).approve).not.toHaveAttribute("aria-disabled", "true", { timeout: 30_000 });
    const afterJumpMs = await errorMs(page, run, 0);

    // Half of the time is slept through, by machine and server alike; then more than there is.
    proxy.shiftClock(8 * 60_000);
    await page.clock.fastForward(8 * 60_000);
    await expect(approvalOn(page).approve).not.toHaveAttribute("aria-disabled", "true", { timeout: 30_000 });
    const afterSleepMs = await errorMs(page, run, 8 * 60_000);
    proxy.shiftClock(38 * 60_000);
    await page.clock.fastForward(30 * 60_000);
    await expect(approvalOn(page).timeLeft).toHaveText("0:00");
    await expect(approvalOn(page).region).toContainText("Expired, waiting for the server");
    await expectInert(approvalOn(page).approve);
    await proxy.close();
    figure(
      info,
      `clock ${name}: off by ${worstMs} ms, after a jump ${afterJumpMs} ms, after a sleep ${afterSleepMs} ms`,
    );
    expect(Math.max(worstMs, afterJumpMs, afterSleepMs)).toBeLessThanOrEqual(1_000);
  });
}

test("row 40: Time is the server's: no decision after expiry", async ({ server }, info) => {
  test.setTimeout(180_000);
  let tooLate = 0;
  let inTime = 0;
  let sent = 0;
  let refused = 0;
  const meet = async (n: number): Promise<void> => {
    const run = await startWaiting(server, BOARD_PACK);
    // Half of them only try too late: one decided in time would hide what the server does with the rest.
    for (const offMs of n % 2 === 0 ? [-20, 0, 20] : [0, 5, 20]) {
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, run.expiresAt + offMs + (n % 7) - Date.now())));
      const sentAt = Date.now();
      const response = await decide(server.url, run);
      sent++;
      if (response.status === 410) refused++;
      if (response.status !== 200) continue;
      const { decision } = (await response.json()) as { decision: { at: string } };
      if (Date.parse(decision.at) >= run.expiresAt || sentAt >= run.expiresAt) tooLate++;
      else inTime++;
      return;
    }
  };
  for (let n = 0; n < LATE_RUNS; n += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => meet(n + i)));
  figure(
    info,
    `${sent} decisions around expiry: ${inTime} in time, ${refused} refused as expired, ${tooLate} accepted after it`,
  );
  expect(tooLate).toBe(0);
  expect(refused).toBeGreaterThan(0);
});
