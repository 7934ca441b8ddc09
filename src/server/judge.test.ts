/** The order of checks, and a model of 10,000 races: one decision, the first, bound to what was shown. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DecisionBody } from "../contract/decision.ts";
import { reduceAll } from "../contract/reduce.ts";
import type { RunEvent } from "../contract/run-events.ts";
import type { RunState } from "../contract/run-state.ts";
import { exampleStart } from "../contract/example-start.ts";
import { approvalDigest, decisionOn, judge } from "./judge.ts";

const AS_SENT = (text: string): string => text;
const EXPIRES_AT = 1_000;
const EVENTS: RunEvent[] = [
  exampleStart([{ id: "ask", name: "Ask", type: "approval", dependsOn: [] }]),
  { type: "nodeStarted", nodeId: "ask", attempt: 1, at: 1 },
  {
    type: "approvalRequested",
    approvalId: "p",
    nodeId: "ask",
    request: '{"amount":1240.00}',
    expiresAt: EXPIRES_AT,
    at: 2,
  },
];

function waiting(): RunState {
  const state = reduceAll(undefined, EVENTS);
  if (!state) throw new Error("no state");
  return state;
}

const DIGEST = ((state) => approvalDigest(state, state.approvals[0] ?? never(), AS_SENT))(waiting());
function never(): never {
  throw new Error("no approval");
}

function tryOn(
  state: RunState,
  at: number,
  key: string,
  decision: DecisionBody["decision"],
  by = "mira",
  digest = DIGEST,
) {
  const isClosed = state.endedAt !== undefined;
  const body: DecisionBody = decision === "approve" ? { decision } : { decision, comment: "Not this parcel." };
  const verdict = judge(
    { ...state, isClosed },
    { approvalId: "p", body, digest, idempotencyKey: key, asServed: AS_SENT },
    { name: by, isLocal: false },
    at,
  );
  return { verdict, after: reduceAll(state, verdict.events) };
}
const problem = ({ verdict }: ReturnType<typeof tryOn>) =>
  verdict.kind === "refused" ? verdict.error.problem : verdict.kind;

describe("the order of checks", () => {
  const decided = tryOn(waiting(), 5, "k", "approve").after;
  const cancelled = reduceAll(waiting(), [{ type: "cancelled", by: "x", at: 9 }]);

  test("an unknown approval is not found, whatever else is wrong", () => {
    expect(problem(tryOn({ ...cancelled, approvals: [] }, 5_000, "k", "approve"))).toBe("not-found");
  });
  test("the same key with the same decision of the same person is a repeat, even late and with another digest", () => {
    expect(problem(tryOn(decided, 5_000, "k", "approve", "mira", "0"))).toBe("repeated");
    expect(problem(tryOn(decided, 6, "k", "reject"))).toBe("already-decided");
    expect(problem(tryOn(decided, 6, "k", "approve", "anton"))).toBe("already-decided");
  });
  test("decided comes before expired and closed, and names the winner", () => {
    const late = tryOn(decided, 5_000, "l", "reject");
    expect(problem(late)).toBe("already-decided");
    const winner = late.verdict.kind === "refused" ? late.verdict.error.members["winner"] : undefined;
    expect(JSON.parse(winner ?? "null")).toMatchObject({
      approvalId: "p",
      decision: "approve",
      by: "mira",
      digest: DIGEST,
    });
  });
  test("expired comes before changed; a deadline whose timer has not fired is written down", () => {
    const late = tryOn(waiting(), EXPIRES_AT, "k", "approve", "mira", "0");
    expect(problem(late)).toBe("approval-expired");
    expect(late.verdict.events).toEqual([{ type: "approvalTimedOut", approvalId: "p", at: EXPIRES_AT }]);
    expect(problem(tryOn(late.after, EXPIRES_AT + 1, "k", "approve"))).toBe("approval-expired");
    expect(problem(tryOn(waiting(), EXPIRES_AT - 1, "k", "approve"))).toBe("accepted");
  });
  test("a closed run takes nothing, and nothing is written", () => {
    expect(problem(tryOn(cancelled, 10, "k", "approve", "mira", "0"))).toBe("run-closed");
    expect(tryOn(cancelled, EXPIRES_AT, "k", "approve").verdict.events).toEqual([]);
  });
  test("another digest is refused with the right one", () => {
    const { verdict } = tryOn(waiting(), 5, "k", "approve", "mira", "0".repeat(64));
    expect(verdict.kind === "refused" && verdict.error.members["digest"]).toBe(JSON.stringify(DIGEST));
  });
});

describe("four eyes", () => {
  const asked = '{"requestedBy":"anton"}';
  const run = { ...waiting(), startedBy: "mira", isClosed: false };
  const approvals = run.approvals.map((one) => ({ ...one, request: asked }));
  const request = {
    approvalId: "p",
    body: { decision: "approve" },
    digest: approvalDigest(run, approvals[0]!, AS_SENT),
    idempotencyKey: "k",
    asServed: AS_SENT,
  } as const;
  const outcome = (name: string, changes: { mayDecideOwn?: boolean } = {}, isLocal = false): string => {
    const verdict = judge({ ...run, approvals }, { ...request, ...changes }, { name, isLocal }, 5);
    return verdict.kind === "refused" ? verdict.error.problem : verdict.kind;
  };

  test("neither who started the run nor who asked decides, and anybody else does", () => {
    expect(outcome("mira")).toBe("self-approval");
    expect(outcome("anton")).toBe("self-approval");
    expect(outcome("Anton")).toBe("self-approval");
    expect(outcome("lea")).toBe("accepted");
  });
  test("unless a setting lets them, or they are alone on this machine", () => {
    expect(outcome("mira", { mayDecideOwn: true })).toBe("accepted");
    expect(outcome("mira", { mayDecideOwn: false })).toBe("self-approval");
    expect(outcome("mira", {}, true)).toBe("accepted");
  });
  test("what is over is over for them as for everybody", () => {
    const verdict = judge({ ...run, approvals, isClosed: true }, request, { name: "mira", isLocal: false }, 5);
    expect(verdict.kind === "refused" && verdict.error.problem).toBe("run-closed");
  });
});

describe("what is said and written", () => {
  const decided = tryOn(waiting(), 5, "k", "reject").after;
  const closed = reduceAll(waiting(), [{ type: "cancelled", by: "x", at: 9 }]);
  const refusal = ({ verdict }: ReturnType<typeof tryOn>) =>
    verdict.kind === "refused" ? [verdict.error.message, verdict.events] : [];

  test("a refusal says why, and writes nothing", () => {
    expect(refusal(tryOn(decided, 6, "l", "approve"))).toEqual(["mira has decided already.", []]);
    expect(refusal(tryOn(closed, EXPIRES_AT, "k", "approve"))).toEqual(["The time to decide is over.", []]);
    expect(refusal(tryOn(closed, 10, "k", "approve"))).toEqual(["The run ended before anybody decided.", []]);
    expect(refusal(tryOn(waiting(), 5, "k", "approve", "mira", "0"))).toEqual([
      "The request is not the one you saw.",
      [],
    ]);
    expect(problem(tryOn(waiting(), 5, "k", "approve", "mira", "0"))).toBe("approval-changed");
    const own = tryOn({ ...waiting(), startedBy: "mira" }, 5, "k", "approve");
    expect(refusal(own)).toEqual(["You asked for this or started the run; somebody else has to decide.", []]);
    expect(refusal(tryOn({ ...waiting(), approvals: [] }, 5, "k", "approve"))[1]).toEqual([]);
    expect(tryOn(decided, 6, "k", "reject").verdict).toEqual({ kind: "repeated", events: [] });
  });

  test("a decision is written with who, when, on what and why, and without a comment where there is none", () => {
    const written = {
      type: "approvalDecided",
      approvalId: "p",
      by: "mira",
      digest: DIGEST,
      idempotencyKey: "k",
      at: 5,
    };
    const comment = "Not this parcel.";
    expect(tryOn(waiting(), 5, "k", "approve").verdict).toStrictEqual({
      kind: "accepted",
      events: [{ ...written, decision: "approve" }],
    });
    expect(tryOn(waiting(), 5, "k", "reject").verdict).toStrictEqual({
      kind: "accepted",
      events: [{ ...written, decision: "reject", comment }],
    });
  });

  test("of several approvals the one that is named is judged and told", () => {
    const [first = never()] = decided.approvals;
    const second = { ...(waiting().approvals[0] ?? never()), approvalId: "q" };
    const both = { ...waiting(), approvals: [second, first] };
    expect(problem(tryOn(both, 6, "l", "approve"))).toBe("already-decided");
    expect(decisionOn(both.approvals, "p")).toMatchObject({ approvalId: "p", decision: "reject", by: "mira" });
    expect(decisionOn(both.approvals, "q")).toBeUndefined();
    expect(decisionOn(both.approvals, "r")).toBeUndefined();
  });
});

test("10,000 races: never two decisions, never one after the end, the first good one wins", () => {
  const attempt = fc.record({
    at: fc.integer({ min: 3, max: EXPIRES_AT + 100 }),
    key: fc.constantFrom("a", "b", "c"),
    by: fc.constantFrom("mira", "anton", "lea"),
    decision: fc.constantFrom("approve" as const, "reject" as const),
    digest: fc.constantFrom(DIGEST, DIGEST, DIGEST, "f".repeat(64)),
    /** The process died after writing; the answer never came, and the same try comes again. */
    isRepeated: fc.boolean(),
  });
  const cancelAt = fc.option(fc.integer({ min: 3, max: EXPIRES_AT + 100 }));
  const property = fc.property(fc.array(attempt, { minLength: 2, maxLength: 5 }), cancelAt, (tries, cancel) => {
    const ordered = tries.toSorted((a, b) => a.at - b.at);
    const log = [...EVENTS];
    const accepted: (typeof tries)[number][] = [];
    let state = waiting();
    const record = (events: readonly RunEvent[]): void => {
      log.push(...events);
      state = reduceAll(state, events);
    };
    for (const one of ordered) {
      if (cancel !== null && one.at >= cancel) record([{ type: "cancelled", by: "x", at: cancel }]);
      for (let times = one.isRepeated ? 2 : 1; times > 0; times--) {
        const { verdict } = tryOn(state, one.at, one.key, one.decision, one.by, one.digest);
        record(verdict.events);
        if (verdict.kind === "accepted") accepted.push(one);
        // A restart sees the log and nothing else.
        state = reduceAll(undefined, log) ?? never();
      }
    }
    const isGood = (one: (typeof tries)[number]) =>
      one.digest === DIGEST && one.at < EXPIRES_AT && (cancel === null || one.at < cancel);
    // An overdue try writes the time-out, but every later try is overdue too.
    expect(accepted).toEqual(ordered.filter(isGood).slice(0, 1));
    const outcome = state.approvals[0]?.outcome;
    const winner = accepted[0];
    if (winner)
      expect(outcome).toMatchObject({ decision: winner.decision, by: winner.by, digest: DIGEST, at: winner.at });
    else expect(outcome?.decision ?? "timed_out").toBe("timed_out");
  });
  fc.assert(property, { numRuns: 10_000 });
});
