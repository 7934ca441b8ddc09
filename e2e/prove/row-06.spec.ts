/** Row 06: a hung server never freezes the page silently. In real time. */
import { figure } from "./figure.ts";
import { RUN_PAGE, RUN_POLL, runAnswer } from "./run-answers.ts";
import { expect, test } from "./run-page.ts";

const INTERVAL_MS = 2_000;

for (const kind of ["hang", "drip"] as const) {
  test(`row 06: A hung server never freezes the page silently (${kind})`, async ({ page, faults }, info) => {
    faults.use(RUN_POLL, { kind: "answer", text: () => runAnswer() });
    await page.goto(RUN_PAGE);
    const strip = page.getByRole("status", { name: "Live updates" });
    await expect(strip).toContainText("Live");

    const aborted = new Promise<number>((resolve) => {
      page.on("request", (request) => {
        if (!isPoll(request.url()) || faults.count(RUN_POLL) === 0 || !isHung) return;
        const sentAt = Date.now();
        page.on("requestfailed", (failed) => failed === request && resolve(Date.now() - sentAt));
      });
    });
    let isHung = true;
    faults.use(RUN_POLL, kind === "hang" ? { kind } : { kind, text: runAnswer() });
    const lastAt = faults.seen.findLast(({ path }) => isPoll(path))?.at ?? 0;
    await expect(strip).toContainText(/last confirmed \d\d:\d\d:\d\d/, { timeout: 15_000 });
    const saidMs = Date.now() - lastAt - 2 * INTERVAL_MS;
    const abortedMs = await aborted;
    isHung = false;
    await expect(strip).toContainText(/Reconnecting/);
    await expect(strip).toContainText(/as of \d\d:\d\d:\d\d/);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Refund Review");
    figure(
      info,
      `${kind}: said ${(saidMs / 1_000).toFixed(1)} s after 2 missed intervals, aborted at ${(abortedMs / 1_000).toFixed(1)} s`,
    );
    expect(saidMs).toBeLessThanOrEqual(5_000);
    expect(abortedMs).toBeGreaterThanOrEqual(9_500);
    expect(abortedMs).toBeLessThanOrEqual(11_000);
  });
}

function isPoll(url: string): boolean {
  return RUN_POLL.test(`GET ${url.replace(/^https?:\/\/[^/]+/, "")}`);
}
