/** The decision machine step by step: what each event makes of each state, and that every other event changes nothing. */
import { describe, expect, test } from "vitest";
import type { Decision } from "../contract/decision.ts";
import type { Problem, ProblemName } from "../contract/problem.ts";
import { decide, type DecisionEvent, type DecisionState, IDLE, replayWaitMs } from "./decision-machine.ts";

const shown = { workflowId: "w", temporalRunId: "t", approvalId: "a", requestText: "{}", digest: "d" };
const body = { decision: "approve" } as const;
const intent = { shown, body, key: "k" };
const decision: Decision = { approvalId: "a", nodeId: "n", decision: "approve", by: "mira", at: "", digest: "d" };
const problemOf = (name: ProblemName, more: Partial<Problem> = {}): Problem => {
  return { name, status: 400, title: "", detail: "", ...more };
};
const problem = problemOf("forbidden");

const confirming: DecisionState = { kind: "confirming", choice: "approve", shown };
const sending: DecisionState = { kind: "sending", intent };
const resting: DecisionState = { kind: "unknown", intent, tries: 2, isAsking: false, waitMs: 1_000 };
const asking: DecisionState = { ...resting, isAsking: true };
const over: readonly DecisionState[] = [
  { kind: "confirmed", intent, decision },
  { kind: "lost", intent },
  { kind: "changed", why: "request", wasSent: true },
  { kind: "expired", intent },
  { kind: "forbidden", intent, problem, mayHaveCounted: false },
  { kind: "run-closed", intent },
  { kind: "refused", intent, problem, mayHaveCounted: false },
];
const all: readonly DecisionState[] = [IDLE, confirming, sending, resting, asking, ...over];

/** States that this event changes nothing in: the same object comes back. */
const unmoved = (event: DecisionEvent): string[] =>
  all.filter((state) => decide(state, event) === state).map((state) => (state === asking ? "asking" : state.kind));
const overKinds = over.map((state) => state.kind);

describe("each event moves the states it is for, and no others", () => {
  test("open and dismiss: those with nothing on its way", () => {
    const open: DecisionEvent = { type: "open", choice: "reject", shown };
    expect(unmoved(open)).toEqual(["confirming", "sending", "unknown", "asking"]);
    for (const state of [IDLE, ...over]) {
      expect(decide(state, open)).toEqual({ kind: "confirming", choice: "reject", shown });
      expect(decide(state, { type: "dismiss" })).toBe(IDLE);
    }
    expect(unmoved({ type: "dismiss" })).toEqual(["idle", "confirming", "sending", "unknown", "asking"]);
  });

  test("cancel and submit: an open dialog, and only for what was chosen in it", () => {
    expect(unmoved({ type: "cancel" })).toEqual(["idle", "sending", "unknown", "asking", ...overKinds]);
    expect(decide(confirming, { type: "cancel" })).toBe(IDLE);
    const submit: DecisionEvent = { type: "submit", body, key: "k" };
    expect(unmoved(submit)).toEqual(["idle", "sending", "unknown", "asking", ...overKinds]);
    expect(decide(confirming, submit)).toEqual(sending);
    const other: DecisionEvent = { type: "submit", body: { decision: "reject", comment: "Not this one." }, key: "k" };
    expect(decide(confirming, other)).toBe(confirming);
  });

  test("what is watched: an open dialog", () => {
    const watched: DecisionEvent = { type: "watched", current: undefined };
    expect(unmoved(watched)).toEqual(["idle", "sending", "unknown", "asking", ...overKinds]);
    expect(decide(confirming, watched)).toEqual({ kind: "run-closed" });
    const seen = (changes: object): DecisionState =>
      decide(confirming, { type: "watched", current: { ...shown, ...changes } });
    expect(seen({})).toBe(confirming);
    expect(seen({ temporalRunId: "u" })).toEqual({ kind: "changed", why: "attempt", wasSent: false });
    expect(seen({ approvalId: "b" })).toEqual({ kind: "changed", why: "request", wasSent: false });
    expect(seen({ requestText: "[]" })).toEqual({ kind: "changed", why: "request", wasSent: false });
  });

  test("overdue: a try without an answer; replay: one that rests", () => {
    const overdue: DecisionEvent = { type: "overdue", key: "k" };
    expect(unmoved(overdue)).toEqual(["idle", "confirming", "unknown", ...overKinds]);
    expect(decide(sending, overdue)).toEqual({ kind: "unknown", intent, tries: 1, isAsking: false, waitMs: 500 });
    expect(decide(asking, overdue)).toEqual(resting);
    const replay: DecisionEvent = { type: "replay", key: "k" };
    expect(unmoved(replay)).toEqual(["idle", "confirming", "sending", "asking", ...overKinds]);
    expect(decide(resting, replay)).toEqual({ ...asking, tries: 3 });
  });

  test("an answer: whoever waits for it, and nobody with another key", () => {
    const answer: DecisionEvent = { type: "answer", key: "k", outcome: { kind: "accepted", decision } };
    expect(unmoved(answer)).toEqual(["idle", "confirming", ...overKinds]);
    for (const state of [sending, resting, asking])
      expect(decide(state, answer)).toEqual({ kind: "confirmed", intent, decision });
    for (const event of [answer, { type: "overdue" } as const, { type: "replay" } as const])
      expect(unmoved({ ...event, key: "l" })).toHaveLength(all.length);
  });
});

