/** Row 04: clock ticks and re-renders neither starve nor speed polling. */
import { expect, test } from "@playwright/test";
import { parseRun } from "../../src/contract/run.ts";
import { fakeTime } from "./fake-time.ts";
import { figure } from "./figure.ts";
import { runAnswer } from "./run-answers.ts";
import { watchInProcess } from "./watch-in-process.ts";

const MINUTES = 20;

test("row 04: Clock ticks and re-renders never starve or speed polling", async ({}, info) => {
  const time = fakeTime();
  const counts: number[] = [];
  for (let seed = 0; seed < MINUTES; seed++) {
    const run = parseRun(runAnswer({ startedAt: new Date(time.now()).toISOString() }));
    const viewer = watchInProcess(time, () => ({ kind: "run", run }), { seed });
    for (let i = 0; i < 600; i++) {
      viewer.render();
      await time.pass(100);
    }
    // The first is sent by opening the page.
    counts.push(viewer.sentAt.length - 1);
    viewer.leave();
  }
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  figure(info, `${MINUTES} tabs re-rendered every 100 ms: ${least} to ${most} requests a minute at 2 s`);
  expect(least).toBeGreaterThanOrEqual(27);
  expect(most).toBeLessThanOrEqual(33);
});
