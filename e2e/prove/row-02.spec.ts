/** Row 02: a run whose history is gone, or does not come, is not polled for ever. */
import { type Life, liveOnce } from "../../src/contract/random-life.ts";
import { figure } from "./figure.ts";
import { endedAnswer, RUN_POLL } from "./run-answers.ts";
import { expect, openStill, test } from "./run-page.ts";

const LIVES = 20_000;
const REASON = "The history passed its retention <b>30 days</b> ago.";

test("row 02: A run whose history is gone does not poll for ever", async ({}, info) => {
  const lives = Array.from({ length: LIVES }, (_, seed) => liveOnce(seed));
  const worst = (count: (life: Life) => number) => Math.max(...lives.map(count));
  const [end, reason] = [worst(({ afterEnd }) => afterEnd), worst(({ afterReason }) => afterReason)];
  figure(info, `${LIVES.toLocaleString("en")} lives: at most ${end} requests after the end, ${reason} with a reason`);
  expect(reason).toBeLessThanOrEqual(3);
  expect(end).toBeLessThanOrEqual(6);
  expect(lives.filter(({ broken }) => broken !== "")).toEqual([]);
});

for (const [words, fields, budget, said] of [
  ["without a reason", {}, 6, "history not ready"],
  ["with a reason", { historyUnavailableReason: REASON }, 3, "history unavailable"],
] as const) {
  test(`row 02: ${words} the page stops and one click asks once`, async ({ page, faults }, info) => {
    test.setTimeout(180_000);
    faults.use(RUN_POLL, { kind: "answer", text: () => endedAnswer(fields) });
    const still = await openStill(page);
    await still.pass(180_000, 1_000);
    const after = faults.count(RUN_POLL) - 1;
    const before = faults.seen.length;
    await still.pass(600_000, 30_000);
    const later = faults.seen.length - before;
    await expect(page.getByRole("status", { name: "Live updates" })).toContainText(said);
    if ("historyUnavailableReason" in fields)
      await expect(page.getByRole("region", { name: "History unavailable" })).toContainText(REASON);

    const beforeClick = faults.count(RUN_POLL);
    await page.getByRole("button", { name: "Check again" }).first().click();
    await still.pass(600_000, 30_000);
    const clicked = faults.count(RUN_POLL) - beforeClick;
    figure(info, `${words} ${after} requests after the end, ${later} in the next 10 min, ${clicked} for a click`);
    expect(after).toBeLessThanOrEqual(budget);
    expect(later).toBe(0);
    expect(clicked).toBe(1);
  });
}
