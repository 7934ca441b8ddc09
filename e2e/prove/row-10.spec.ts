/** Row 10: a refusal stops polling at once, and a 403 takes the payload off the screen. */
import { figure } from "./figure.ts";
import { RUN_POLL, runAnswer } from "./run-answers.ts";
import { expect, openStill, test } from "./run-page.ts";

const SECRET = "payload-that-must-go";

for (const [status, words] of [
  [401, "Signed out"],
  [403, "No access"],
  [410, "Bad link"],
] as const) {
  test(`row 10: Auth stops at once (${status})`, async ({ page, faults }, info) => {
    test.setTimeout(180_000);
    faults.use(RUN_POLL, { kind: "answer", text: () => runAnswer({ summary: SECRET }) });
    const still = await openStill(page);
    await expect(page.getByText(SECRET).first()).toBeVisible();
    faults.use(RUN_POLL, { kind: "status", status, body: '{"title":"No","status":0}' });
    await still.pass(4_000);
    expect(faults.count(RUN_POLL)).toBe(2);

    const before = faults.count(RUN_POLL);
    for (let i = 0; i < 10; i++) {
      await still.setHidden(true);
      await still.pass(30_000, 15_000);
      await still.setHidden(false);
      await still.focus();
      await still.pass(30_000, 15_000);
    }
    const after = faults.count(RUN_POLL) - before;
    await expect(page.getByRole("status", { name: "Live updates" })).toContainText(words);
    const shown = (await page.content()).split(SECRET).length - 1;
    figure(info, `${status}: ${after} further requests in 10 min, payload on screen ${shown} times`);
    expect(after).toBe(0);
    if (status === 403) expect(shown).toBe(0);
    else expect(shown).toBeGreaterThan(0);
  });
}
