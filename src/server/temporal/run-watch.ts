/**
 * One watcher per Temporal run, however many viewers: a history long-poll feeds the fold, describe adds what history
 * does not know yet, a query finds out whether a worker answers. Dropped when nobody has asked for a while.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { isRunClosed, reduceAll } from "../../contract/reduce.ts";
import type { RunState } from "../../contract/run-state.ts";
import { agentIdOf } from "./agent-id.ts";
import type { Budget } from "./budget.ts";
import { type CallFailure, causeOf, classify } from "./call-errors.ts";
import type { ClusterCalls, Description } from "./cluster-calls.ts";
import { type HistoryEvent, idOf } from "./history-event.ts";
import { createHistoryFold, type RunName } from "./history-fold.ts";
import { STATE_QUERY } from "./names.ts";
import { overlayOf } from "./overlay.ts";
import { isSilence, type QueueHealth } from "./queue-health.ts";

const DROP_AFTER_MS = 30_000;
const DESCRIBE_EVERY_MS = 5_000;
const DESCRIBE_GAP_MS = 1_000;
const QUERY_GAP_MS = 2_000;
const AGAIN_MS = 5_000;

export interface Snapshot {
  readonly state: RunState;
  readonly isClosed: boolean;
  readonly cause: string | undefined;
  /** The run that went on where this one closed, and whether another went before. */
  readonly nextRunId: string | undefined;
  readonly isFirst: boolean;
}

export interface RunWatchOptions {
  readonly calls: ClusterCalls;
  readonly run: RunName;
  readonly health: QueueHealth;
  readonly describes: Budget;
  readonly queries: Budget;
  /** While somebody wants to hear of changes the run is followed, though nobody asks. */
  readonly isListenedTo: () => boolean;
  readonly onChange: (snapshot: Snapshot) => void;
  readonly onDrop: () => void;
}

export type RunWatch = ReturnType<typeof createRunWatch>;

