/** Row 13: the page never steps back within one attempt and never mixes two runs. */
import { expect, test } from "@playwright/test";
import * as fc from "fast-check";
import { isEnded, parseRun } from "../../src/contract/run.ts";
import { EMPTY_WATCHED, takeOutcome } from "../../src/contract/watch-state.ts";
import type { Outcome, Watched } from "../../src/contract/watching.ts";
import { figure } from "./figure.ts";

const SCHEDULES = 10_000;

const answer = fc.record({
  workflowId: fc.constantFrom("wf_1_run_1", "wf_1_run_1", "wf_1_run_1", "wf_1_run_2"),
  agentId: fc.constantFrom(1, 1, 1, 2),
  temporalRunId: fc.constantFrom("a", "a", "b", "c"),
  source: fc.constantFrom("live-query", "live-query", "history"),
  status: fc.constantFrom("running", "awaiting_human", "completed", "error", "cancelled", "odd"),
});
const sent = fc.record({
  text: fc.option(
    answer.map((fields) => JSON.stringify(fields)),
    { freq: 4 },
  ),
  status: fc.constantFrom(0, 404, 429, 500),
  takesMs: fc.nat(12),
});

test("row 13: Never steps back or mixes runs", async ({}, info) => {
  let violations = 0;
  let outcomes = 0;
  let ignored = 0;
  const property = fc.property(fc.array(sent, { maxLength: 40 }), fc.boolean(), (requests, isPinned) => {
    const asked = { agentId: 1, workflowId: "wf_1_run_1", ...(isPinned ? { temporalRunId: "a" } : {}) };
    const settling = requests
      .map(({ text, status, takesMs }, i): Outcome => {
        const ended = { request: i + 1, sentAt: i, settledAt: i + takesMs };
        if (text !== null) return { ...ended, kind: "run", run: parseRun(text) };
        return { ...ended, kind: "problem", problem: { name: "other", status, title: "", detail: "" } };
      })
      .toSorted((a, b) => a.settledAt - b.settledAt);
    let watched: Watched = EMPTY_WATCHED;
    let newest = 0;
    for (const outcome of settling) {
      const next = takeOutcome(watched, outcome, asked);
      outcomes++;
      if (outcome.request < newest) {
        ignored++;
        if (next !== watched) violations++;
      }
      newest = Math.max(newest, outcome.request);
      violations += breaks(watched.run, next.run, isPinned);
      watched = next;
    }
  });
  fc.assert(property, { numRuns: SCHEDULES, seed: 13 });
  figure(
    info,
    `${SCHEDULES.toLocaleString("en")} schedules, ${outcomes.toLocaleString("en")} answers, ` +
      `${ignored.toLocaleString("en")} out of order: ${violations} violations`,
  );
  expect(ignored).toBeGreaterThan(10_000);
  expect(violations).toBe(0);
});

function breaks(was: Watched["run"], is: Watched["run"], isPinned: boolean): number {
  if (!is) return was ? 1 : 0;
  if (is.workflowId !== "wf_1_run_1" || is.agentId !== 1) return 1;
  if (isPinned && is.temporalRunId !== "a") return 1;
  if (!was || was.temporalRunId !== is.temporalRunId) return 0;
  if (isEnded(was) && !isEnded(is)) return 1;
  return was.source === "history" && is.source !== "history" ? 1 : 0;
}
