/** Row 08: an outage is not multiplied. */
import { expect, test } from "@playwright/test";
import { parseRun } from "../../src/contract/run.ts";
import { fakeTime } from "./fake-time.ts";
import { figure } from "./figure.ts";
import { runAnswer } from "./run-answers.ts";
import { watchInProcess } from "./watch-in-process.ts";

const VIEWERS = 20;
const OUTAGE_MS = 30 * 60_000;
/** 2 + 4 + 8 + 16 + 32 s, each up to a fifth or a half longer. */
const UNTIL_CAP_MS = 80_000;

test("row 08: Outage is not multiplied", async ({}, info) => {
  const time = fakeTime();
  const run = parseRun(runAnswer({ startedAt: new Date(time.now()).toISOString() }));
  const gaps: number[] = [];
  let least = Infinity;
  for (let seed = 0; seed < VIEWERS; seed++) {
    let isUp = true;
    const problem = { name: "network", status: 0, title: "", detail: "" } as const;
    const viewer = watchInProcess(time, () => (isUp ? { kind: "run", run } : { kind: "problem", problem }), { seed });
    await time.pass(10_000);
    isUp = false;
    const from = time.now();
    await time.pass(OUTAGE_MS);
    const atCap = viewer.sentAt.filter((at) => at > from + UNTIL_CAP_MS);
    for (const [i, at] of atCap.entries()) if (i > 0) gaps.push(at - (atCap[i - 1] ?? 0));
    least = Math.min(least, atCap.length);
    viewer.leave();
  }
  const [shortest, longest] = [Math.min(...gaps), Math.max(...gaps)];
  figure(
    info,
    `${VIEWERS} viewers, 30 min outage: at the cap a request every ${shortest / 1_000} to ${longest / 1_000} s`,
  );
  expect(shortest).toBeGreaterThanOrEqual(48_000);
  // Nor does anybody give up.
  expect(longest).toBeLessThanOrEqual(72_000);
  expect(least).toBeGreaterThanOrEqual(20);
});
