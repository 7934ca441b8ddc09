/**
 * For tests: a workflow of somebody else as the server sees it: activities, timers and children that end in every way,
 * signals, updates, and people who end it all. What the workflow does itself is in `history-foreign.ts`.
 */
import proto from "@temporalio/proto";
import type { Description } from "./cluster-calls.ts";
import { createHistory, type EventName, json, NULL, stamp } from "./history-builder.ts";
import { failureProto } from "./history-failures.ts";
import { pick, type Random } from "./history-plans.ts";
import { CHILD, type Op, SIGNAL } from "./history-script.ts";

const { TimeoutType: Late, PendingActivityState: Pending } = proto.temporal.api.enums.v1;
const BEGAN_AT = 1_790_000_000_000;

/** What the fold must say of one thing in the end. */
export interface Expected {
  readonly type: string;
  readonly name: string;
  status: "open" | "completed" | "failed" | "cancelled";
  attempt: number;
  output?: string;
  errorType?: string;
}

export interface Going {
  readonly op: Op;
  readonly step: Expected;
  readonly eventId: number;
  readonly seq: number;
  readonly beganAt: number;
  /** A worker has it; a child has begun. */
  isBegun: boolean;
  begunEventId: number;
  isCancelAsked: boolean;
  /** Of an activity, as describe tells it. */
  attempt: number;
  lastFailure: object | undefined;
}

/** What describe would answer once `count` events are written. */
export interface Mark {
  readonly count: number;
  readonly description: Description;
  readonly working: number;
}

export class ForeignWorld {
  readonly history = createHistory();
  readonly random: Random;
  readonly marks: Mark[] = [];
  readonly steps: Expected[] = [];
  /** What the workflow waits for, and what it has given up and workers still do. */
  going: Going[] = [];
  left: Going[] = [];
  now = BEGAN_AT;
  taskEventId = 0;
  isTaskScheduled = false;
  isCancelAsked = false;
  /** Whether an update that waits to be taken can be done. */
  update: boolean | undefined;
  ended = 0;

  constructor(random: Random) {
    this.random = random;
  }

  add(name: EventName, attributes: object, summary?: string): number {
    return this.history.add(name, attributes, this.now, summary);
  }

  tick(upTo = 20): void {
    this.now += Math.floor(this.random() * upTo);
  }

  wake(): void {
    if (this.isTaskScheduled) return;
    this.isTaskScheduled = true;
    this.taskEventId = this.add("workflowTaskScheduled", { taskQueue: { name: "q" }, attempt: 1 });
  }

  expect(type: string, name: string, more: Partial<Expected> = {}): Expected {
    const step: Expected = { type, name, status: "open", attempt: 0, ...more };
    this.steps.push(step);
    return step;
  }

  mark(): void {
    const activities = [...this.going, ...this.left].filter(({ op }) => op.kind === "activity");
    const pendingActivities = activities.map(({ op, attempt, isBegun, lastFailure, beganAt }) => ({
      activityId: op.kind === "activity" ? op.id : "",
      attempt,
      state: isBegun ? Pending.PENDING_ACTIVITY_STATE_STARTED : Pending.PENDING_ACTIVITY_STATE_SCHEDULED,
      ...(isBegun && { lastStartedTime: stamp(beganAt) }),
      ...(lastFailure && { lastFailure }),
    }));
    const description = { pendingActivities } as unknown as Description;
    const working = activities.filter(({ isBegun }) => isBegun).length;
    this.marks.push({ count: this.history.events.length, description, working });
  }

  /** Until a workflow task is wanted; true when somebody ended the run. */
  outside(): "terminated" | "timed out" | undefined {
    do {
      this.tick();
      const chance = this.random();
      if (chance < 0.006) {
        this.add("workflowExecutionTerminated", { reason: "no need", identity: "bob" });
        return "terminated";
      }
      if (chance < 0.012) {
        this.add("workflowExecutionTimedOut", {});
        return "timed out";
      }
      if (chance < 0.02 && !this.isCancelAsked) {
        this.isCancelAsked = true;
        this.add("workflowExecutionCancelRequested", { cause: "Cancelled by ann", identity: "page" });
        this.wake();
      } else if (chance < 0.08) {
        this.add("workflowExecutionSignaled", { signalName: SIGNAL, input: { payloads: [] } });
        this.expect("signal", SIGNAL, { status: "completed", attempt: 1, output: "null" });
        this.wake();
      } else if (chance < 0.12 && this.update === undefined) {
        this.update = this.random() < 0.7;
        this.wake();
      } else this.progress();
      if (this.random() < 0.3) this.mark();
    } while (!this.isTaskScheduled || this.random() < 0.4);
    return undefined;
  }

