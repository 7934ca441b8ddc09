/** The decision machine under random lives: no success without the server's answer, one key per intent. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Decision } from "../contract/decision.ts";
import { CLIENT_PROBLEMS, type Problem, type ProblemName, SERVER_PROBLEMS } from "../contract/problem.ts";
import { decide, type DecisionEvent, type DecisionState, IDLE, replayWaitMs, type Shown } from "./decision-machine.ts";

const shown = (approvalId: string, temporalRunId = "t1", requestText = "{}"): Shown => ({
  workflowId: "wf_57_run_1",
  temporalRunId,
  approvalId,
  requestText,
  digest: `digest of ${approvalId} ${requestText}`,
});
const REQUEST = shown("a1");
const REASON = "Not the parcel in the photo";
const decision = (over: Partial<Decision> = {}): Decision => ({
  approvalId: "a1",
  nodeId: "n7",
  decision: "approve",
  by: "mira",
  at: "2026-06-12T09:31:00.000Z",
  digest: REQUEST.digest,
  ...over,
});
const problem = (name: ProblemName, more: Partial<Problem> = {}): Problem => ({
  name,
  status: 400,
  title: name,
  detail: "",
  ...more,
});
const run = (events: readonly DecisionEvent[], from: DecisionState = IDLE): DecisionState =>
  events.reduce(decide, from);
const answer = (outcome: Extract<DecisionEvent, { type: "answer" }>["outcome"], key = "k1"): DecisionEvent => ({
  type: "answer",
  key,
  outcome,
});
const SENT: readonly DecisionEvent[] = [
  { type: "open", choice: "approve", shown: REQUEST },
  { type: "submit", body: { decision: "approve" }, key: "k1" },
];

const names = [...Object.keys(SERVER_PROBLEMS), ...CLIENT_PROBLEMS, "other"] as ProblemName[];
const requests = fc.constantFrom(REQUEST, shown("a1", "t2"), shown("a2"), shown("a1", "t1", '{"x":1}'));
const keys = fc.constantFrom("k1", "k2", "k3");
const bodies = fc.constantFrom({ decision: "approve" as const }, { decision: "reject" as const, comment: REASON });
const outcomes = fc.oneof(
  fc.constant({ kind: "unknown" as const }),
  fc.record({ kind: fc.constant("problem" as const), problem: fc.constantFrom(...names).map((n) => problem(n)) }),
  fc.record({
    kind: fc.constant("accepted" as const),
    decision: fc
      .record({
        approvalId: fc.constantFrom("a1", "a2"),
        decision: fc.constantFrom("approve" as const, "reject" as const),
        digest: requests.map((r) => r.digest),
      })
      .map(decision),
  }),
);
const events: fc.Arbitrary<DecisionEvent> = fc.oneof(
  fc.record({
    type: fc.constant("open" as const),
    choice: fc.constantFrom("approve" as const, "reject" as const),
    shown: requests,
  }),
  fc.record({ type: fc.constantFrom("cancel" as const, "dismiss" as const) }),
  fc.record({ type: fc.constant("submit" as const), body: bodies, key: keys }),
  fc.record({ type: fc.constant("answer" as const), key: keys, outcome: outcomes }),
  fc.record({ type: fc.constantFrom("overdue" as const, "replay" as const), key: keys }),
  fc.record({ type: fc.constant("watched" as const), current: fc.option(requests, { nil: undefined }) }),
);

describe("random lives", () => {
  test("confirmed only by the server's answer to this key, this choice and this request", () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 40 }), (life) => {
        let state = IDLE;
        for (const event of life) {
          const before = state;
          state = decide(state, event);
          if (state.kind !== "confirmed" || before.kind === "confirmed") continue;
          if (before.kind !== "sending" && before.kind !== "unknown") throw new Error(`confirmed from ${before.kind}`);
          if (event.type !== "answer" || event.outcome.kind !== "accepted") throw new Error("no answer");
          expect(event.key).toBe(before.intent.key);
          expect(event.outcome.decision.decision).toBe(before.intent.body.decision);
          expect(event.outcome.decision.digest).toBe(before.intent.shown.digest);
          expect(event.outcome.decision.approvalId).toBe(before.intent.shown.approvalId);
        }
      }),
      { numRuns: 10_000 },
    );
  });

  test("an intent keeps its key, body and request until it is over, and only `submit` makes one", () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 40 }), (life) => {
        let state = IDLE;
        for (const event of life) {
          const before = state;
          state = decide(state, event);
          const old = "intent" in before ? before.intent : undefined;
          const now = "intent" in state ? state.intent : undefined;
          if (!now || now === old) continue;
          expect(event.type).toBe("submit");
          expect(before.kind).toBe("confirming");
        }
      }),
      { numRuns: 10_000 },
    );
  });

  test("while an answer is owed, nothing but an answer ends the doubt", () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 40 }), (life) => {
        let state = run(SENT);
        for (const event of life) {
          const before = state;
          state = decide(state, event);
          const wasOwed = before.kind === "sending" || before.kind === "unknown";
          const isOwed = state.kind === "sending" || state.kind === "unknown";
          if (wasOwed && !isOwed) expect(event.type).toBe("answer");
        }
      }),
      { numRuns: 10_000 },
    );
  });
});

describe("outcomes", () => {
  const after = (name: ProblemName, more: Partial<Problem> = {}) =>
    run([...SENT, answer({ kind: "problem", problem: problem(name, more) })]);

  test("accepted", () => {
    expect(run([...SENT, answer({ kind: "accepted", decision: decision() })])).toMatchObject({
      kind: "confirmed",
      decision: { by: "mira" },
    });
  });
  test("an answer that records another choice or another text is a loss", () => {
    expect(run([...SENT, answer({ kind: "accepted", decision: decision({ decision: "reject" }) })]).kind).toBe("lost");
    expect(run([...SENT, answer({ kind: "accepted", decision: decision({ digest: "other" }) })]).kind).toBe("lost");
  });
  test("409 names the winner, and is a loss even when it does not", () => {
    const winner = decision({ decision: "reject", by: "ada", comment: REASON });
    expect(after("already-decided", { members: { winner: JSON.stringify(winner) } })).toMatchObject({
      kind: "lost",
      winner: { by: "ada" },
    });
    expect(after("already-decided", { members: { winner: "{" } })).not.toHaveProperty("winner");
    expect(after("already-decided").kind).toBe("lost");
  });
  test.each([
    ["run-closed", "run-closed"],
    ["approval-expired", "expired"],
    ["approval-changed", "changed"],
    ["forbidden", "forbidden"],
    ["self-approval", "forbidden"],
    ["not-found", "refused"],
    ["not-signed-in", "refused"],
    ["busy", "unknown"],
    ["unavailable", "unknown"],
    ["internal", "unknown"],
    ["other", "unknown"],
    ["network", "unknown"],
  ] as const)("%s → %s", (name, kind) => {
    expect(after(name).kind).toBe(kind);
  });
  test("signed out after a lost answer stays unknown; a refusal then says that it may have counted", () => {
    const lost: readonly DecisionEvent[] = [...SENT, answer({ kind: "unknown" }), { type: "replay", key: "k1" }];
    expect(run([...lost, answer({ kind: "problem", problem: problem("not-signed-in") })]).kind).toBe("unknown");
    expect(run([...lost, answer({ kind: "problem", problem: problem("forbidden") })])).toMatchObject({
      kind: "forbidden",
      mayHaveCounted: true,
    });
  });
});

describe("the request moves under an open dialog", () => {
  const open = run([{ type: "open", choice: "reject", shown: REQUEST }]);
  test.each([
    ["the same", REQUEST, { kind: "confirming" }],
    ["another text", shown("a1", "t1", '{"x":1}'), { kind: "changed", why: "request" }],
    ["another request", shown("a2"), { kind: "changed", why: "request" }],
    ["another attempt", shown("a1", "t2"), { kind: "changed", why: "attempt" }],
    ["nothing", undefined, { kind: "run-closed" }],
  ])("%s", (_name, current, expected) => {
    expect(decide(open, { type: "watched", current })).toMatchObject(expected);
  });
});

test("replays wait 0.5 s to 4 s, longer only when the server says so, never over 5 min", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.option(fc.nat({ max: 1e12 }), { nil: undefined }),
      (tries, after) => {
        const waitMs = replayWaitMs(tries, after);
        expect(waitMs).toBeGreaterThanOrEqual(500);
        expect(waitMs).toBeLessThanOrEqual(after === undefined ? 4_000 : 300_000);
      },
    ),
    { numRuns: 10_000 },
  );
});
