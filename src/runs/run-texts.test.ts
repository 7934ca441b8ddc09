/** The words a run page makes out of answers: notes, changes, hints, the strip. */
import { describe, expect, it } from "vitest";
import { Payload } from "../contract/payload.ts";
import { readSteps } from "../contract/read-steps.ts";
import { parseRun, type Run } from "../contract/run.ts";
import { resultFields } from "./result-fields.ts";
import { changesBetween } from "./run-changes.ts";
import { nextSort, readSort, sortSteps } from "./sort-steps.ts";
import { noteOf } from "./step-note.ts";
import { stripWords } from "./strip-words.ts";
import { type Edge, frameOf } from "./timeline-frame.ts";

const T0 = Date.UTC(2026, 5, 12, 9, 30);
const at = (second: number) => new Date(T0 + second * 1_000).toISOString();
const run = (over: object): Run =>
  parseRun(
    JSON.stringify({
      id: "w",
      workflowId: "wf_57_run_1",
      agentId: 57,
      agentName: "Refund Review",
      agentType: "workflow",
      status: "running",
      source: "live-query",
      ...over,
    }),
  );
const stepsOf = (nodes: object[]) => readSteps(new Payload(JSON.stringify(nodes)));

const NODES = [
  {
    id: "check",
    name: "Check",
    type: "condition",
    status: "completed",
    startedAt: at(0),
    endedAt: at(2),
    branch: "true",
  },
  {
    id: "risk",
    name: "Risk",
    status: "completed",
    startedAt: at(2),
    endedAt: at(9),
    attempts: [1, 2]
      .map((n) => ({
        attempt: n,
        status: "failed",
        startedAt: at(n * 2),
        endedAt: at(n * 2 + 1),
        error: { message: "503 from risk API" },
      }))
      .concat([{ attempt: 3, status: "completed", startedAt: at(7), endedAt: at(9) } as never]),
  },
  { id: "ask", name: "Ask", type: "approval", status: "awaiting_human", dependsOn: ["risk"], startedAt: at(9) },
  { id: "pay", name: "Pay", status: "pending", dependsOn: ["ask"], when: { node: "ask", branch: "approve" } },
  { id: "mail", name: "Mail", status: "pending", dependsOn: ["pay"] },
  { id: "skip", name: "Skip", status: "skipped", dependsOn: ["check"], when: { node: "check", branch: "false" } },
  { id: "after", name: "After skip", status: "skipped", dependsOn: ["skip"] },
];

describe("notes", () => {
  const note = (nodes: object[], edge: Edge, decisions: Parameters<typeof noteOf>[1]["decisions"] = []) => {
    const steps = stepsOf(nodes);
    const byKey = new Map(steps.map((step) => [step.key, step]));
    return steps.map((step) => noteOf(step, { byKey, decisions, edge }));
  };

  it("says why a step has not run, what it decided, what went wrong before", () => {
    expect(note(NODES, { kind: "now" })).toEqual([
      { text: "true", place: "bar" },
      { text: "2 × 503 from risk API", place: "bar" },
      undefined,
      { text: "if approved", place: "edge" },
      { text: "after Pay", place: "edge" },
      { text: "not taken", place: T0 + 2_000 },
      { text: "not taken", place: T0 + 2_000 },
    ]);
  });

  it("knows that what never started never will once the run is over", () => {
    const texts = note(NODES, { kind: "ended", at: T0 + 20_000 }).map((n) => n?.text);
    expect(texts.slice(3, 5)).toEqual(["never started", "never started"]);
  });

  it("says how long nobody knows", () => {
    const edge: Edge = { kind: "seen", at: T0 + 10_000, endedAt: T0 + 45_000 };
    expect(note(NODES, edge)[2]).toEqual({ text: "35 s not known", place: "bar" });
  });

  it("names a decision", () => {
    const decided = [{ ...NODES[2], status: "completed", endedAt: at(12) }];
    const decision = { approvalId: "a", nodeId: "ask", decision: "reject" as const, by: "Mira", at: at(12) };
    expect(note(decided, { kind: "ended", at: T0 }, [decision])[0]?.text).toBe("rejected");
  });

  it("does not hang on steps that wait for each other", () => {
    const circle = ["a", "b"].map((id, i) => ({ id, name: id, status: "skipped", dependsOn: [i ? "a" : "b"] }));
    expect(note(circle, { kind: "now" })).toHaveLength(2);
  });
});