  progress(): void {
    const one = pick(this.random, [...this.going, ...this.left]);
    if (!one) return;
    if (one.op.kind === "timer") this.fire(one, one.op.ms);
    else if (one.op.kind === "child") this.child(one, one.op.id);
    else this.activity(one);
  }

  end(one: Going, status: Expected["status"], more: Partial<Expected> = {}): void {
    Object.assign(one.step, { status, ...more });
    if (this.going.includes(one)) this.ended++;
    this.going = this.going.filter((other) => other !== one);
    this.left = this.left.filter((other) => other !== one);
  }

  fire(one: Going, ms: number): void {
    this.now = Math.max(this.now, one.beganAt + ms);
    this.add("timerFired", { timerId: String(one.seq), startedEventId: one.eventId });
    this.end(one, "completed", { output: "null" });
    this.wake();
  }

  activity(one: Going): void {
    const isLast = one.op.kind === "activity" && one.attempt >= (one.op.maxAttempts ?? 5);
    const ids = { scheduledEventId: one.eventId };
    if (!one.isBegun) {
      if (this.random() > 0.03) return void (one.isBegun = true);
      const timeoutType = Late.TIMEOUT_TYPE_SCHEDULE_TO_START;
      this.add("activityTaskTimedOut", { ...ids, failure: { message: "late", timeoutFailureInfo: { timeoutType } } });
      this.end(one, "failed", { errorType: "TimeoutError" });
      return this.wake();
    }
    const error = { type: "Busy", message: `Busy (${one.attempt})` };
    if (!isLast && !one.isCancelAsked && this.random() < 0.4) {
      one.lastFailure = failureProto(error);
      one.attempt++;
      one.isBegun = false;
      return;
    }
    const { attempt, lastFailure } = one;
    const startedEventId = this.add("activityTaskStarted", { ...ids, attempt, ...(lastFailure && { lastFailure }) });
    this.tick();
    const both = { ...ids, startedEventId };
    const how = this.random();
    if (one.isCancelAsked && how < 0.5) {
      this.add("activityTaskCanceled", both);
      this.end(one, "cancelled", { attempt });
    } else if (how < 0.7) {
      const output = pick(this.random, ["1240.00", '{"a":1,"a":2}', "null"]);
      this.add("activityTaskCompleted", { ...both, result: { payloads: [output === "null" ? NULL : json(output)] } });
      this.end(one, "completed", { attempt, output });
    } else if (how < 0.9) {
      this.add("activityTaskFailed", { ...both, failure: failureProto(error, true) });
      this.end(one, "failed", { attempt, errorType: error.type });
    } else {
      const timeoutType = Late.TIMEOUT_TYPE_START_TO_CLOSE;
      this.add("activityTaskTimedOut", { ...both, failure: { message: "late", timeoutFailureInfo: { timeoutType } } });
      this.end(one, "failed", { attempt, errorType: "TimeoutError" });
    }
    this.wake();
  }

  child(one: Going, workflowId: string): void {
    const initiatedEventId = one.eventId;
    const what = { initiatedEventId, workflowType: { name: CHILD } };
    const ids = { ...what, workflowExecution: { workflowId, runId: `${workflowId}-${initiatedEventId}` } };
    if (!one.isBegun && this.random() < 0.1) {
      this.add("startChildWorkflowExecutionFailed", { ...what, workflowId, cause: 1 });
      this.end(one, "failed", { errorType: "Error" });
    } else if (!one.isBegun) {
      one.isBegun = true;
      one.begunEventId = this.add("childWorkflowExecutionStarted", ids);
      one.step.attempt = 1;
    } else {
      const all = { ...ids, startedEventId: one.begunEventId };
      const how = pick(this.random, ["Completed", "Failed", "Canceled", "TimedOut", "Terminated"] as const);
      const failure = how === "Failed" ? { failure: failureProto({ type: "Lost", message: "Lost" }) } : {};
      const result = how === "Completed" ? { result: { payloads: [json('"helped"')] } } : {};
      this.add(`childWorkflowExecution${how}`, { ...all, ...failure, ...result });
      if (how === "Completed") this.end(one, "completed", { output: '"helped"' });
      else if (how === "Failed" || how === "TimedOut")
        this.end(one, "failed", { errorType: how === "Failed" ? "Lost" : "TimeoutError" });
      else this.end(one, "cancelled");
    }
    this.wake();
  }
}
