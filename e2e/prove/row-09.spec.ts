/** Row 09: no herd: a thousand viewers of a server that restarts come back spread out. By the shipped rule, in this process. */
import { expect, test } from "@playwright/test";
import { nextPoll } from "../../src/contract/poll-rule.ts";
import { parseRun } from "../../src/contract/run.ts";
import { takeOutcome } from "../../src/contract/watch-state.ts";
import type { Outcome, Watched } from "../../src/contract/watching.ts";
import { figure } from "./figure.ts";
import { runAnswer } from "./run-answers.ts";

const VIEWERS = 1_000;
const WINDOW_MS = 100;
const ASKED = { agentId: 57, workflowId: "wf_57_run_1" };
const START = Date.parse("2026-11-24T12:00:00Z");
const run = parseRun(runAnswer({ startedAt: new Date(START).toISOString() }));

type Ended = Pick<Outcome, "request" | "sentAt" | "settledAt">;
type End = "drained" | "killed";

/** When requests reach the server's address after it went away at time 0, in ms; it is back after `downMs`. */
function requestsAfter(end: End, downMs: number, untilMs: number): number[] {
  const sent: number[] = [];
  for (let i = 0; i < VIEWERS; i++) {
    const seed = (i * 2_654_435_761) >>> 0;
    const conditions = { isHidden: false, isOnline: true, isPaused: false, areNoticesOff: false, seed };
    let request = 0;
    let watched: Watched | undefined;
    const take = (sentAt: number, settledAt: number, what: object): void => {
      const ended: Ended = { request: ++request, sentAt: START + sentAt, settledAt: START + settledAt };
      watched = takeOutcome(watched, { ...ended, ...what } as Outcome, ASKED);
    };
    const held = { waited: true, askedToWait: true };
    take(-40_000, -40_000, { kind: "run", run, waited: true });
    // All of them are held when the server goes.
    for (let turn = 0; turn < i % 5; turn++) take(-20_000, -1_000, { kind: "unchanged", ...held });
    if (end === "killed") take(-500, 0, { kind: "problem", problem: problem() });
    else take(-500, 0, { kind: "unchanged", askedToWait: true, retryAfterMs: 1_000 * (1 + (i % 4)) });
    let now = 0;
    while (now < untilMs) {
      const { delayMs } = nextPoll(watched, conditions);
      if (delayMs === null) break;
      now += delayMs;
      sent.push(now);
      if (now < downMs) take(now, now, { kind: "problem", problem: problem() });
      // After a failure the page asks without waiting; then it is held.
      else if (watched?.problem) take(now, now, { kind: "unchanged" });
      else {
        const heldMs = 17_000 + ((seed >>> 3) % 3_000);
        take(now, now + heldMs, { kind: "unchanged", ...held });
        now += heldMs;
      }
    }
  }
  return sent.toSorted((a, b) => a - b);
}

function problem() {
  return { name: "network", status: 0, title: "", detail: "" } as const;
}

function mostIn(windowMs: number, times: readonly number[]): number {
  let most = 0;
  let from = 0;
  for (const [to, at] of times.entries()) {
    while ((times[from] ?? at) <= at - windowMs) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

test("row 09: No herd after a restart", async ({}, info) => {
  const cases = (["drained", "killed"] as const).flatMap((end) =>
    [0, 500, 2_000, 5_000, 20_000].map((downMs) => ({
      end,
      downMs,
      most: mostIn(WINDOW_MS, requestsAfter(end, downMs, 60_000)),
    })),
  );
  const worst = cases.toSorted((a, b) => b.most - a.most)[0];
  figure(
    info,
    `${VIEWERS} viewers, ${cases.length} restarts: at most ${worst?.most} requests in any ${WINDOW_MS} ms (${worst?.end}, back after ${worst?.downMs} ms)`,
  );
  expect(worst?.most).toBeLessThanOrEqual(100);
  // And everybody does come back.
  expect(requestsAfter("drained", 0, 10_000).length).toBeGreaterThanOrEqual(VIEWERS);
});
