/** The line for people who come back: what happened, when, and nothing that agents wrote. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { SeenRun } from "../api/seen-runs.ts";
import { parseRun } from "../contract/run.ts";
import { formatClock } from "../ui/time.tsx";
import { awayWords, seenOf } from "./away-words.ts";

const AT = Date.parse("2026-11-24T14:02:00Z");
const before: SeenRun = {
  agentId: 57,
  workflowId: "wf_57_run_1",
  temporalRunId: "t",
  at: AT - 60_000,
  status: "awaiting_human",
  finished: 2,
  failed: 0,
  approvalId: "apr_1",
};
const running = { status: "running", source: "live-query", runlight: {} };

test("steps that finished, an approval that timed out, the end", () => {
  const run = {
    status: "error",
    source: "live-query",
    endedAt: new Date(AT).toISOString(),
    runlight: {
      decisions: [
        { approvalId: "apr_1", nodeId: "n", decision: "timed_out" as const, by: "", at: new Date(AT).toISOString() },
      ],
    },
  };
  const { approvalId: _, ...rest } = before;
  expect(awayWords(before, { ...rest, status: "error", finished: 5, failed: 1 }, run)).toBe(
    `3 steps finished, 1 step failed, approval timed out ${formatClock(AT)}, ended as Error ${formatClock(AT)}`,
  );
});

test("a new approval, a run that goes on, and nothing at all", () => {
  const { approvalId: _, ...answered } = before;
  expect(awayWords({ ...answered, status: "running" }, before, running)).toBe("an approval waits");
  expect(awayWords(before, { ...before, approvalId: "apr_2" }, running)).toBe("an approval waits");
  expect(awayWords(before, { ...answered, status: "running" }, running)).toBe("now Running");
  expect(awayWords(before, before, running)).toBe("");
});

test("what is remembered of a run holds none of its payloads", () => {
  const run = parseRun(
    '{"workflowId":"wf_57_run_1","status":"awaiting_human","summary":"SECRET","agentName":"SECRET","taskError":"SECRET",' +
      '"pendingApproval":{"id":"apr_1","title":"SECRET"},"workflowNodes":[{"title":"SECRET"}]}',
  );
  expect(JSON.stringify(seenOf(57, run, [], AT))).not.toContain("SECRET");
  expect(seenOf(57, run, [], AT).approvalId).toBe("apr_1");
});

test("property: the same state is no news; more finished steps are counted exactly", () => {
  const state = fc.record({ finished: fc.nat(10_000), failed: fc.nat(100), status: fc.constantFrom("running", "x") });
  fc.assert(
    fc.property(state, fc.nat(50), (some, more) => {
      const then = { ...before, ...some };
      const words = awayWords(then, { ...then, finished: then.finished + more }, running);
      expect(words).toBe(more === 0 ? "" : `${more} step${more === 1 ? "" : "s"} finished`);
    }),
    { numRuns: 10_000 },
  );
});
