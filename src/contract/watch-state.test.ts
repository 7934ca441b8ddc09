/** What an outcome changes, and what it never may. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextPoll } from "./poll-rule.ts";
import type { Problem } from "./problem.ts";
import { isEnded, parseRun, type Run } from "./run.ts";
import { type Asked, EMPTY_WATCHED, takeOutcome } from "./watch-state.ts";
import type { Outcome, Watched } from "./watching.ts";

const ASKED: Asked = { agentId: 1, workflowId: "wf_1_run_1" };

function runOf(fields: Record<string, unknown> = {}): Run {
  const fixed = { workflowId: "wf_1_run_1", agentId: 1, status: "running", source: "live-query", temporalRunId: "a" };
  return parseRun(JSON.stringify({ ...fixed, ...fields }));
}

let request = 0;
function got(run: Run, more: Partial<Outcome> = {}): Outcome {
  request++;
  return {
    kind: "run",
    run,
    request,
    sentAt: request * 1_000,
    settledAt: request * 1_000 + 50,
    etag: `"${request}"`,
    ...more,
  } as Outcome;
}
function failed(status: number, more: Partial<Outcome> = {}): Outcome {
  request++;
  const problem: Problem = { name: "other", status, title: "", detail: "" };
  return {
    kind: "problem",
    problem,
    request,
    sentAt: request * 1_000,
    settledAt: request * 1_000 + 50,
    ...more,
  } as Outcome;
}
function after(...outcomes: Outcome[]): Watched {
  return outcomes.reduce<Watched>((watched, outcome) => takeOutcome(watched, outcome, ASKED), EMPTY_WATCHED);
}

const completed = runOf({ status: "completed" });
const history = runOf({ status: "completed", source: "history" });

test("an outcome older than the last taken changes nothing: the same object comes back", () => {
  const old = got(runOf());
  const watched = after(got(completed));
  expect(takeOutcome(watched, old, ASKED)).toBe(watched);
});

test("data stays when a request fails, and failures are counted until the next success", () => {
  const watched = after(got(runOf()), failed(500), failed(0));
  expect(watched).toMatchObject({ failures: 2, settled: 3, run: { status: "running" }, problem: { status: 0 } });
  const healed = takeOutcome(watched, got(runOf({ summary: "more" })), ASKED);
  expect(healed.problem).toBeUndefined();
  expect(healed.failures).toBe(0);
});

test("an unchanged answer keeps the run object, by 304 and by equal text", () => {
  const watched = after(got(runOf()));
  const again = takeOutcome(watched, got(runOf()), ASKED);
  expect(again.run).toBe(watched.run);
  const unchanged = takeOutcome(again, { ...got(runOf()), kind: "unchanged" } as Outcome, ASKED);
  expect(unchanged.run).toBe(watched.run);
  expect(unchanged.confirmedAt).toBeGreaterThan(again.confirmedAt ?? 0);
  expect(after({ ...got(runOf()), kind: "unchanged" } as Outcome).problem?.name).toBe("bad-answer");
});

test("403 takes the payload off the screen", () => {
  const watched = after(got(history), failed(403));
  expect(JSON.stringify(watched)).not.toContain("wf_1_run_1");
  expect(watched.problem?.status).toBe(403);
});

describe("never steps back within one attempt", () => {
  test.each([
    ["completed → running", completed, runOf()],
    ["history → running", history, runOf()],
    ["history → live-query", history, runOf({ status: "completed", summary: "other" })],
    ["completed → running without an attempt's id", completed, runOf({ temporalRunId: "" })],
    ["unknown word with an end → running", runOf({ status: "odd", endedAt: "2026-01-01T00:00:00Z" }), runOf()],
  ])("%s", (_, before, run) => {
    const watched = after(got(before), got(run));
    expect(watched.run).toBe(before);
    expect(watched.drift).toBeTruthy();
    expect(watched.sinceEnd).toBe(1);
    expect(takeOutcome(watched, got(before), ASKED).drift).toBeUndefined();
  });
  test("forward is fine: running → completed → history, remembering the last live answer", () => {
    const watched = after(got(runOf()), got(completed), got(history));
    expect(watched).toMatchObject({ run: { source: "history" }, lastLive: { status: "completed" } });
    expect(watched.drift).toBeUndefined();
  });
});

describe("attempts", () => {
  test("a new one while watching the latest resets the end and remembers the earlier", () => {
    const reason = runOf({ status: "error", historyUnavailableReason: "gone" });
    const watched = after(got(reason), failed(500), got(runOf({ temporalRunId: "b" })));
    expect(watched).toMatchObject({ previousTemporalRunId: "a", sinceEnd: 0, failures: 0 });
    expect(watched.hasHistoryReason).toBeUndefined();
    expect(
      nextPoll(watched, { isHidden: false, isOnline: true, isPaused: false, areNoticesOff: false, seed: 1 }).strip.kind,
    ).toBe("live");
  });
  test("going back to the earlier one is refused, by id and by start", () => {
    const back = after(got(runOf()), got(runOf({ temporalRunId: "b" })), got(runOf()));
    expect(back).toMatchObject({ run: { temporalRunId: "b" } });
    expect(back.drift).toBeTruthy();
    const older = runOf({ temporalRunId: "c", startedAt: "2026-01-01T00:00:00Z" });
    expect(after(got(runOf({ startedAt: "2026-01-02T00:00:00Z" })), got(older)).run?.temporalRunId).toBe("a");
  });
  test("pinned to one, another is the wrong run", () => {
    const watched = takeOutcome(EMPTY_WATCHED, got(runOf({ temporalRunId: "b" })), { ...ASKED, temporalRunId: "a" });
    expect(watched.problem?.name).toBe("wrong-run");
    expect(watched.run).toBeUndefined();
  });
});

test.each([
  ["another workflow", { workflowId: "wf_1_run_2" }],
  ["another agent", { agentId: 2 }],
])("an answer for %s is refused, the data kept", (_, fields) => {
  const watched = after(got(runOf()), got(runOf(fields)));
  expect(watched).toMatchObject({ problem: { name: "wrong-run" }, run: { workflowId: "wf_1_run_1" }, failures: 1 });
});

test("an agent id that cannot be read is no other agent", () => {
  expect(after(got(runOf({ agentId: "one" }))).run?.status).toBe("running");
});

test("the server's clock is taken from the moment of the answer; latency alone does not move it", () => {
  const off = after(got(runOf(), { serverNow: 10_000_000, answeredAt: 1_000 }));
  expect(off.clockOffsetMs).toBe(9_999_000);
  expect(takeOutcome(off, got(runOf(), { serverNow: 10_000_100, answeredAt: 1_000 }), ASKED).clockOffsetMs).toBe(
    9_999_000,
  );
});

test("a quick “unchanged” was not held, whatever its header says", () => {
  const held = (ms: number) =>
    after(got(runOf()), { kind: "unchanged", request: ++request, sentAt: 0, settledAt: ms, waited: true }).waited;
  expect(held(20_000)).toBe(true);
  expect(held(20)).toBe(false);
});

test("10,000 schedules: whatever settles in whatever order, nothing steps back and no foreign run is shown", () => {
  const status = fc.constantFrom("running", "awaiting_human", "completed", "error", "cancelled", "odd");
  const answer = fc.record({
    workflowId: fc.constantFrom("wf_1_run_1", "wf_1_run_1", "wf_1_run_2"),
    agentId: fc.constantFrom(1, 1, 2),
    temporalRunId: fc.constantFrom("a", "a", "b"),
    source: fc.constantFrom("live-query", "history"),
    status,
  });
  const outcome = fc.oneof(
    answer.map((fields) => got(runOf(fields))),
    fc.constantFrom(0, 404, 429, 500).map((code) => failed(code)),
  );
  const schedule = fc.array(fc.tuple(outcome, fc.nat(30)), { maxLength: 30 });
  const property = fc.property(schedule, fc.boolean(), (sent, isPinned) => {
    const asked = isPinned ? { ...ASKED, temporalRunId: "a" } : ASKED;
    const settling = sent
      .map(([one, delay], i) => ({ one: { ...one, request: i + 1 }, at: i + delay }))
      .toSorted((a, b) => a.at - b.at);
    let watched: Watched = EMPTY_WATCHED;
    let newest = 0;
    for (const { one } of settling) {
      const next = takeOutcome(watched, one, asked);
      if (one.request < newest) expect(next).toBe(watched);
      newest = Math.max(newest, one.request);
      const [was, is] = [watched.run, next.run];
      if (is) expect([is.workflowId, is.agentId]).toEqual(["wf_1_run_1", 1]);
      if (is && isPinned) expect(is.temporalRunId).toBe("a");
      if (was && is && was.temporalRunId === is.temporalRunId) {
        expect(isEnded(was) && !isEnded(is)).toBe(false);
        expect(was.source === "history" && is.source !== "history").toBe(false);
      }
      if (was) expect(is).toBeDefined();
      watched = next;
    }
  });
  fc.assert(property, { numRuns: 10_000 });
});
