/**
 * For tests: random legal lives of a workflow that never heard of Runlight, run after run where one goes on as the next,
 * written as the server would write them. The real SDK, replaying the scripted workflow on them, checks that.
 */
import proto from "@temporalio/proto";
import { randomOf } from "../../contract/random-life.ts";
import { json, stamp } from "./history-builder.ts";
import type { HistoryEvent } from "./history-event.ts";
import { failureProto } from "./history-failures.ts";
import { type Expected, ForeignWorld, type Going, type Mark } from "./history-foreign-world.ts";
import type { Random } from "./history-plans.ts";
import {
  ACTIVITY,
  CHILD,
  LOCAL,
  type Op,
  randomScript,
  type Round,
  type Script,
  SCRIPTED,
  UPDATE,
} from "./history-script.ts";

const { ContinueAsNewInitiator: Initiator, WorkflowTaskFailedCause: Cause } = proto.temporal.api.enums.v1;
const RUNS_MAX = 4;

export type ForeignEnd = "completed" | "failed" | "continued" | "cancelled" | "terminated" | "timed out";

export interface ForeignLife {
  readonly workflowId: string;
  readonly temporalRunId: string;
  readonly events: readonly HistoryEvent[];
  readonly steps: readonly Expected[];
  readonly marks: readonly Mark[];
  readonly end: ForeignEnd;
  readonly attempt: number;
  readonly nextRunId: string | undefined;
  /** Runs this one was reset from, oldest first. */
  readonly resetFrom: readonly string[];
}

interface Start {
  readonly workflowId: string;
  readonly runId: string;
  readonly firstRunId: string;
  readonly attempt: number;
  readonly initiator: number | undefined;
}

/** The runs of one workflow id, oldest first. */
export function simulateChain(seed: number): readonly ForeignLife[] {
  const random = randomOf(seed);
  const workflowId = `order-${seed}`;
  const first: Start = {
    workflowId,
    runId: `${workflowId}/1`,
    firstRunId: `${workflowId}/1`,
    attempt: 1,
    initiator: undefined,
  };
  const lives: ForeignLife[] = [];
  for (let start = first; lives.length < RUNS_MAX;) {
    const isLast = lives.length === RUNS_MAX - 1;
    const run = new ForeignRun(random, start, randomScript(random), isLast);
    const life = run.run();
    lives.push(life);
    if (life.nextRunId === undefined) break;
    start = {
      ...start,
      runId: life.nextRunId,
      attempt: life.end === "failed" ? start.attempt + 1 : 1,
      initiator: run.initiator,
    };
  }
  return lives;
}

class ForeignRun extends ForeignWorld {
  readonly start: Start;
  readonly script: Script;
  readonly canGoOn: boolean;
  initiator: number | undefined;
  nextRunId: string | undefined;
  readonly resetFrom: string[] = [];
  runId: string;
  round = -1;
  activities = 0;
  timers = 0;

  constructor(random: Random, start: Start, script: Script, isLast: boolean) {
    super(random);
    this.start = start;
    this.runId = start.runId;
    this.script = isLast && script.end === "continue" ? { ...script, end: "complete" } : script;
    this.canGoOn = !isLast;
  }

  run(): ForeignLife {
    const { workflowId, runId, firstRunId, attempt, initiator } = this.start;
    this.add("workflowExecutionStarted", {
      workflowType: { name: SCRIPTED },
      taskQueue: { name: "q" },
      input: { payloads: [json(JSON.stringify(this.script))] },
      originalExecutionRunId: runId,
      firstExecutionRunId: firstRunId,
      ...(initiator !== undefined && { continuedExecutionRunId: "before", initiator }),
      attempt,
      workflowId,
      workflowTaskTimeout: stamp(10_000),
    });
    this.wake();
    for (;;) {
      const end = this.workflowTask() ?? this.outside();
      if (!end) continue;
      const { runId: temporalRunId, nextRunId, resetFrom, history, steps, marks } = this;
      const ids = { workflowId, temporalRunId, nextRunId, resetFrom };
      return { ...ids, attempt, events: history.events, steps, marks, end };
    }
  }

