/**
 * Runs the agents. One writer, one loop: what happened is appended to the log in one transaction, then it is the state,
 * then the next activities begin. Nothing is visible or acknowledged before it is on disk.
 */
import { randomUUID } from "node:crypto";
import { isRunClosed, reduceAll } from "../../contract/reduce.ts";
import type { JsonText, RunEvent } from "../../contract/run-events.ts";
import type { NodeState, RunState } from "../../contract/run-state.ts";
import type { AgentDefinition } from "../agents/agent.ts";
import type { Clock } from "./clock.ts";
import type { Database } from "../database.ts";
import type { LiveRun } from "./live-run.ts";
import { isActivityRunning, nextMoves, speedOf } from "../agents/next-moves.ts";
import { runActivity } from "./run-activity.ts";
import type { RunStore } from "./run-store.ts";

export interface EngineOptions {
  readonly db: Database;
  readonly store: RunStore;
  readonly agentOf: (id: number) => AgentDefinition | undefined;
  readonly clock: Clock;
  /** 1: as the agents say; 100: a hundred times as fast. */
  readonly speed: number;
  /** Something new is on disk and shown. */
  readonly onChange?: (workflowId: string) => void;
}

export interface StartOptions {
  readonly input: JsonText;
  readonly triggerType: string;
  readonly startedBy: string;
}

/** After a write failed: how long until the next try. */
const RETRY_WRITE_MS = 1_000;

/** A run's part of one write. */
interface Write {
  readonly run: LiveRun;
  readonly events: readonly RunEvent[];
  readonly after: RunState;
  readonly wakeAt: number | undefined;
  /** The next attempt of a run that failed. */
  readonly next: LiveRun | undefined;
}

export type Engine = ReturnType<typeof createEngine>;

