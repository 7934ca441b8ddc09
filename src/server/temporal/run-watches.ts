/** The watchers of all runs: which one answers, closed runs kept, attempts counted, and what is known of runs gone. */
import { LRUCache } from "lru-cache";
import { answerText } from "../../contract/answer.ts";
import type { RunRef } from "../../contract/run-id.ts";
import type { RunState } from "../../contract/run-state.ts";
import { notFound } from "../problems.ts";
import { createBudget, createRoom } from "./budget.ts";
import { createRunListeners } from "../run-listeners.ts";
import { classify, toProblem } from "./call-errors.ts";
import type { ClusterCalls } from "./cluster-calls.ts";
import type { LastKnownStore } from "./last-known.ts";
import { createQueueHealth } from "./queue-health.ts";
import { createRunChain } from "./run-chain.ts";
import type { RunLists } from "./run-lists.ts";
import { createRunWatch, type RunWatch, type Snapshot } from "./run-watch.ts";

/** Steps of all closed runs kept, folded; 10,000 are about 10 MB and more when they say much. */
const CLOSED_STEPS_MAX = 100_000;
/** A run counts as many steps at least. */
const CLOSED_STEPS_MIN = 50;
const NEWEST_MS = 1_000;
/** For all watchers together, whatever happens in their runs; what it takes to find newest runs comes on top. */
const DESCRIBES_PER_SECOND = 9;
const QUERIES_PER_SECOND = 25;
/** Two thirds of what a frontend of Temporal holds open for a namespace, 1,200. */
const WAITS_MAX = 800;

export interface Answered {
  readonly text: string;
  readonly state: RunState;
}

export type RunWatches = ReturnType<typeof createRunWatches>;

