/** What follows an answer, read from the steps alone. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Approval } from "../contract/approval.ts";
import { Payload } from "../contract/payload.ts";
import type { Step } from "../contract/step.ts";
import { askingStep, whatHappens } from "./what-happens.ts";

const step = (key: string, over: Partial<Step> = {}): Step => ({
  key,
  id: key,
  title: key.toUpperCase(),
  phase: "pending",
  status: "pending",
  attempts: [],
  parentKeys: [],
  upstream: [],
  downstream: [],
  extra: [],
  raw: new Payload("{}"),
  notes: [],
  ...over,
});
const approval = (over: Partial<Approval> = {}): Approval => ({
  key: "a1",
  nodeId: "ask",
  actions: [],
  options: [],
  fields: [],
  assignees: [],
  extra: [],
  raw: new Payload("{}"),
  notes: [],
  ...over,
});
const REFUND = [
  step("ask", { phase: "waiting", downstream: ["pay", "refuse"] }),
  step("pay", { when: { key: "ask", branch: "approve" }, downstream: ["reply"] }),
  step("reply", { downstream: [] }),
  step("refuse", { when: { key: "ask", branch: "reject" } }),
];

describe("steps that tell", () => {
  test("first what runs at once, then what depends on it", () => {
    expect(whatHappens(approval(), REFUND)).toEqual({
      approve: { kind: "steps", first: ["PAY"], later: ["REPLY"] },
      reject: { kind: "steps", first: ["REFUSE"], later: [] },
      noAnswer: { kind: "unknown" },
    });
  });
  test("an answer no step waits for", () => {
    expect(whatHappens(approval(), REFUND.slice(0, 3)).reject).toEqual({ kind: "none" });
  });
  test("no answer: a step of its own, else what the request says", () => {
    const late = step("late", { when: { key: "ask", branch: "timed_out" } });
    expect(whatHappens(approval(), [...REFUND, late]).noAnswer).toMatchObject({ kind: "steps", first: ["LATE"] });
    const said = (text: string) => approval({ extra: [{ name: "on_timeout", payload: new Payload(text) }] });
    expect(whatHappens(said('"fail"'), REFUND).noAnswer).toEqual({ kind: "ends-in-error" });
    expect(whatHappens(said('"escalate"'), REFUND).noAnswer).toEqual({ kind: "said", text: "escalate" });
  });
});

test("steps that do not tell leave it unknown", () => {
  const silent = [step("ask", { phase: "waiting", downstream: ["next"] }), step("next")];
  expect(whatHappens(approval(), silent).approve).toEqual({ kind: "unknown" });
  expect(whatHappens(approval(), []).reject).toEqual({ kind: "unknown" });
  expect(whatHappens(approval({ nodeId: "elsewhere" }), REFUND).approve).toEqual({ kind: "unknown" });
});

test("the asking step: by id, else a unique name, else the only waiting step", () => {
  const { nodeId: _, ...nameless } = approval();
  expect(askingStep(nameless, REFUND)?.key).toBe("ask");
  expect(askingStep({ ...nameless, nodeName: "REPLY" }, REFUND)?.key).toBe("reply");
  expect(askingStep(nameless, [...REFUND, step("b", { phase: "waiting" })])).toBeUndefined();
});

test("any graph, cycles and dangling links included, ends and names only steps of the run", () => {
  const key = fc.constantFrom("ask", "a", "b", "c", "d", "e");
  const graph = fc.uniqueArray(
    fc.record({
      key,
      downstream: fc.array(fc.oneof(key, fc.constant("gone"))),
      when: fc.option(fc.record({ key, branch: fc.constantFrom("approve", "reject", "timed_out", "x") })),
    }),
    { selector: (s) => s.key },
  );
  fc.assert(
    fc.property(graph, (parts) => {
      const steps = parts.map((p) => step(p.key, { downstream: p.downstream, ...(p.when ? { when: p.when } : {}) }));
      const { approve } = whatHappens(approval(), steps);
      if (approve.kind !== "steps") return;
      const titles = [...approve.first, ...approve.later];
      expect(new Set(titles).size).toBe(titles.length);
      for (const title of titles) expect(steps.some((s) => s.title === title)).toBe(true);
    }),
    { numRuns: 10_000 },
  );
});
