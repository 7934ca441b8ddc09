/** Whatever comes in, in whatever order, the fold keeps its promises. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exampleStart } from "./example-start.ts";
import { answerText } from "./answer.ts";
import { isRunClosed, nodeById, pendingApproval, reduce, reduceAll } from "./reduce.ts";
import { isNodeClosed } from "./reduce-node.ts";
import { parseRun } from "./run.ts";
import type { PlannedNode, RunEvent } from "./run-events.ts";
import type { RunState } from "./run-state.ts";

const RUNS = { numRuns: 10_000 };
const IDS = ["a", "b", "c", "d", "e"];
const id = fc.constantFrom(...IDS);
const branch = fc.constantFrom("approve", "reject", "true");
const approvalId = fc.constantFrom("p", "q");
const attempt = fc.integer({ min: 0, max: 4 });
const at = fc.integer({ min: 0, max: 100_000 });
const error = fc.constant({ type: "HttpError", message: "503", cause: { type: "E", message: "\u0000\ud800" } });
const json = fc.constantFrom("{}", "1240.00", '{"__proto__":1,"a":1,"a":2}', '"x"');
const by = fc.constant("mira");

/** Each node depends on earlier ones only, as plans do; some want a branch. */
const plan: fc.Arbitrary<PlannedNode[]> = fc
  .array(fc.record({ deps: fc.array(fc.nat(3), { maxLength: 2 }), when: fc.option(fc.tuple(fc.nat(3), branch)) }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((rows) =>
    rows.map(({ deps, when }, index) => {
      const dependsOn = deps.filter((dep) => dep < index).map((dep) => IDS[dep] ?? "");
      const wants = when && when[0] < index ? { when: { node: IDS[when[0]] ?? "", branch: when[1] } } : {};
      return { id: IDS[index] ?? "", name: "Step", type: "tool", dependsOn, ...wants };
    }),
  );

const started = fc.tuple(plan, at).map(([nodes, when]) => exampleStart(nodes, when));

const of = <T extends object>(type: string, parts: { [K in keyof T]: fc.Arbitrary<T[K]> }, weight: number) => ({
  arbitrary: fc.record({ type: fc.constant(type), at, ...parts }) as fc.Arbitrary<unknown> as fc.Arbitrary<RunEvent>,
  weight,
});

const event: fc.Arbitrary<RunEvent> = fc.oneof(
  of("nodeScheduled", { nodeId: fc.oneof(id, fc.constantFrom("x", "__proto__")) }, 4),
  of("nodeStarted", { nodeId: id, attempt }, 6),
  of("nodeRetried", { nodeId: id, attempt, error, nextAttemptAt: at }, 3),
  of("nodeSucceeded", { nodeId: id, output: json, branch }, 5),
  of("nodeFailed", { nodeId: id, error }, 1),
  of("nodeCancelled", { nodeId: id }, 1),
  of("approvalRequested", { approvalId, nodeId: id, request: fc.constant('{"id":"p"}'), expiresAt: at }, 4),
  of("approvalDecided", { approvalId, decision: branch, by, digest: by, idempotencyKey: by }, 3),
  of("approvalTimedOut", { approvalId }, 1),
  { arbitrary: started, weight: 1 },
  of("completed", { result: json, summary: by }, 1),
  of("failed", { error }, 1),
  of("cancelled", { by }, 1),
);

const life = fc.tuple(started, fc.array(event, { maxLength: 14 })).map(([first, rest]) => [first, ...rest]);

function fold(events: readonly RunEvent[]): RunState {
  const state = reduceAll(undefined, events);
  if (!state) throw new Error("A life begins with started");
  return state;
}

describe("any sequence of events", () => {
  test("folding a part and then the rest is folding the whole; so is one by one", () => {
    const property = fc.property(life, fc.nat(), (events, cut) => {
      const at = 1 + (cut % events.length);
      const whole = JSON.stringify(fold(events));
      expect(JSON.stringify(reduceAll(fold(events.slice(0, at)), events.slice(at)))).toBe(whole);
      expect(JSON.stringify(events.slice(1).reduce(reduce, fold(events.slice(0, 1))))).toBe(whole);
    });
    fc.assert(property, RUNS);
  });

  test("two continuations of one state do not disturb each other, and the state stays as it was", () => {
    const newNode = of("nodeScheduled", { nodeId: fc.constantFrom("x", "y", "__proto__") }, 1);
    const more = fc.array(fc.oneof(newNode, { arbitrary: event, weight: 1 }), { maxLength: 8 });
    const property = fc.property(life, more, more, fc.nat(8), (events, left, right, cut) => {
      const base = fold(events);
      const before = JSON.stringify(base);
      const half = reduceAll(base, left.slice(0, cut));
      reduceAll(base, right);
      const fresh = JSON.parse(before) as RunState;
      expect(JSON.stringify(reduceAll(half, left.slice(cut)))).toBe(JSON.stringify(reduceAll(fresh, left)));
      expect(JSON.stringify(base)).toBe(before);
    });
    fc.assert(property, RUNS);
  });

  test("a closed run stays the very same state, and no node of it is open", () => {
    const property = fc.property(life, fc.array(event), (events, more) => {
      const state = fold(events);
      if (!isRunClosed(state)) return;
      expect(reduceAll(state, more)).toBe(state);
      for (const node of state.nodes) expect(isNodeClosed(node.status)).toBe(true);
      expect(state.endedAt).toBeDefined();
    });
    fc.assert(property, RUNS);
  });

  test("an event that has done its work changes nothing when it comes again, at once or later", () => {
    const property = fc.property(life, fc.nat(), (events, pick) => {
      let state = fold(events.slice(0, 1));
      const done: RunEvent[] = [];
      for (const one of events.slice(1)) {
        const next = reduce(state, one);
        if (next !== state) done.push(one);
        state = next;
        const again = done[pick % Math.max(1, done.length)];
        if (again) expect(reduce(state, again)).toBe(state);
        expect(reduce(state, one)).toBe(state);
      }
    });
    fc.assert(property, RUNS);
  });

  test("the run awaits a human exactly while an approval waits, and a skipped node has a reason", () => {
    const property = fc.property(life, (events) => {
      const state = fold(events);
      const isWaiting = state.approvals.some(
        (one) => !one.outcome && nodeById(state, one.nodeId)?.status === "waiting",
      );
      expect(state.status === "awaiting_human").toBe(isWaiting && !isRunClosed(state));
      expect(pendingApproval(state) !== undefined).toBe(state.status === "awaiting_human");
      for (const node of state.nodes) {
        const decider = node.when && nodeById(state, node.when.node);
        const isNotTaken = decider?.status === "completed" && decider.branch !== node.when?.branch;
        if (node.status === "pending") expect(isNotTaken).toBe(false);
        if (node.status === "skipped") expect(node.startedAt).toBeUndefined();
      }
    });
    fc.assert(property, RUNS);
  });

  test("every state can be answered, and a live and a history answer differ in nothing but source", () => {
    const property = fc.property(life, (events) => {
      const half = fold(events.slice(0, events.length / 2 + 1));
      answerText(half, { source: "live-query" });
      const state = reduceAll(half, events.slice(events.length / 2 + 1));
      const live = answerText(state, { source: "live-query" });
      const run = parseRun(live);
      expect([run.extra.length, run.status]).toEqual([0, state.status]);
      // A fresh fold writes every node anew: texts kept for untouched nodes must be the same.
      const history = answerText(fold(events), { source: "history" });
      expect(history).toBe(live.replace('"source":"live-query"', '"source":"history"'));
    });
    fc.assert(property, RUNS);
  });
});

test("events before the first started count for nothing", () => {
  expect(reduceAll(undefined, [{ type: "completed", at: 1 }])).toBeUndefined();
});