  workflowTask(): ForeignEnd | undefined {
    this.tick();
    let scheduledEventId = this.taskEventId;
    let startedEventId = this.add("workflowTaskStarted", { scheduledEventId });
    if (this.random() < 0.02) {
      const newRunId = `${this.runId}-reset`;
      const cause = Cause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW;
      const ids = { scheduledEventId, startedEventId, baseRunId: this.runId, newRunId };
      this.add("workflowTaskFailed", { ...ids, cause, failure: { message: "Reset" } });
      this.resetFrom.push(this.runId);
      this.runId = newRunId;
      scheduledEventId = this.add("workflowTaskScheduled", { taskQueue: { name: "q" }, attempt: 1 });
      startedEventId = this.add("workflowTaskStarted", { scheduledEventId });
    }
    this.tick();
    const sdk = this.round < 0 ? { coreUsedFlags: [3, 1, 2], sdkName: "temporal-typescript" } : {};
    this.add("workflowTaskCompleted", { scheduledEventId, startedEventId, sdkMetadata: sdk });
    this.isTaskScheduled = false;
    const end = this.code();
    if (!end) this.mark();
    return end;
  }

  code(): ForeignEnd | undefined {
    this.takeUpdate();
    if (this.round < 0) this.begin();
    else if (this.isCancelAsked) return this.cancelled();
    for (;;) {
      const round = this.script.rounds[this.round];
      if (!round) return this.close();
      if (!this.isOver(round)) return undefined;
      this.giveUp();
      this.begin();
    }
  }

  isOver({ isRace }: Round): boolean {
    return this.going.length === 0 || (isRace && this.ended > 0);
  }

  begin(): void {
    this.ended = 0;
    for (const op of this.script.rounds[++this.round]?.ops ?? []) this.beginOne(op);
  }

  takeUpdate(): void {
    if (this.update === undefined) return;
    const isPossible = this.update;
    this.update = undefined;
    const meta = { updateId: `u${this.history.events.length}`, identity: "page" };
    const acceptedRequest = { meta, input: { name: UPDATE, args: { payloads: [json(String(isPossible))] } } };
    const acceptedEventId = this.add("workflowExecutionUpdateAccepted", {
      protocolInstanceId: meta.updateId,
      acceptedRequestMessageId: `${meta.updateId}/request`,
      acceptedRequestSequencingEventId: this.history.events.length - 2,
      acceptedRequest,
    });
    const outcome = isPossible
      ? { success: { payloads: [json('"adjusted"')] } }
      : { failure: failureProto({ type: "Impossible", message: "It cannot be adjusted" }) };
    this.add("workflowExecutionUpdateCompleted", { meta, acceptedEventId, outcome });
    const how = isPossible
      ? ({ status: "completed", output: '"adjusted"' } as const)
      : ({ status: "failed", errorType: "Impossible" } as const);
    this.expect("update", UPDATE, { attempt: 1, ...how });
  }

  beginOne(op: Op): void {
    if (op.kind === "local") return this.local();
    const summary = op.summary;
    const one = { op, beganAt: this.now, isBegun: false, begunEventId: 0, isCancelAsked: false, attempt: 1 };
    const push = (type: string, name: string, eventId: number, seq = 0, attempt = 0): void => {
      const step = this.expect(type, summary ?? name, { attempt });
      this.going.push({ ...one, step, eventId, seq, lastFailure: undefined });
    };
    const taskQueue = { name: "q" };
    if (op.kind === "timer") {
      const seq = ++this.timers;
      const timer = { timerId: String(seq), startToFireTimeout: stamp(op.ms) };
      push("timer", `Timer ${seq}`, this.add("timerStarted", timer, summary), seq, 1);
    } else if (op.kind === "child") {
      const child = { workflowId: op.id, workflowType: { name: CHILD }, taskQueue, input: { payloads: [] } };
      push("child workflow", CHILD, this.add("startChildWorkflowExecutionInitiated", child, summary));
    } else {
      this.activities++;
      const retryPolicy = op.maxAttempts === undefined ? {} : { retryPolicy: { maximumAttempts: op.maxAttempts } };
      const task = { activityId: op.id, activityType: { name: ACTIVITY }, taskQueue, ...retryPolicy };
      push("activity", ACTIVITY, this.add("activityTaskScheduled", task, summary));
    }
  }

