/**
 * A run's place among the runs of its workflow id: "attempt 2 of 3". Its own history tells of a retry, a continuation or
 * a cron run before it; an earlier run whose id was used again, and a reset, only visibility tells.
 */
import { LRUCache } from "lru-cache";
import type { RunState } from "../../contract/run-state.ts";
import { type Budget, createBudget } from "./budget.ts";
import type { RunLists } from "./run-lists.ts";
import type { Snapshot } from "./run-watch.ts";

/** A third of what visibility gives a namespace; a run over it is placed by its own history until there is a turn. */
const LISTS_PER_SECOND = 3;
/** By then visibility has the runs before this one. */
const SETTLED_MS = 5_000;
const UNSETTLED_MS = 1_000;
const KEPT_MAX = 5_000;

export interface Place {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

export interface RunChainOptions {
  readonly lists: Pick<RunLists, "chain">;
  readonly newestRunId: (workflowId: string) => Promise<string>;
  readonly budget?: Budget;
  readonly now?: () => number;
}

export function createRunChain({
  lists,
  newestRunId,
  budget = createBudget(LISTS_PER_SECOND),
  now = Date.now,
}: RunChainOptions) {
  /** By run id: nothing can begin before a run any more, so its number stays once visibility has caught up. */
  const numbers = new LRUCache<string, Promise<number>>({ max: KEPT_MAX });

  /** Ids of the runs visibility has, oldest first; none when it does not answer. */
  async function listed(workflowId: string): Promise<readonly string[]> {
    const runs = await lists.chain(workflowId).catch(() => []);
    return runs.map((run) => run.execution?.runId ?? "");
  }

  function numberOf({ state, isFirst }: Snapshot): Promise<number> {
    const { temporalRunId, attempt, startedAt } = state;
    const known = numbers.get(temporalRunId);
    if (known) return known;
    // One that others went before is asked about in any case: that its number is wrong is known already.
    if (isFirst && !budget.take()) return Promise.resolve(attempt);
    const isSettled = now() - startedAt >= SETTLED_MS;
    const number = listed(state.workflowId).then((ids) => {
      const at = ids.indexOf(temporalRunId);
      if (at < 0) numbers.delete(temporalRunId);
      // Not listed yet, so it comes after all that are.
      const place = at >= 0 ? at + 1 : isSettled ? 1 : ids.length + 1;
      return Math.max(attempt, isFirst ? 1 : 2, place);
    });
    numbers.set(temporalRunId, number, { ttl: isSettled ? 0 : UNSETTLED_MS });
    return number;
  }

  function isNewest({ workflowId, temporalRunId }: RunState): Promise<boolean> {
    return newestRunId(workflowId).then(
      (runId) => runId === temporalRunId,
      () => true,
    );
  }

  return {
    async attemptOf(snapshot: Snapshot): Promise<Place> {
      const { state, nextRunId, isClosed } = snapshot;
      const number = await numberOf(snapshot);
      // A reset, or a new start under the same id, leaves no word in the history of the run before.
      if (nextRunId === undefined && (!isClosed || (await isNewest(state)))) return { number, of: number };
      const ids = await listed(state.workflowId);
      const isNextUnlisted = nextRunId !== undefined && !ids.includes(nextRunId);
      return { number, of: Math.max(number + 1, ids.length + (isNextUnlisted ? 1 : 0)) };
    },
  };
}
