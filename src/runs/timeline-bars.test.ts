/** Pieces never run backwards, and say of each step what its node said. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Payload } from "../contract/payload.ts";
import type { Phase, Step, StepAttempt } from "../contract/step.ts";
import { piecesOf } from "./timeline-bars.ts";
import { flatRows } from "./steps-rows.ts";
import { bracketAt, filterSteps, predecessorOf } from "./timeline-rows.ts";

function step(over: Partial<Step>): Step {
  return {
    key: "k",
    title: "Step",
    phase: "succeeded",
    status: "completed",
    attempts: [],
    parentKeys: [],
    upstream: [],
    downstream: [],
    extra: [],
    raw: new Payload("{}"),
    notes: [],
    ...over,
  };
}
const attempt = (n: number, phase: Phase, startedAt: number, endedAt?: number): StepAttempt => ({
  attempt: n,
  phase,
  status: "",
  startedAt,
  ...(endedAt === undefined ? {} : { endedAt }),
});
const kinds = (s: Step) => piecesOf(s).map((p) => p.kind);

describe("pieces", () => {
  it("reads a retried step as failed attempts, backoff and its last attempt", () => {
    const attempts = [attempt(1, "failed", 0, 10), attempt(2, "failed", 15, 25), attempt(3, "succeeded", 35, 60)];
    expect(kinds(step({ attempts, startedAt: 0, endedAt: 60 }))).toEqual([
      "failed-attempt",
      "backoff",
      "failed-attempt",
      "backoff",
      "done",
    ]);
  });

  it("makes only the last failure of a failed step solid", () => {
    const attempts = [attempt(1, "failed", 0, 10), attempt(2, "failed", 15, 25)];
    expect(kinds(step({ phase: "failed", attempts }))).toEqual(["failed-attempt", "backoff", "failed"]);
  });

  it("keeps the wait for the next attempt open", () => {
    const retrying = piecesOf(step({ phase: "running", status: "retrying", attempts: [attempt(1, "failed", 0, 10)] }));
    expect(retrying).toEqual([
      { kind: "failed-attempt", fromAt: 0, toAt: 10 },
      { kind: "backoff", fromAt: 10 },
    ]);
  });

  it.each([
    ["waiting", "approval", undefined, "waiting"],
    ["succeeded", "approval", 9, "waited"],
    ["failed", "human_approval", 9, "timed-out"],
    ["failed", "tool", 9, "failed"],
    ["running", "tool", undefined, "running"],
    ["cancelled", "tool", 9, "cancelled"],
    ["unknown", "tool", 9, "unknown"],
  ] as const)("%s %s ending at %s is %s", (phase, kind, endedAt, expected) => {
    const s = step({ phase, kind, startedAt: 1, ...(endedAt === undefined ? {} : { endedAt }) });
    expect(kinds(s)).toEqual([expected]);
    expect(piecesOf(s)[0]?.toAt).toBe(endedAt);
  });

  it("draws nothing for what never started, and a point where the end is not known", () => {
    expect(piecesOf(step({ phase: "pending", startedAt: 1 }))).toEqual([]);
    expect(piecesOf(step({ phase: "succeeded" }))).toEqual([]);
    expect(piecesOf(step({ phase: "succeeded", startedAt: 7 }))).toEqual([{ kind: "done", fromAt: 7, toAt: 7 }]);
  });

  it("never runs backwards, whatever the node claims", () => {
    const phase = fc.constantFrom<Phase>(
      "pending",
      "running",
      "waiting",
      "succeeded",
      "failed",
      "cancelled",
      "unknown",
    );
    const time = fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined });
    const attempts = fc.array(
      fc.record({ attempt: fc.nat(9), phase, status: fc.string(), startedAt: time, endedAt: time }),
    );
    fc.assert(
      fc.property(phase, time, time, attempts, (p, startedAt, endedAt, list) => {
        const given = { phase: p, startedAt, endedAt, attempts: list } as unknown as Partial<Step>;
        for (const piece of piecesOf(step(given)))
          expect(piece.toAt ?? piece.fromAt).toBeGreaterThanOrEqual(piece.fromAt);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe("rows", () => {
  const s = (key: string, upstream: string[] = [], over: Partial<Step> = {}) =>
    step({ key, title: key, upstream, ...over });
  const bracketsOf = (steps: readonly Step[]) => {
    const rows = flatRows(steps);
    return rows.map((_, index) => bracketAt(rows, index));
  };

  it("brackets neighbours that waited for the same steps", () => {
    const steps = [s("a"), s("b", ["a"]), s("c", ["a"]), s("d", ["a"]), s("e", ["b", "c", "d"])];
    expect(bracketsOf(steps)).toEqual([undefined, "first", "middle", "last", undefined]);
    expect(bracketsOf([s("a"), s("b"), s("c", ["b", "a"]), s("d", ["a", "b"])]).slice(2)).toEqual(["first", "last"]);
  });

  it("does not call branches parallel", () => {
    const when = { key: "a", branch: "yes" };
    const none = [undefined, undefined, undefined];
    expect(bracketsOf([s("a"), s("b", ["a"], { when }), s("c", ["a"], { when })])).toEqual(none);
    expect(bracketsOf([s("a"), s("b"), s("c")])).toEqual(none);
  });

  it("names the upstream step that ended last", () => {
    const steps = [s("a", [], { endedAt: 5 }), s("b", [], { endedAt: 9 }), s("c", ["a", "b", "gone"])];
    const byKey = new Map(steps.map((x) => [x.key, x]));
    expect(predecessorOf(steps[2]!, byKey)?.key).toBe("b");
    expect(predecessorOf(steps[0]!, byKey)).toBeUndefined();
  });

  it("filters by part of the title and by phase", () => {
    const steps = [s("Load order"), s("Issue the refund", [], { phase: "failed" }), s("Send the reply")];
    const find = (text: string, ...phases: Phase[]) =>
      filterSteps(steps, { find: text, phases: new Set(phases), isOnlyUnfinished: false }).map((x) => x.title);
    expect(find(" THE ")).toEqual(["Issue the refund", "Send the reply"]);
    expect(find("the", "failed")).toEqual(["Issue the refund"]);
    expect(filterSteps(steps, { find: "", phases: new Set(), isOnlyUnfinished: false })).toBe(steps);
  });
});
