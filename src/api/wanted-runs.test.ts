// @vitest-environment happy-dom
/** Runs somebody wants to be told of: what is news and what is not, and a memory for one person that is never in the way. */
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetPerson, WANTED_KEY } from "./person-memory.ts";
import {
  areRunsWanted,
  changeOf,
  isWanted,
  type RunAnswer,
  setWanted,
  WANTED_MAX,
  type WantedRun,
  wantedRuns,
} from "./wanted-runs.ts";

const WANTED: WantedRun = { agentId: 57, workflowId: "wf_57_run_1", temporalRunId: "t1" };
const ANSWER: RunAnswer = { agentId: 57, workflowId: "wf_57_run_1", temporalRunId: "t1", isNewest: false };

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

test.each<[string, WantedRun, RunAnswer, "ended" | "waits" | undefined]>([
  ["goes on", WANTED, ANSWER, undefined],
  ["ends", WANTED, { ...ANSWER, ended: "completed" }, "ended"],
  ["ends while it waits", { ...WANTED, waits: "a" }, { ...ANSWER, ended: "error" }, "ended"],
  ["begins to wait", WANTED, { ...ANSWER, waits: "a" }, "waits"],
  ["waits on", { ...WANTED, waits: "a" }, { ...ANSWER, waits: "a" }, undefined],
  ["waits, says a list that leaves the request out", { ...WANTED, waits: "a" }, { ...ANSWER, waits: "" }, undefined],
  ["waits, and its request is learned", { ...WANTED, waits: "" }, { ...ANSWER, waits: "a" }, undefined],
  ["asks for something else", { ...WANTED, waits: "a" }, { ...ANSWER, waits: "b" }, "waits"],
  ["has an older attempt that ended", WANTED, { ...ANSWER, temporalRunId: "t0", ended: "error" }, undefined],
  ["ends in its next attempt", WANTED, { ...ANSWER, temporalRunId: "t2", isNewest: true, ended: "error" }, "ended"],
  [
    "asks in its next attempt",
    { ...WANTED, waits: "a" },
    { ...ANSWER, temporalRunId: "t2", isNewest: true, waits: "a" },
    "waits",
  ],
  ["is another", WANTED, { ...ANSWER, workflowId: "wf_57_run_2", ended: "completed" }, undefined],
  ["is another agent’s", WANTED, { ...ANSWER, agentId: 58, ended: "completed" }, undefined],
])("a run that %s", (_, wanted, answer, news) => expect(changeOf(wanted, answer)?.news).toBe(news));

const word = fc.constantFrom("", "a", "b");
const answers = fc.record(
  {
    agentId: fc.constantFrom(57, 58),
    workflowId: fc.constantFrom("wf_57_run_1", "wf_57_run_2"),
    temporalRunId: fc.constantFrom("t1", "t2"),
    isNewest: fc.boolean(),
    waits: word,
    ended: fc.constantFrom("completed", "error"),
  },
  { requiredKeys: ["agentId", "workflowId", "temporalRunId", "isNewest"] },
);

test("property: the same answer twice is told once, the end at most once, and what is remembered stays this run", () => {
  fc.assert(
    fc.property(fc.array(answers, { maxLength: 20 }), (all) => {
      let wanted: WantedRun | undefined = WANTED;
      let ends = 0;
      for (const answer of all) {
        const before: WantedRun | undefined = wanted;
        if (!before) break;
        const change = changeOf(before, answer);
        if (!change) continue;
        wanted = change.next;
        if (change.news === "ended") ends++;
        expect(change.news === "ended").toBe(wanted === undefined);
        if (wanted) {
          expect([wanted.agentId, wanted.workflowId]).toEqual([WANTED.agentId, WANTED.workflowId]);
          expect(changeOf(wanted, answer)).toBeUndefined();
        }
      }
      expect(ends).toBeLessThanOrEqual(1);
    }),
    { numRuns: 10_000 },
  );
});

test("wanted by one person, bounded, and gone on signing out", () => {
  expect(areRunsWanted()).toBe(false);
  for (let number = 0; number <= WANTED_MAX; number++) {
    const run = { ...WANTED, workflowId: `wf_57_run_${number}` };
    setWanted("ann", run, run);
  }
  expect([isWanted("ann", { ...WANTED, workflowId: "wf_57_run_0" }), isWanted("ann", WANTED)]).toEqual([false, true]);
  expect(isWanted("bob", WANTED)).toBe(false);
  expect(areRunsWanted()).toBe(true);
  setWanted("ann", WANTED, undefined);
  expect(isWanted("ann", WANTED)).toBe(false);
  forgetPerson();
  expect(areRunsWanted()).toBe(false);
});

test("where the browser keeps nothing it lasts as long as the page", () => {
  const refuse = () => {
    throw new DOMException("no", "SecurityError");
  };
  vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
  setWanted("ann", WANTED, WANTED);
  expect(isWanted("ann", WANTED)).toBe(true);
});

test("property: whatever stands in the storage, nothing throws and a run can be wanted", () => {
  const stored = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((runs) => `{"who":"ann","runs":${runs}}`),
  );
  fc.assert(
    fc.property(stored, (text) => {
      localStorage.setItem(WANTED_KEY, text);
      expect(wantedRuns("ann").length).toBeLessThanOrEqual(WANTED_MAX);
      setWanted("ann", WANTED, WANTED);
      expect(isWanted("ann", WANTED)).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});