describe("frame", () => {
  it("ends at now, at the last answer, or at the end", () => {
    const steps = stepsOf(NODES);
    expect(frameOf(run({ startedAt: at(0) }), steps, undefined)).toEqual({ startAt: T0, edge: { kind: "now" } });
    expect(frameOf(run({ startedAt: at(0) }), steps, T0 + 5)?.edge).toEqual({ kind: "seen", at: T0 + 5 });
    const ended = { status: "completed", startedAt: at(0), endedAt: at(30) };
    expect(frameOf(run(ended), steps, undefined)?.edge).toEqual({ kind: "ended", at: T0 + 30_000 });
    const gone = run({ ...ended, historyUnavailableReason: "gone", runlight: { asOf: at(12) } });
    expect(frameOf(gone, steps, T0)?.edge).toEqual({ kind: "seen", at: T0 + 12_000, endedAt: T0 + 30_000 });
    expect(frameOf(run({}), [], undefined)).toBeUndefined();
  });
});

describe("changes", () => {
  it("names what an earlier answer said differently", () => {
    const before = run({ workflowNodes: NODES });
    const after = run({
      status: "completed",
      summary: "Done",
      workflowNodes: NODES.map((n) => (n.id === "pay" ? { ...n, status: "completed" } : n)).slice(0, 6),
    });
    expect(changesBetween(before, before)).toEqual([]);
    expect(changesBetween(before, after).map((c) => [c.what, c.before, c.after])).toEqual([
      ["Status", "Running", "Completed"],
      ["Summary", "", ""],
      ["Pay", "Pending", "Completed"],
      ["After skip", "Skipped", ""],
    ]);
  });
});

describe("results and tables", () => {
  it("hints at what is in a field, numbers as written", () => {
    const fields = resultFields(
      new Payload(
        '{"n":1240.00,"rows":[{"a":1},{"a":2,"b":3}],"t":"long enough to be counted in characters","o":{"x":1},"n":null}',
      ),
    );
    expect(fields.map((f) => [f.key, f.hint])).toEqual([
      ["n", "1240.00"],
      ["rows", "2 × 2"],
      ["t", "39 chars"],
      ["o", "1 field"],
      ["n~2", "null"],
    ]);
    expect(fields[1]?.payload.text).toBe('[{"a":1},{"a":2,"b":3}]');
    expect(resultFields(new Payload("[1]"))).toEqual([]);
  });

  it("sorts with what is not known last, both ways", () => {
    const steps = stepsOf(NODES);
    const titles = (text: string) => sortSteps(steps, readSort(text)).map((s) => s.title);
    expect(titles("started").slice(0, 3)).toEqual(["Check", "Risk", "Ask"]);
    expect(titles("-started").slice(0, 3)).toEqual(["Ask", "Risk", "Check"]);
    expect(sortSteps(steps, readSort("nonsense"))).toBe(steps);
    expect([
      nextSort(undefined, "step"),
      nextSort(readSort("step"), "step"),
      nextSort(readSort("-step"), "step"),
    ]).toEqual(["step", "-step", undefined]);
  });
});

describe("the strip", () => {
  it("has words for every state", () => {
    const words = (kind: string) => stripWords({ kind, reason: "", status: "odd", problem: {} } as never);
    expect(words("live")).toMatchObject({ state: "Live", ticks: "age" });
    expect(words("final")).toMatchObject({ state: "Final", more: "from history" });
    expect(words("reconnecting").ticks).toBe("retry");
    expect(words("unknown-status").more).toContain("odd");
  });
});
