// @vitest-environment happy-dom
/** The memory of runs: bounded, one person's only, and never in the way. */
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { recallRun, rememberRun, SEEN_MAX, type SeenRun } from "./seen-runs.ts";
import { forgetPerson, SEEN_KEY } from "./person-memory.ts";

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

const seen = (number: number): SeenRun => ({
  agentId: 57,
  workflowId: `wf_57_run_${number}`,
  temporalRunId: "a",
  at: number,
  status: "running",
  finished: number,
  failed: 0,
});

test("what was seen last is recalled, for the one who saw it", () => {
  rememberRun("ann", seen(1));
  rememberRun("ann", { ...seen(1), finished: 9, approvalId: "apr_1" });
  expect(recallRun("ann", seen(1))).toEqual({ ...seen(1), finished: 9, approvalId: "apr_1" });
  expect(recallRun("bob", seen(1))).toBeUndefined();
  expect(recallRun("ann", { ...seen(1), temporalRunId: "b" })).toBeUndefined();
  rememberRun("bob", seen(2));
  expect(localStorage.getItem(SEEN_KEY)).not.toContain("ann");
});

test("the newest runs stay, the oldest goes", () => {
  for (let number = 0; number <= SEEN_MAX; number++) rememberRun("ann", seen(number));
  expect(recallRun("ann", seen(0))).toBeUndefined();
  expect(recallRun("ann", seen(1))).toBeDefined();
});

test("signing out forgets", () => {
  rememberRun("ann", seen(1));
  forgetPerson();
  expect(recallRun("ann", seen(1))).toBeUndefined();
});

test("storage that is full or forbidden is no error", () => {
  rememberRun("ann", seen(1));
  const refuse = () => {
    throw new DOMException("no", "SecurityError");
  };
  vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
  forgetPerson();
  rememberRun("ann", seen(1));
  expect(recallRun("ann", seen(1))).toBeUndefined();
});

test("property: whatever stands in the storage, recalling never throws and remembering works", () => {
  const stored = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((runs) => `{"who":"ann","runs":${runs}}`),
    fc.json().map((run) => `{"who":"ann","runs":[${run}]}`),
  );
  fc.assert(
    fc.property(stored, (text) => {
      localStorage.setItem(SEEN_KEY, text);
      expect(recallRun("ann", seen(1))).toBeUndefined();
      rememberRun("ann", seen(1));
      expect(recallRun("ann", seen(1))).toEqual(seen(1));
    }),
    { numRuns: 500 },
  );
});