export function createRunWatches(calls: ClusterCalls, lists: RunLists, lastKnown: LastKnownStore) {
  const watches = new Map<string, Promise<RunWatch>>();
  const closed = new LRUCache<string, Snapshot>({
    maxSize: CLOSED_STEPS_MAX,
    sizeCalculation: ({ state }) => CLOSED_STEPS_MIN + state.nodes.length,
  });
  const newest = new LRUCache<string, Promise<string>>({ max: 5_000, ttl: NEWEST_MS });
  const describes = createBudget(DESCRIBES_PER_SECOND);
  const queries = createBudget(QUERIES_PER_SECOND);
  const waits = createRoom(WAITS_MAX);
  const health = createQueueHealth(queries);
  const listeners = createRunListeners();
  /** The open run of a workflow id: while it is open there can be no newer one. */
  const openRuns = new Map<string, string>();
  const texts = new WeakMap<RunState, { readonly key: string; readonly text: string }>();

  /** The run id of the newest run of a workflow id; one call a second, however many ask. */
  function newestRunId(workflowId: string): Promise<string> {
    const open = openRuns.get(workflowId);
    if (open !== undefined) return Promise.resolve(open);
    const known = newest.get(workflowId);
    if (known) return known;
    const asked = calls.describe(workflowId).then((found) => found.workflowExecutionInfo?.execution?.runId ?? "");
    newest.set(workflowId, asked);
    asked.catch(() => newest.delete(workflowId));
    return asked;
  }

  const chain = createRunChain({ lists, newestRunId });

  function watch(workflowId: string, temporalRunId: string): Promise<RunWatch> {
    const known = watches.get(temporalRunId);
    if (known) return known;
    const opening = open(workflowId, temporalRunId);
    watches.set(temporalRunId, opening);
    opening.catch(() => watches.delete(temporalRunId));
    return opening;
  }

  function gone(workflowId: string, temporalRunId: string): void {
    if (openRuns.get(workflowId) !== temporalRunId) return;
    openRuns.delete(workflowId);
    newest.delete(workflowId);
  }

  async function open(workflowId: string, temporalRunId: string): Promise<RunWatch> {
    const one = createRunWatch({
      calls,
      run: { workflowId, temporalRunId },
      health,
      describes,
      queries,
      waits,
      isListenedTo: () => listeners.has(workflowId),
      onChange: (snapshot) => {
        if (!snapshot.isClosed) openRuns.set(workflowId, temporalRunId);
        else gone(workflowId, temporalRunId);
        lastKnown.note(snapshot.state, Date.now());
        lists.note({ workflowId, temporalRunId, status: snapshot.state.status });
        if (snapshot.isClosed) closed.set(temporalRunId, snapshot);
        listeners.tell(workflowId);
        // Who listens to a workflow hears of the run that goes on for it.
        if (snapshot.nextRunId !== undefined && listeners.has(workflowId))
          watch(workflowId, snapshot.nextRunId).catch(() => undefined);
      },
      onDrop: () => {
        watches.delete(temporalRunId);
        gone(workflowId, temporalRunId);
        listeners.tell(workflowId);
      },
    });
    await one.open();
    return one;
  }

  /** Throws not-found, and a refusal for what the cluster answered. */
  async function snapshotOf({ workflowId, temporalRunId }: RunRef): Promise<Snapshot> {
    const runId = temporalRunId ?? (await newestRunId(workflowId));
    const kept = closed.get(runId);
    if (kept && kept.state.workflowId === workflowId) return kept;
    const snapshot = (await watch(workflowId, runId)).snapshot();
    if (!snapshot || snapshot.state.workflowId !== workflowId) throw notFound();
    return snapshot;
  }

  async function answer(snapshot: Snapshot): Promise<Answered> {
    const { state, isClosed, cause } = snapshot;
    const attempts = await chain.attemptOf(snapshot);
    const key = JSON.stringify([attempts, cause]);
    const known = texts.get(state);
    if (known?.key === key) return { text: known.text, state };
    const text = answerText(state, {
      source: isClosed ? "history" : "live-query",
      attempts,
      ...(cause !== undefined && { cause }),
    });
    texts.set(state, { key, text });
    return { text, state };
  }

  return {
    /** The run's answer; a run past retention from what was last seen of it. */
    async get(agentId: number, ref: RunRef): Promise<Answered> {
      let snapshot: Snapshot;
      try {
        snapshot = await snapshotOf(ref);
      } catch (thrown) {
        if (classify(thrown) !== "not-found" && classify(thrown) !== "invalid") throw toProblem(thrown);
        const last = lastKnown.find(ref.workflowId, ref.temporalRunId);
        if (last?.state.agentId !== agentId) throw notFound();
        const text = answerText(last.state, {
          source: "live-query",
          historyUnavailableReason:
            "The cluster keeps no history of this run any more: its retention period has passed",
          asOf: last.at,
          attempts: { number: last.state.attempt, of: last.state.attempt },
        });
        return { text, state: last.state };
      }
      if (snapshot.state.agentId !== agentId) throw notFound();
      return answer(snapshot);
    },

    /** Calls when the run's answer may have changed; follows it, and what goes on for it, until stopped. */
    listen(ref: RunRef, listener: () => void): () => void {
      const stop = listeners.add(ref.workflowId, listener);
      // It is followed already when its answer was asked for just now.
      snapshotOf(ref).catch(() => undefined);
      return stop;
    },

    /** After something this server did: what the page reads next must know it. */
    async refresh(ref: RunRef): Promise<void> {
      const runId = ref.temporalRunId ?? (await newestRunId(ref.workflowId));
      await (await watch(ref.workflowId, runId)).refresh();
    },

    /** Forgets what is kept of a closed run, so that the cluster is asked again. */
    forget: (temporalRunId: string): void => {
      closed.delete(temporalRunId);
      void watches.get(temporalRunId)?.then((one) => one.drop());
      watches.delete(temporalRunId);
    },

    async close(): Promise<void> {
      const open = await Promise.allSettled(watches.values());
      for (const one of open) if (one.status === "fulfilled") one.value.drop();
    },
  };
}
