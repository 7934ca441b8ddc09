/**
 * One watcher per Temporal run, however many viewers: a history long-poll feeds the fold, describe adds what history
 * does not know yet, a query finds out whether a worker answers. Dropped when nobody has asked for a while.
 */
import { isRunClosed, reduceAll } from "../../contract/reduce.ts";
import type { RunState } from "../../contract/run-state.ts";
import { agentIdOf } from "./agent-id.ts";
import type { Budget, Room } from "./budget.ts";
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
  /** Long-polls that may be open at a time. */
  readonly waits: Room;
  /** While somebody wants to hear of changes the run is followed, though nobody asks. */
  readonly isListenedTo: () => boolean;
  readonly onChange: (snapshot: Snapshot) => void;
  readonly onDrop: () => void;
}

export type RunWatch = ReturnType<typeof createRunWatch>;

export function createRunWatch(options: RunWatchOptions) {
  const { calls, run, health, describes, queries, waits, isListenedTo, onChange, onDrop } = options;
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
  /** What the last call of the long-poll threw: until one goes through, nobody knows what the run does now. */
  let lost: { readonly thrown: unknown } | undefined;
  let isRefused = false;
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
    while (!isStopped && !isClosed()) {
      if (Date.now() - usedAt > DROP_AFTER_MS && !isListenedTo()) break;
      try {
        if (isRefused || !waits.enter()) await look();
        else await wait().finally(waits.leave);
        void query();
      } catch (thrown) {
        if (isStopped) break;
        token = undefined;
        const why = classify(thrown);
        if (why === "not-found") break;
        // Long-polls are the first thing a busy cluster refuses; it may well answer what is asked plainly.
        if (why === "busy" && !isRefused) {
          isRefused = true;
          continue;
        }
        lost = { thrown };
        changed();
        await pause(AGAIN_MS);
      }
    }
    drop();
  }

  /** One long-poll. The first answers at once with what is there, and with the token to wait with. */
  async function wait(): Promise<void> {
    const before = fold.lastEventId;
    waiting = new AbortController();
    const answer = await calls.history(run.workflowId, run.temporalRunId, token, true, waiting.signal);
    token = answer.nextPageToken;
    fold.take(answer.events);
    if (fold.lastEventId === before) return found();
    if (answer.events.some((event) => isTaskDone(event, before))) health.alive(queue());
    // What begins after these events is told by no other: one more describe, a moment later.
    isDescribeDue = true;
    if (Date.now() - describedAt >= DESCRIBE_GAP_MS && describes.take()) await describe();
    lost = undefined;
    changed();
  }

  /** In place of a long-poll: asks now and then whether there is more, and reads it. */
  async function look(): Promise<void> {
    await pause(AGAIN_MS);
    if (isStopped) return;
    isRefused = false;
    token = undefined;
    await describe();
    if (idOf(described?.workflowExecutionInfo?.historyLength) > fold.lastEventId) await load();
    found();
  }

  /** The cluster answers again. */
  function found(): void {
    if (!lost) return;
    lost = undefined;
    changed();
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
    const { signal } = (waiting = new AbortController());
    return new Promise((resolve) => {
      setTimeout(resolve, ms).unref();
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
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
    /** Throws what the cluster answers while it does not let the run be followed. */
    snapshot(): Snapshot | undefined {
      usedAt = Date.now();
      if (lost && !isClosed()) throw lost.thrown;
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
