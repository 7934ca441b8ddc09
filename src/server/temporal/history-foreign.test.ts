/** Random legal histories of workflows that never heard of Runlight: nothing is lost, told twice or taken back. */
import { expect, test, vi } from "vitest";
import { answerText } from "../../contract/answer.ts";
import { randomOf } from "../../contract/random-life.ts";
import { nodeById, reduceAll } from "../../contract/reduce.ts";
import { isNodeClosed } from "../../contract/reduce-node.ts";
import { parseRun } from "../../contract/run.ts";
import type { NodeState, RunState } from "../../contract/run-state.ts";
import { createHistoryFold } from "./history-fold.ts";
import { takenBack } from "./history-forward.ts";
import { type ForeignLife, simulateChain } from "./history-foreign.ts";
import type { Expected } from "./history-foreign-world.ts";
import { overlayOf } from "./overlay.ts";
import { createRunChain } from "./run-chain.ts";

/** Far more than it takes; a machine busy with other things is no mistake here. */
vi.setConfig({ testTimeout: 300_000 });

const LIVES = 8_000;
const STATUS = {
  completed: "completed",
  failed: "error",
  continued: "completed",
  cancelled: "cancelled",
  terminated: "cancelled",
  "timed out": "error",
} as const;

const chains: (readonly ForeignLife[])[] = [];
for (let seed = 0, count = 0; count < LIVES; seed++) {
  const chain = simulateChain(seed);
  chains.push(chain);
  count += chain.length;
}
const lives = chains.flat();

function foldOf(life: ForeignLife, events = life.events) {
  const fold = createHistoryFold(life, () => 0);
  fold.take(events);
  return fold;
}

const told = ({ type, name, status, attempt, output, error }: NodeState) =>
  JSON.stringify([type, name, status, attempt, output, error?.type]);

/** In a run that is over nothing is open. */
const wanted = ({ type, name, status, attempt, output, errorType }: Expected) =>
  JSON.stringify([type, name, status === "open" ? "cancelled" : status, attempt, output, errorType]);

test("lives end in every way, and hold everything a workflow can", () => {
  const seen = new Map<string, number>();
  const count = (word: string): unknown => seen.set(word, (seen.get(word) ?? 0) + 1);
  for (const { end, steps, nextRunId, attempt, resetFrom } of lives) {
    count(end);
    if (nextRunId) count(`${end}, goes on`);
    if (attempt > 1) count("retried");
    if (resetFrom.length > 0) count("reset");
    for (const { type, status } of steps) count(`${type} ${status}`);
    if (steps.some((step) => step.type === "activity" && step.attempt > 1)) count("again");
  }
  const kinds = ["activity", "timer", "child workflow"];
  for (const word of [
    ...Object.keys(STATUS),
    ...["completed, goes on", "failed, goes on", "continued, goes on", "retried", "reset", "again"],
    ...kinds.flatMap((kind) => ["open", "completed", "cancelled"].map((status) => `${kind} ${status}`)),
    ...["activity failed", "child workflow failed", "local activity completed", "local activity failed"],
    ...["signal completed", "update completed", "update failed"],
  ])
    expect(seen.get(word), word).toBeGreaterThan(20);
});

test("everything that was begun is one step, in its order, with what became of it, and the run ends as it did", () => {
  expect.hasAssertions();
  for (const life of lives) {
    const fold = foldOf(life);
    const state = fold.state as RunState;
    const ended = [state.status, state.endedAt !== undefined, state.attempt, fold.nextRunId];
    const { temporalRunId } = life;
    expect([...state.nodes.map(told), ...ended], temporalRunId).toEqual([
      ...[...life.steps.map(wanted), STATUS[life.end], true, life.attempt, life.nextRunId],
    ]);
    expect(new Set(state.nodes.map(({ id }) => id)).size, temporalRunId).toBe(life.steps.length);
  }
});

// Asserted once at the end: there are a million states.
test("event by event nothing goes back, and pages of any size with overlaps come to the same", () => {
  const wrong: string[] = [];
  for (const [seed, life] of lives.entries()) {
    const random = randomOf(seed);
    const single = foldOf(life, []);
    const paged = foldOf(life, []);
    let before: RunState | undefined;
    for (const event of life.events) {
      single.take([event]);
      const back = before && single.state ? takenBack(before, single.state) : undefined;
      if (back !== undefined) wrong.push(`${life.temporalRunId}: ${back}`);
      before = single.state;
    }
    for (let from = 0; from < life.events.length;) {
      const to = from + 1 + Math.floor(random() * 20);
      paged.take(life.events.slice(Math.max(0, from - Math.floor(random() * 5)), to));
      from = to;
    }
    const whole = JSON.stringify(foldOf(life).state);
    if (JSON.stringify(single.state) !== whole) wrong.push(`${life.temporalRunId}: one by one`);
    if (JSON.stringify(paged.state) !== whole) wrong.push(`${life.temporalRunId}: in pages`);
  }
  expect(wrong.slice(0, 3)).toEqual([]);
});

test("what a live answer says of a step that is over, history says too; what a worker has is at work", () => {
  const wrong: string[] = [];
  for (const life of lives) {
    const last = foldOf(life).state as RunState;
    const fold = foldOf(life, []);
    for (const { count, description, working } of life.marks) {
      fold.take(life.events.slice(fold.lastEventId, count));
      const state = fold.state as RunState;
      const live = reduceAll(state, overlayOf(description, state));
      const running = live.nodes.filter(({ type, status }) => type === "activity" && status === "running");
      if (running.length !== working) wrong.push(`${life.temporalRunId}, event ${count}: ${running.length} at work`);
      for (const node of live.nodes) {
        if (!isNodeClosed(node.status)) continue;
        const final = JSON.stringify(nodeById(last, node.id));
        if (final !== JSON.stringify(node)) wrong.push(`${life.temporalRunId}, event ${count}: ${final}`);
      }
    }
  }
  expect(wrong.slice(0, 3)).toEqual([]);
});

test("answers can be read, live and closed, and nothing in them is unknown", () => {
  for (const life of lives.slice(0, 1_000)) {
    const half = foldOf(life, life.events.slice(0, life.events.length / 2));
    for (const { state } of [half, foldOf(life)]) {
      const run = parseRun(answerText(state as RunState, { source: "history" }));
      expect([run.status, run.extra]).toEqual([state?.status, []]);
    }
  }
});

test("runs that go on as the next are counted", async () => {
  for (const chain of chains.filter(({ length }) => length > 1).slice(0, 300)) {
    const ids = chain.flatMap(({ resetFrom, temporalRunId }) => [...resetFrom, temporalRunId]);
    const runs = ids.map((runId) => ({ execution: { runId } }));
    const lists = { chain: async () => runs } as unknown as Parameters<typeof createRunChain>[0]["lists"];
    const budget = { take: () => true };
    const place = createRunChain({ lists, newestRunId: async () => chain.at(-1)?.temporalRunId ?? "", budget });
    for (const life of chain) {
      const { state, nextRunId, isFirst } = foldOf(life);
      const snapshot = { state: state as RunState, isClosed: true, cause: undefined, nextRunId, isFirst };
      expect(await place.attemptOf(snapshot)).toEqual({
        number: ids.indexOf(life.temporalRunId) + 1,
        of: ids.length,
      });
    }
  }
});