export function createEngine({ db, store, agentOf, clock, speed, onChange }: EngineOptions) {
  const live = new Map<string, LiveRun>();
  const touched = new Set<LiveRun>();
  let immediate: NodeJS.Immediate | undefined;
  let isStopped = false;
  let isWriting = true;

  /** The loop's next turn; completions of one moment share it, and so one transaction. */
  function touch(run: LiveRun): void {
    touched.add(run);
    if (!isStopped) immediate ??= setImmediate(turn);
  }

  function turn(): void {
    immediate = undefined;
    const runs = [...touched];
    if (trySettle(runs) || runs.map((run) => trySettle([run])).every(Boolean)) return;
    // Nothing was acknowledged and nothing is lost: what happened is still queued.
    setTimeout(() => touched.forEach(touch), RETRY_WRITE_MS).unref();
  }

  function trySettle(runs: readonly LiveRun[]): boolean {
    try {
      settle(runs);
      return true;
    } catch {
      return false;
    }
  }

  /** Writes what happened to these runs and everything that follows from it now. Throws when it cannot be written. */
  function settle(runs: readonly LiveRun[]): void {
    if (runs.length === 0) return;
    try {
      const writes = db.transaction(() => runs.map((run) => write(run, [])));
      isWriting = true;
      writes.forEach(take);
    } catch (error) {
      isWriting = false;
      throw error;
    }
  }

  /** Inside a transaction: appends the run's queue, `extra` and all that follows; changes nothing in memory. */
  function write(run: LiveRun, extra: readonly RunEvent[]): Write {
    let lastAt = run.lastAt;
    const events = [...run.queue, ...extra].map((event) => {
      lastAt = Math.max(lastAt, event.at);
      return event.at === lastAt ? event : { ...event, at: lastAt };
    });
    let after = reduceAll(run.state, events);
    const now = Math.max(lastAt, clock.now());
    let moves = nextMoves(after, run.agent, now, speedOf(after, speed));
    for (; moves.events.length > 0; moves = nextMoves(after, run.agent, now, speedOf(after, speed))) {
      for (const event of moves.events) events.push(event);
      after = reduceAll(after, moves.events);
    }
    store.append(run.seq, run.count, events, run.state, after);
    const isRetried = after.status === "error" && after.attempt < run.agent.maxRunAttempts;
    const { workflowId, attempt, input, triggerType, startedBy } = after;
    const again = { input, triggerType, startedBy };
    const next = isRetried ? begin(run.agent, workflowId, attempt + 1, again, now) : undefined;
    return { run, events, after, wakeAt: moves.wakeAt, next };
  }

  /** What was written becomes what is. */
  function take({ run, events, after, wakeAt, next }: Write): void {
    run.state = after;
    run.count += events.length;
    run.lastAt = events[events.length - 1]?.at ?? run.lastAt;
    run.queue = [];
    touched.delete(run);
    if (events.length > 0) onChange?.(after.workflowId);
    if (next) adopt(next);
    if (isRunClosed(after)) return close(run);
    setWake(run, wakeAt);
    for (const node of after.nodes) {
      if (isActivityRunning(node) && !run.inFlight.has(node.id)) start(run, node);
    }
  }

  function close(run: LiveRun): void {
    live.delete(run.state.temporalRunId);
    stop(run);
  }

  function stop(run: LiveRun): void {
    for (const controller of run.inFlight.values()) controller.abort();
    run.inFlight.clear();
    run.wake?.controller.abort();
    run.wake = undefined;
  }

  function start(run: LiveRun, node: NodeState): void {
    if (isStopped) return;
    const controller = new AbortController();
    run.inFlight.set(node.id, controller);
    void runActivity(run, node, clock, speedOf(run.state, speed), controller.signal).then((event) => {
      if (!event || isRunClosed(run.state)) return;
      run.inFlight.delete(node.id);
      run.queue.push(event);
      touch(run);
    });
  }

  function setWake(run: LiveRun, at: number | undefined): void {
    if (run.wake?.at === at) return;
    run.wake?.controller.abort();
    run.wake = undefined;
    if (at === undefined) return;
    const controller = new AbortController();
    run.wake = { at, controller };
    clock.sleep(Math.max(1, at - clock.now()), controller.signal).then(
      () => {
        run.wake = undefined;
        touch(run);
      },
      () => undefined,
    );
  }

  /** Inside a transaction: a new run's row and first event. */
  function begin(
    agent: AgentDefinition,
    workflowId: string,
    attempt: number,
    { input, triggerType, startedBy }: StartOptions,
    at: number,
  ): LiveRun {
    const started: RunEvent = {
      type: "started",
      workflowId,
      temporalRunId: randomUUID(),
      agentId: agent.id,
      agentName: agent.name,
      agentType: agent.type,
      triggerType,
      input,
      startedBy,
      attempt,
      nodes: agent.plan(input),
      at,
    };
    const state = reduceAll(undefined, [started]);
    if (!state) throw new Error("A started event makes a state");
    const seq = store.insert(state);
    store.append(seq, 0, [started], state, state);
    return { seq, agent, state, count: 1, lastAt: at, queue: [], inFlight: new Map() };
  }

  function adopt(run: LiveRun): void {
    live.set(run.state.temporalRunId, run);
    touch(run);
  }

  return {
    /** True while writes succeed. */
    canWrite: (): boolean => isWriting && !isStopped,

    /** Open runs by temporalRunId. */
    live: live as ReadonlyMap<string, LiveRun>,

    /** On disk when it returns. */
    startRun(agent: AgentDefinition, options: StartOptions): LiveRun {
      const run = db.transaction(() => {
        const workflowId = `wf_${agent.id}_run_${store.nextNumber(agent.id)}`;
        return begin(agent, workflowId, 1, options, clock.now());
      });
      adopt(run);
      return run;
    },

    /** Goes on with every run the log says is open. Interrupted attempts begin again under their number. */
    resume(): void {
      for (const { seq, head } of store.openRuns()) {
        const agent = agentOf(head.agentId);
        const events = store.events(seq);
        const state = reduceAll(undefined, events);
        if (!agent || !state) continue;
        const lastAt = events[events.length - 1]?.at ?? state.startedAt;
        adopt({ seq, agent, state, count: events.length, lastAt, queue: [], inFlight: new Map() });
      }
    },

    /** Writes what has happened to this run by now, so that `run.state` is the newest. Throws when it cannot. */
    settleRun: (run: LiveRun): void => settle([run]),

    /** Appends events of a person's doing, with `also` in the same transaction; on disk when it returns. */
    append(run: LiveRun, events: readonly RunEvent[], also: () => void = () => undefined): void {
      const written = db.transaction(() => {
        const one = write(run, events);
        also();
        return one;
      });
      take(written);
    },

    now: (): number => clock.now(),

    /** Stops working; everything is in the log already, the next start goes on. */
    stop(): void {
      isStopped = true;
      if (immediate) clearImmediate(immediate);
      for (const run of live.values()) stop(run);
    },
  };
}
