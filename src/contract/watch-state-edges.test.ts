/** What is known of a run, member by member: what each outcome sets, keeps and takes away. */
import { expect, test } from "vitest";
import type { Problem } from "./problem.ts";
import { parseRun, type Run } from "./run.ts";
import { type Asked, EMPTY_WATCHED, takeOutcome } from "./watch-state.ts";
import type { Outcome, Watched } from "./watching.ts";

const ASKED: Asked = { agentId: 1, workflowId: "wf_1_run_1" };
const STARTED = { startedAt: "2026-01-02T00:00:00Z" };

function runOf(fields: Record<string, unknown> = {}): Run {
  const fixed = { workflowId: "wf_1_run_1", agentId: 1, status: "running", source: "live-query", temporalRunId: "a" };
  return parseRun(JSON.stringify({ ...fixed, ...fields }));
}

type More = Partial<Outcome>;
type Step = (request: number) => Outcome;
const timed = (request: number) => ({ request, sentAt: request * 1_000, settledAt: request * 1_000 + 50 });
const got =
  (fields: Record<string, unknown> = {}, more: More = {}): Step =>
  (request) =>
    ({ kind: "run", run: runOf(fields), ...timed(request), ...more }) as Outcome;
const unchanged =
  (more: More = {}): Step =>
  (request) =>
    ({ kind: "unchanged", ...timed(request), ...more }) as Outcome;
const failed =
  (status: number, more: More = {}): Step =>
  (request) => {
    const problem: Problem = { name: "other", status, title: "", detail: "" };
    return { kind: "problem", problem, ...timed(request), ...more } as Outcome;
  };

/** The steps one after the other, as requests 1, 2, 3 … */
const after = (...steps: readonly Step[]): Watched => going(ASKED, ...steps);
function going(asked: Asked, ...steps: readonly Step[]): Watched {
  let watched: Watched | undefined;
  for (const [i, step] of steps.entries()) watched = takeOutcome(watched, step(i + 1), asked);
  return watched ?? EMPTY_WATCHED;
}

const completed = { status: "completed" };
const reason = { status: "error", historyUnavailableReason: "gone" };
const history = { status: "completed", source: "history" };
const second = { temporalRunId: "b" };

test("a first answer sets these members and no others", () => {
  const { run, ...others } = after(got());
  expect(run?.temporalRunId).toBe("a");
  expect(others).toEqual({ ...EMPTY_WATCHED, settled: 1, lastRequest: 1, settledAt: 1_050, confirmedAt: 1_050 });
});

test("a first failure sets these members and no others", () => {
  const { problem, ...others } = after(failed(500));
  expect(problem?.status).toBe(500);
  expect(others).toEqual({ ...EMPTY_WATCHED, settled: 1, lastRequest: 1, settledAt: 1_050, failures: 1 });
});

test("the same request settles once", () => {
  const watched = after(got());
  expect(takeOutcome(watched, failed(500)(1), ASKED)).toBe(watched);
});

test("an etag is the last answer's, and gone when that had none", () => {
  const etag = { etag: '"1"' };
  expect(after(got({}, etag)).etag).toBe('"1"');
  expect(after(got({}, etag), unchanged()).etag).toBe('"1"');
  expect(after(got({}, etag), failed(500)).etag).toBe('"1"');
  expect(after(got({}, etag), got({}, { etag: '"2"' })).etag).toBe('"2"');
  expect(after(got({}, etag), got())).not.toHaveProperty("etag");
  expect(after(got({}, etag), got(second))).not.toHaveProperty("etag");
  expect(after(got({}, etag), got(second, { etag: '"2"' })).etag).toBe('"2"');
});

test("an answer is as old as it says when it was given", () => {
  expect(after(got({}, { ageMs: 30 })).confirmedAt).toBe(1_020);
  expect(after(got(), unchanged({ ageMs: 30 })).confirmedAt).toBe(2_020);
  expect(after(got(), failed(500)).confirmedAt).toBe(1_050);
});

test("what the last request asked and was told is the last request's alone; that a server holds requests stays", () => {
  const asked = { askedToWait: true, retryAfterMs: 5_000, waited: true };
  expect(after(got({}, asked))).toMatchObject({ askedToWait: true, backAfterMs: 5_000, canHold: true, waited: true });
  for (const next of [got(), unchanged(), failed(500), got(second)]) {
    const watched = after(got({}, asked), next);
    expect(watched).not.toHaveProperty("askedToWait");
    expect(watched).not.toHaveProperty("backAfterMs");
    expect(watched).toMatchObject({ canHold: true, waited: false });
  }
});

test("an answer with news was held when it says so, one without when it also took a second", () => {
  expect(after(got({}, { waited: true })).waited).toBe(true);
  expect(after(got({}, { waited: false })).waited).toBe(false);
  const held = (ms: number, waited: boolean) => after(got(), unchanged({ waited, settledAt: 2_000 + ms })).waited;
  expect(held(1_000, true)).toBe(true);
  expect(held(999, true)).toBe(false);
  expect(held(20_000, false)).toBe(false);
  expect(after(failed(500, { waited: true })).waited).toBe(false);
});

test("requests after the end are counted, good or bad, from the first ended answer on", () => {
  expect(after(got(completed)).sinceEnd).toBe(0);
  expect(after(got(), got(), got(completed)).sinceEnd).toBe(0);
  expect(after(got(completed), failed(500), unchanged(), got(completed), got({ ...completed, summary: "x" }))).toEqual(
    expect.objectContaining({ sinceEnd: 4 }),
  );
  expect(after(got(), failed(500), unchanged()).sinceEnd).toBe(0);
  expect(after(got(completed), failed(500), got({ ...completed, ...second })).sinceEnd).toBe(0);
});