  /** Over within its workflow task, with one marker. */
  local(): void {
    const seq = ++this.activities;
    const isFailed = this.random() < 0.3;
    const time = stamp(this.now);
    const ids = { seq, attempt: 1, activity_id: String(seq), activity_type: LOCAL };
    const data = json(JSON.stringify({ ...ids, complete_time: time, backoff: null, original_schedule_time: time }));
    const result = isFailed ? {} : { result: { payloads: [json("7")] } };
    this.add("markerRecorded", {
      markerName: "core_local_activity",
      details: { data: { payloads: [data] }, ...result },
      ...(isFailed && { failure: failureProto({ type: "Broken", message: "No such thing" }) }),
    });
    const how = isFailed
      ? ({ status: "failed", errorType: "Broken" } as const)
      : ({ status: "completed", output: "7" } as const);
    this.expect("local activity", LOCAL, { attempt: 1, ...how });
  }

  /** What nobody waits for any more: a timer ends at once, so does an activity no worker has. */
  giveUp(): void {
    for (const one of this.going) {
      if (one.op.kind === "timer") {
        this.add("timerCanceled", { timerId: String(one.seq), startedEventId: one.eventId });
        this.end(one, "cancelled");
      } else if (one.op.kind === "activity") this.giveUpActivity(one);
    }
  }

  giveUpActivity(one: Going): void {
    const scheduledEventId = one.eventId;
    const latestCancelRequestedEventId = this.add("activityTaskCancelRequested", { scheduledEventId });
    if (!one.isBegun) this.add("activityTaskCanceled", { scheduledEventId, latestCancelRequestedEventId });
    if (!one.isBegun) return this.end(one, "cancelled");
    one.isCancelAsked = true;
    this.going = this.going.filter((other) => other !== one);
    this.left.push(one);
  }

  cancelled(): ForeignEnd {
    this.giveUp();
    this.add("workflowExecutionCanceled", {});
    return "cancelled";
  }

  close(): ForeignEnd {
    const { end } = this.script;
    if (end === "continue") {
      const newExecutionRunId = this.goOn(Initiator.CONTINUE_AS_NEW_INITIATOR_WORKFLOW, 1);
      const more = { workflowType: { name: SCRIPTED }, taskQueue: { name: "q" }, input: { payloads: [] } };
      this.add("workflowExecutionContinuedAsNew", { ...more, newExecutionRunId });
      return "continued";
    }
    if (end === "fail") {
      const newExecutionRunId = this.goOn(Initiator.CONTINUE_AS_NEW_INITIATOR_RETRY, 0.5);
      const failure = failureProto({ type: "Lost", message: "All is lost" });
      this.add("workflowExecutionFailed", { failure, ...(newExecutionRunId && { newExecutionRunId }) });
      return "failed";
    }
    const newExecutionRunId = this.goOn(Initiator.CONTINUE_AS_NEW_INITIATOR_CRON_SCHEDULE, 0.2);
    const result = { payloads: [json('"done"')] };
    this.add("workflowExecutionCompleted", { result, ...(newExecutionRunId && { newExecutionRunId }) });
    return "completed";
  }

  goOn(initiator: number, chance: number): string | undefined {
    if (!this.canGoOn || this.random() >= chance) return undefined;
    this.initiator = initiator;
    this.nextRunId = `${this.start.runId}+`;
    return this.nextRunId;
  }
}
