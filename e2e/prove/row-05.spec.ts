/** Row 05: a hostile Retry-After is harmless. */
import { expect, test } from "@playwright/test";
import { nextPoll } from "../../src/contract/poll-rule.ts";
import { readProblem } from "../../src/contract/problem-read.ts";
import { randomOf } from "../../src/contract/random-life.ts";
import { EMPTY_WATCHED, takeOutcome } from "../../src/contract/watch-state.ts";
import { figure } from "./figure.ts";

const INPUTS = 100_000;
const NOW = Date.parse("2026-11-24T12:00:00Z");
const KNOWN = ["-1", "NaN", "0", "3000000000", "3e9", "", " ", "Infinity", "1.5", "0x10", "9".repeat(400), "soon"];

test("row 05: Hostile Retry-After harmless", async ({}, info) => {
  const random = randomOf(5);
  const pick = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)] as T;
  const header = () => {
    const at = new Date(NOW + (random() - 0.5) * 10 ** (1 + random() * 14));
    const number = (random() - 0.3) * 10 ** (random() * 20);
    return pick([pick(KNOWN), String(number), String(Math.round(number)), at.toUTCString(), at.toISOString()]);
  };
  const conditions = { isHidden: false, isOnline: true, isPaused: false, areNoticesOff: false };
  let outside = 0;
  let worst = "";
  for (let i = 0; i < INPUTS; i++) {
    const sent = header();
    const problem = readProblem(pick([429, 503]), "text/plain", "", sent, NOW);
    // What a server can make the reader say, and what no reader should have said.
    const retryAfterMs = i % 2 ? problem.retryAfterMs : pick([Number.NaN, -1, 0, 3e12, Infinity, -Infinity, 1e-9]);
    const said = retryAfterMs === undefined ? problem : { ...problem, retryAfterMs };
    const outcome = { kind: "problem", request: 1, sentAt: NOW, settledAt: NOW, problem: said } as const;
    const watched = takeOutcome(EMPTY_WATCHED, outcome, { agentId: 1, workflowId: "wf_1_run_1" });
    const { delayMs } = nextPoll({ ...watched, settled: i + 1, failures: 1 + (i % 40) }, { ...conditions, seed: i });
    if (delayMs === null || !(delayMs >= 1_000 && delayMs <= 300_000)) {
      outside++;
      worst = `${sent} → ${String(delayMs)}`;
    }
  }
  figure(info, `${INPUTS.toLocaleString("en")} inputs, ${outside} outside [1 s, 300 s]${worst && `, as ${worst}`}`);
  expect(outside).toBe(0);
});