test("a reason counts from an ended answer on, and stays when it is not said again", () => {
  expect(after(got(reason)).hasHistoryReason).toBe(true);
  expect(after(got(reason), got({ status: "error" })).hasHistoryReason).toBe(true);
  expect(after(got({ historyUnavailableReason: "gone" }))).not.toHaveProperty("hasHistoryReason");
  expect(after(got(completed))).not.toHaveProperty("hasHistoryReason");
  expect(after(got(reason), got(second))).not.toHaveProperty("hasHistoryReason");
});

test("the last live answer is kept when history comes, and only then", () => {
  expect(after(got(), got(completed))).not.toHaveProperty("lastLive");
  const turned = after(
    got({ summary: "live" }),
    got({ ...history, summary: "one" }),
    got({ ...history, summary: "two" }),
  );
  expect(turned.lastLive?.text).toContain('"live"');
  expect(turned.run?.text).toContain('"two"');
  expect(after(got(history))).not.toHaveProperty("lastLive");
  expect(after(got(), got(history), got({ ...history, ...second }))).not.toHaveProperty("lastLive");
});

test("a 403 leaves nothing of the run, and nothing learned of it", () => {
  const drifted = [got({ ...completed, temporalRunId: "0" }), got(reason), got()];
  expect(after(...drifted)).toMatchObject({ previousTemporalRunId: "0", hasHistoryReason: true, sinceEnd: 1 });
  expect(after(...drifted).drift).toBeDefined();
  const { problem, ...others } = after(
    got({ summary: "live" }, { etag: '"1"' }),
    got(history),
    ...drifted,
    failed(403),
  );
  expect(problem?.status).toBe(403);
  expect(others).toEqual({ ...EMPTY_WATCHED, settled: 6, lastRequest: 6, settledAt: 6_050, failures: 1 });
  expect(after(...drifted, failed(403))).not.toHaveProperty("hasHistoryReason");
  expect(after(got({}, { etag: '"1"' }), got(history, { etag: '"2"' }), failed(403))).not.toHaveProperty("etag");
  expect(after(got(), got(history), failed(403))).not.toHaveProperty("lastLive");
});

test("what steps back is said, confirms nothing, and is forgotten with the next good answer", () => {
  const back = after(got(completed), failed(500), got());
  expect(back).toMatchObject({ drift: "The server answered “running” after “completed”.", failures: 0 });
  expect(back).not.toHaveProperty("problem");
  expect(back.confirmedAt).toBe(1_050);
  expect(after(got(history), got(completed)).drift).toBe(
    "The server answered from the running workflow after it had answered from history.",
  );
  expect(after(got(), got(second), got()).drift).toBe("The server answered with an earlier attempt, a.");
  expect(after(got(completed), got(), got(completed))).not.toHaveProperty("drift");
  expect(after(got(completed), got(), got(second))).not.toHaveProperty("drift");
});

test("an attempt nobody names is no other attempt", () => {
  const nameless = { temporalRunId: undefined };
  expect(after(got({ ...completed, ...nameless }), got()).drift).toBeDefined();
  expect(after(got(completed), got(nameless)).drift).toBeDefined();
  expect(after(got(nameless), got())).not.toHaveProperty("previousTemporalRunId");
  expect(after(got(), got(nameless))).not.toHaveProperty("previousTemporalRunId");
  expect(after(got(), got(nameless))).not.toHaveProperty("drift");
  expect(after(got(), got())).not.toHaveProperty("previousTemporalRunId");
});

test("an attempt that started earlier is an earlier one; one that started in the same moment is not", () => {
  const laterBy = (ms: number) => ({
    ...second,
    startedAt: new Date(Date.parse(STARTED.startedAt) + ms).toISOString(),
  });
  expect(after(got(STARTED), got(laterBy(-1))).run?.temporalRunId).toBe("a");
  expect(after(got(STARTED), got(laterBy(0))).run?.temporalRunId).toBe("b");
  expect(after(got(STARTED), got(laterBy(1)), got({ ...STARTED, temporalRunId: "c" })).run?.temporalRunId).toBe("b");
  expect(after(got(), got(laterBy(0))).run?.temporalRunId).toBe("b");
});

test("an attempt asked for by id may be written in either case, and may be nameless", () => {
  const pinned = { ...ASKED, temporalRunId: "Ab" };
  expect(going(pinned, got({ temporalRunId: "aB" })).run).toBeDefined();
  expect(going(pinned, got({ temporalRunId: undefined })).run).toBeDefined();
  expect(going(pinned, got({ temporalRunId: "ac" })).run).toBeUndefined();
});

test("what is wrong with an answer is said in words", () => {
  expect(after(got({ workflowId: "wf_1_run_2", agentId: 2 })).problem).toEqual({
    name: "wrong-run",
    status: 0,
    title: "The server answered with another run",
    detail: "Asked for wf_1_run_1 of agent 1, got wf_1_run_2 of agent 2.",
  });
  expect(after(unchanged()).problem).toEqual({
    name: "bad-answer",
    status: 0,
    title: "The answer could not be read",
    detail: "The server says “unchanged”, but nothing was there.",
  });
});

test("the clock moves by a fifth of a second or more, either way, and stays where no server speaks", () => {
  const offset = (by: number) =>
    after(got({}, { serverNow: 6_050 }), got({}, { serverNow: 7_050 + by, answeredAt: 2_050 })).clockOffsetMs;
  expect([offset(0), offset(199), offset(-199)]).toEqual([5_000, 5_000, 5_000]);
  expect([offset(200), offset(-200)]).toEqual([5_200, 4_800]);
  expect(after(got({}, { serverNow: 6_050 }), failed(0)).clockOffsetMs).toBe(5_000);
});