describe("what an answer makes of a first try and of a second", () => {
  const ends = (outcome: Extract<DecisionEvent, { type: "answer" }>["outcome"]): DecisionState[] =>
    [sending, resting].map((state) => decide(state, { type: "answer", key: "k", outcome }));
  const doubts = (more: object = {}) => [
    { kind: "unknown", intent, tries: 1, isAsking: false, waitMs: 500, ...more },
    { kind: "unknown", intent, tries: 2, isAsking: false, waitMs: 1_000, ...more },
  ];
  const twice = (state: object) => [state, state];
  const said = (name: ProblemName, more: Partial<Problem> = {}) =>
    ends({ kind: "problem", problem: problemOf(name, more) });

  test("accepted: mine when choice and text are, whosever else; for another request it tells nothing", () => {
    const { digest: _, ...bare } = decision;
    expect(ends({ kind: "accepted", decision: bare })).toEqual(twice({ kind: "confirmed", intent, decision: bare }));
    for (const winner of [{ ...decision, digest: "e" }, { ...decision, decision: "reject" } as const])
      expect(ends({ kind: "accepted", decision: winner })).toEqual(twice({ kind: "lost", intent, winner }));
    expect(ends({ kind: "accepted", decision: { ...decision, approvalId: "b" } })).toStrictEqual(doubts());
  });

  test("no answer: unknown, and so is what says nothing of a decision", () => {
    expect(ends({ kind: "unknown" })).toStrictEqual(doubts());
    for (const name of ["busy", "unavailable", "internal", "network", "other"] as const)
      expect(said(name)).toStrictEqual(doubts({ problem: problemOf(name) }));
    const later = { retryAfterMs: 9_000 };
    expect(said("busy", later)).toStrictEqual(doubts({ problem: problemOf("busy", later), waitMs: 9_000 }));
  });

  test("decided, over, changed", () => {
    expect(said("already-decided", { members: { winner: JSON.stringify(decision) } })).toEqual(
      twice({ kind: "lost", intent, winner: decision }),
    );
    for (const members of [undefined, {}, { winner: "{" }, { winner: "{}" }])
      expect(said("already-decided", members && { members })).toStrictEqual(twice({ kind: "lost", intent }));
    expect(said("run-closed")).toEqual(twice({ kind: "run-closed", intent }));
    expect(said("approval-expired")).toEqual(twice({ kind: "expired", intent }));
    expect(said("approval-changed")).toEqual(twice({ kind: "changed", why: "request", wasSent: true }));
  });

  const refused: readonly ProblemName[] = [
    ...(["bad-request", "body-too-large", "not-json", "unprocessable", "precondition-required"] as const),
    ...(["method-not-allowed", "uri-too-long", "not-supported", "not-found"] as const),
  ];
  test.each([
    ...refused.map((name) => [name, "refused"] as const),
    ["forbidden", "forbidden"],
    ["self-approval", "forbidden"],
  ] as const)("%s: %s, and only a second try may have counted", (name, kind) => {
    expect(said(name)).toEqual([
      { kind, intent, problem: problemOf(name), mayHaveCounted: false },
      { kind, intent, problem: problemOf(name), mayHaveCounted: true },
    ]);
  });

  test("signed out: a refusal for a first try, in doubt for a second", () => {
    const signedOut = problemOf("not-signed-in");
    expect(said("not-signed-in")).toEqual([
      { kind: "refused", intent, problem: signedOut, mayHaveCounted: false },
      doubts({ problem: signedOut })[1],
    ]);
  });
});

test("tries come after 0.5, 1, 2, 4, 4 … s, or after what the server asks for, five minutes at most", () => {
  expect([1, 2, 3, 4, 5, 50, 1e6].map((tries) => replayWaitMs(tries))).toEqual([
    ...[500, 1_000, 2_000, 4_000, 4_000, 4_000, 4_000],
  ]);
  expect([100, 9_000, 1e12].map((asked) => replayWaitMs(1, asked))).toEqual([500, 9_000, 300_000]);
});