export function createRunWatch(options: RunWatchOptions) {
  const { calls, run, health, describes, queries, isListenedTo, onChange, onDrop } = options;
  const fold = createHistoryFold(run, (event) => agentIdOf(event, run.workflowId));
  let isStopped = false;
  /** The call in flight; each has its own, for the client never lets go of a signal. */
  let waiting: AbortController | undefined;
  let token: Uint8Array | undefined;
  let described: Description | undefined;
  let describedAt = 0;
  let isDescribeDue = true;
  let queriedAt = 0;
  let failure: CallFailure | undefined;
  let asking: Promise<CallFailure | undefined> | undefined;
  let leaveQueue = (): void => undefined;
  let usedAt = Date.now();
  let kept: Snapshot | undefined;
  let loading: Promise<void> | undefined;

  /** Everything there is now. Single flight. */
  function load(): Promise<void> {
    loading ??= catchUp().finally(() => (loading = undefined));
    return loading;
  }

  async function catchUp(): Promise<void> {
    // A token of an ended page list cannot be used again, so this starts over; known events are skipped.
    let page: Uint8Array | undefined;
    do {
      const answer = await calls.history(run.workflowId, run.temporalRunId, page, false);
      fold.take(answer.events);
      page = answer.nextPageToken;
    } while (page);
    await describe();
    changed();
  }

  async function describe(): Promise<void> {
    if (isClosed()) return;
    describedAt = Date.now();
    described = await calls.describe(run.workflowId, run.temporalRunId);
  }

  const isClosed = (): boolean => fold.state !== undefined && isRunClosed(fold.state);

  function changed(): void {
    kept = undefined;
    const now = snapshot();
    if (now) onChange(now);
  }

  function snapshot(): Snapshot | undefined {
    if (!fold.state) return undefined;
    kept ??= {
      state: isClosed() ? fold.state : reduceAll(fold.state, overlayOf(described, fold.state)),
      isClosed: isClosed(),
      cause: isClosed() ? undefined : causeOf(health.silenceOf(queue()) ?? failure),
      nextRunId: fold.nextRunId,
      isFirst: fold.isFirst,
    };
    return kept;
  }

  const queue = (): string => described?.executionConfig?.taskQueue?.name ?? "";

  /** What failed, or undefined when the workflow answered. Single flight: the server keeps one query and refuses more. */
  function ask(): Promise<CallFailure | undefined> {
    asking ??= calls
      .query(run.workflowId, run.temporalRunId, STATE_QUERY)
      .then(() => undefined, classify)
      .then((said) => {
        const before = failure;
        failure = said;
        if (failure !== before) changed();
        return failure;
      })
      .finally(() => (asking = undefined));
    return asking;
  }

  async function query(): Promise<void> {
    if (isClosed() || Date.now() - queriedAt < QUERY_GAP_MS || health.silenceOf(queue()) || !queries.take()) return;
    queriedAt = Date.now();
    const said = await ask();
    if (said) health.failed(queue(), said);
  }

  /** Hears with all runs of its task queue whether a worker is there. */
  function joinQueue(): void {
    leaveQueue = health.join(queue(), {
      ask,
      isFailing: () => isSilence(failure),
      changed: () => {
        if (!health.silenceOf(queue()) && isSilence(failure)) failure = undefined;
        if (!isClosed()) changed();
      },
    });
  }

  async function follow(): Promise<void> {
    let isFresh = true;
    while (!isStopped && !isClosed()) {
      if (Date.now() - usedAt > DROP_AFTER_MS && !isListenedTo()) break;
      try {
        if (isFresh) {
          // The first waiting call answers at once with what is there, and the token to wait with.
          token = undefined;
          isFresh = false;
        }
        const before = fold.lastEventId;
        waiting = new AbortController();
        const answer = await calls.history(run.workflowId, run.temporalRunId, token, true, waiting.signal);
        token = answer.nextPageToken;
        fold.take(answer.events);
        if (!token) isFresh = true;
        if (fold.lastEventId !== before) {
          if (answer.events.some((event) => isTaskDone(event, before))) health.alive(queue());
          // What begins after these events is told by no other: one more describe, a moment later.
          isDescribeDue = true;
          if (Date.now() - describedAt >= DESCRIBE_GAP_MS && describes.take()) await describe();
          changed();
        }
        void query();
      } catch (thrown) {
        if (isStopped) break;
        isFresh = true;
        if (classify(thrown) === "not-found") break;
        await pause(AGAIN_MS);
      }
    }
    drop();
  }

  /** Attempts and heartbeats of pending activities make no event. */
  const ticking = setInterval(() => {
    if (isClosed()) return;
    const isPending = (described?.pendingActivities?.length ?? 0) > 0;
    const everyMs = isDescribeDue ? DESCRIBE_GAP_MS : DESCRIBE_EVERY_MS;
    if ((!isDescribeDue && !isPending) || Date.now() - describedAt < everyMs || !describes.take()) return;
    isDescribeDue = false;
    describe().then(changed, () => undefined);
  }, DESCRIBE_GAP_MS).unref();

  function pause(ms: number): Promise<void> {
    waiting = new AbortController();
    return sleep(ms, undefined, { signal: waiting.signal, ref: false }).catch(() => undefined);
  }

  function drop(): void {
    isStopped = true;
    waiting?.abort();
    clearInterval(ticking);
    leaveQueue();
    onDrop();
  }

  return {
    /** Reads history and description once, then follows the run. Throws what the cluster answered. */
    async open(): Promise<void> {
      await load();
      if (isClosed()) return clearInterval(ticking);
      joinQueue();
      void query();
      void follow();
    },
    /** Asks now, without waiting for the long-poll: after a decision or a cancellation of our own. */
    refresh: load,
    snapshot(): Snapshot | undefined {
      usedAt = Date.now();
      return snapshot();
    },
    get isCancelAsked(): boolean {
      return fold.isCancelAsked;
    },
    drop,
  };
}

/** Only a worker completes a workflow's task. */
function isTaskDone(event: HistoryEvent, after: number): boolean {
  return idOf(event.eventId) > after && Boolean(event.workflowTaskCompletedEventAttributes);
}
