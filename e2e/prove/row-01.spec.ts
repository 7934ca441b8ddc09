/** Row 01: a finished run costs nothing. */
import { figure } from "./figure.ts";
import { endedAnswer, RUN_POLL, runAnswer } from "./run-answers.ts";
import { expect, openStill, test } from "./run-page.ts";

test("row 01: A finished run costs nothing", async ({ page, context, faults }, info) => {
  test.setTimeout(180_000);
  faults.use(RUN_POLL, { kind: "answer", text: () => runAnswer() });
  const still = await openStill(page);
  await still.pass(20_000);
  // The same page with a run that goes on does ask.
  expect(faults.count(RUN_POLL)).toBeGreaterThanOrEqual(8);
  faults.use(RUN_POLL, { kind: "answer", text: endedAnswer({ source: "history" }) });
  await still.pass(3_000);
  await expect(page.getByRole("status", { name: "Live updates" })).toContainText("Final");

  const before = faults.seen.length;
  for (let i = 0; i < 20; i++) {
    await still.setHidden(true);
    await still.pass(14_000, 7_000);
    await still.setHidden(false);
    await still.focus();
    if (i % 4 === 0) {
      await context.setOffline(true);
      await still.pass(1_000);
      await context.setOffline(false);
    }
    await still.pass(16_000, 8_000);
  }
  const sent = faults.seen.slice(before).map(({ method, path }) => `${method} ${path}`);
  figure(info, `10 min, 20 tab switches, 5 reconnects: ${sent.length} requests`);
  expect(sent).toEqual([]);
});
