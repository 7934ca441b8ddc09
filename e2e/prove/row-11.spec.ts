/** Row 11: hidden, offline and asleep tabs. */
import { figure } from "./figure.ts";
import { RUN_POLL, runAnswer } from "./run-answers.ts";
import { expect, openStill, test } from "./run-page.ts";

test("row 11: Hidden: at most one a minute, one at once on return, flips cost one at most", async ({
  page,
  faults,
}, info) => {
  test.setTimeout(180_000);
  faults.use(RUN_POLL, { kind: "answer", text: () => runAnswer() });
  const still = await openStill(page);
  const cost = counter(() => faults.count(RUN_POLL));
  await still.pass(3_000);
  await still.setHidden(true);
  const hidden = await cost(() => still.pass(600_000, 10_000));
  const back = await cost(async () => {
    await still.setHidden(false);
    await still.pass(1_000, 250);
  });
  await still.pass(1_000);
  const flips = await cost(async () => {
    for (let i = 0; i < 25; i++) {
      await still.setHidden(true);
      await still.pass(10, 10);
      await still.setHidden(false);
      await still.pass(10, 10);
    }
  });
  figure(info, `hidden 10 min: ${hidden}; on return: ${back} within 1 s; 25 flips in 0.5 s: ${flips}`);
  expect(hidden).toBeLessThanOrEqual(10);
  expect(hidden).toBeGreaterThanOrEqual(7);
  expect(back).toBe(1);
  expect(flips).toBeLessThanOrEqual(1);
});

test("row 11: Hidden with notices off, offline, and asleep: nothing, and exactly one on return", async ({
  page,
  context,
  faults,
}, info) => {
  test.setTimeout(180_000);
  faults.use(RUN_POLL, { kind: "answer", text: () => runAnswer() });
  await page.addInitScript(() => localStorage.setItem("runlight.notices", "off"));
  const still = await openStill(page);
  const cost = counter(() => faults.count(RUN_POLL));
  await still.pass(3_000);

  await still.setHidden(true);
  const silent = await cost(() => still.pass(600_000, 10_000));
  await still.setHidden(false);
  await still.pass(5_000);

  await context.setOffline(true);
  const offline = await cost(() => still.pass(600_000, 10_000));
  await expect(page.getByRole("status", { name: "Live updates" })).toContainText("Offline");
  const online = await cost(async () => {
    await context.setOffline(false);
    await still.pass(1_000, 250);
  });

  await still.pass(5_000);
  // A sleeping machine fires each timer once when it wakes.
  const awake = await cost(async () => {
    await page.clock.fastForward(1_800_000);
    await still.pass(1_000, 250);
  });
  figure(
    info,
    `notices off: ${silent} in 10 min; offline: ${offline} in 10 min, then ${online}; after 30 min asleep: ${awake} within 1 s`,
  );
  expect([silent, offline, online, awake]).toEqual([0, 0, 1, 1]);
});

/** How many requests something costs. */
function counter(count: () => number): (what: () => Promise<void>) => Promise<number> {
  return async (what) => {
    const before = count();
    await what();
    return count() - before;
  };
}
