/** Where a run stands among the runs of its workflow id, whatever visibility has of them so far. */
import { expect, test } from "vitest";
import type { RunState } from "../../contract/run-state.ts";
import type { Execution } from "./cluster-calls.ts";
import { createRunChain } from "./run-chain.ts";
import type { Snapshot } from "./run-watch.ts";

const BEGAN_AT = 1_000_000;

/** `listed`: what visibility has, oldest first; `ageMs`: how old the run is when it is asked for. */
function bench(listed: readonly string[], ageMs: number, turns = 1_000) {
  const asked: string[] = [];
  let left = turns;
  const clock = { now: BEGAN_AT + ageMs };
  const chain = createRunChain({
    lists: {
      chain: async (workflowId) => {
        asked.push(workflowId);
        return listed.map((runId) => ({ execution: { workflowId, runId } }) as Execution);
      },
    },
    newestRunId: async () => listed.at(-1) ?? "",
    budget: { take: () => left-- > 0 },
    now: () => clock.now,
  });
  return { chain, asked };
}

function snapshot(runId: string, more: Partial<Snapshot> = {}, attempt = 1): Snapshot {
  const state = { workflowId: "w", temporalRunId: runId, attempt, startedAt: BEGAN_AT } as RunState;
  return { state, isClosed: false, cause: undefined, nextRunId: undefined, isFirst: true, ...more };
}

test("a live run under an id that was used before counts the runs before it, and asks once", async () => {
  const { chain, asked } = bench(["a", "b", "c"], 60_000);
  for (let poll = 0; poll < 5; poll++) expect(await chain.attemptOf(snapshot("c"))).toEqual({ number: 3, of: 3 });
  expect(asked).toEqual(["w"]);
  expect(await chain.attemptOf(snapshot("a", { isClosed: true }))).toEqual({ number: 1, of: 3 });
});

test("a run visibility has not heard of yet comes after all it has; one past its memory is not the newest", async () => {
  expect(await bench(["a", "b"], 100).chain.attemptOf(snapshot("c"))).toEqual({ number: 3, of: 3 });
  const old = snapshot("gone", { isClosed: true });
  expect(await bench(["a", "b"], 60_000).chain.attemptOf(old)).toEqual({ number: 1, of: 2 });
});

test("a run that goes on for another is the second at least, with visibility silent", async () => {
  expect(await bench([], 100).chain.attemptOf(snapshot("b", { isFirst: false }))).toEqual({ number: 2, of: 2 });
  const retried = snapshot("d", { isFirst: false }, 4);
  expect(await bench([], 100).chain.attemptOf(retried)).toEqual({ number: 4, of: 4 });
  const continued = snapshot("a", { isClosed: true, nextRunId: "b" });
  expect(await bench(["a"], 100).chain.attemptOf(continued)).toEqual({ number: 1, of: 2 });
});

test("without a turn a run is placed by its own history, and counted at its next turn", async () => {
  const { chain, asked } = bench(["a", "b"], 60_000, 0);
  expect(await chain.attemptOf(snapshot("b"))).toEqual({ number: 1, of: 1 });
  expect(asked).toEqual([]);
  expect(await chain.attemptOf(snapshot("b", { isFirst: false }))).toEqual({ number: 2, of: 2 });
});
