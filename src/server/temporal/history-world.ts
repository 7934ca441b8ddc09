/**
 * For tests: a run of `agentRun` as the server sees it: its history as it is written, activities, timers, and what
 * people and workers do to it from outside. What the workflow does itself is in `history-life.ts`.
 */
import proto from "@temporalio/proto";
import { nodeById, pendingApproval, reduceAll } from "../../contract/reduce.ts";
import type { RunEvent } from "../../contract/run-events.ts";
import type { RunState } from "../../contract/run-state.ts";
import { afterFailure } from "../agents/next-moves.ts";
import { failureOf, PLAN_AGENT, planAgent, type PlanInput } from "./history-agent.ts";
import { createHistory, type EventName, json, NULL, stamp } from "./history-builder.ts";
import { failureProto } from "./history-failures.ts";
import { pick, type Random } from "./history-plans.ts";
import { BRANCH, DECIDE_UPDATE, EXACT, WORKFLOW_TYPE } from "./names.ts";

const BEGAN_AT = 1_790_000_000_000;
const LOOK_AHEAD_MS = 40;
const { CONTINUE_AS_NEW_INITIATOR_RETRY: RETRY, CONTINUE_AS_NEW_INITIATOR_CRON_SCHEDULE: CRON } =
  proto.temporal.api.enums.v1.ContinueAsNewInitiator;
const { TIMEOUT_TYPE_START_TO_CLOSE: START_TO_CLOSE, TIMEOUT_TYPE_HEARTBEAT: HEARTBEAT } =
  proto.temporal.api.enums.v1.TimeoutType;

export type End = "completed" | "failed" | "approval_timeout" | "cancelled" | "terminated" | "timed out";

export type Decided = RunEvent & { readonly type: "approvalDecided" };

interface Task {
  readonly scheduledEventId: number;
  readonly activityId: string;
  /** Undefined: the activity that asks for an approval. */
  readonly nodeId?: string;
  readonly attempt: number;
  isStarted: boolean;
}

interface Timer {
  readonly key: string;
  readonly seq: number;
  readonly startedEventId: number;
  readonly fireAt: number;
}

export class World {
  readonly history = createHistory();
  readonly tasks: Task[] = [];
  timers: Timer[] = [];
  ids: { readonly workflowId: string; readonly temporalRunId: string };
  /** Of the run: more than 1 after a retry. */
  readonly attempt: number;
  readonly isFirst: boolean;
  nextRunId: string | undefined;
  readonly random: Random;
  readonly input: PlanInput;
  now = BEGAN_AT;
  seq = 0;
  isTaskScheduled = false;
  hasNews = true;
  taskEventId = 0;
  isCancelAsked = false;
  news: ((at: number) => RunEvent)[] = [];
  decision: Decided | undefined;
  /** A reset applies the decision again: then its request is in the history before it is taken. */
  isAdmitted = false;
  /** The workflow task made for a decision alone. */
  decidedEventId = 0;
  state: RunState;

  constructor(seed: number, random: Random, input: PlanInput) {
    this.random = random;
    this.input = input;
    this.ids = { workflowId: `wf_${PLAN_AGENT}_run_${seed}`, temporalRunId: `run-${seed}` };
    const kind = pick(random, ["first", "first", "retried", "cron"] as const);
    this.attempt = kind === "retried" ? 2 + Math.floor(random() * 2) : 1;
    this.isFirst = kind === "first";
    const text = JSON.stringify(input);
    const args = { v: 1, agentId: PLAN_AGENT, triggerType: "api", startedBy: "ann", input: text, speed: input.speed };
    this.add("workflowExecutionStarted", {
      workflowType: { name: WORKFLOW_TYPE },
      taskQueue: { name: "q" },
      input: { payloads: [json(JSON.stringify(args))] },
      originalExecutionRunId: this.ids.temporalRunId,
      firstExecutionRunId: this.isFirst ? this.ids.temporalRunId : `first-${seed}`,
      ...(!this.isFirst && { continuedExecutionRunId: `before-${seed}`, initiator: kind === "cron" ? CRON : RETRY }),
      attempt: this.attempt,
      workflowId: this.ids.workflowId,
      workflowTaskTimeout: stamp(10_000),
    });
    this.state = reduceAll(undefined, [
      {
        type: "started",
        workflowId: this.ids.workflowId,
        temporalRunId: `${this.ids.workflowId}/${this.attempt}`,
        agentId: PLAN_AGENT,
        agentName: planAgent.name,
        agentType: planAgent.type,
        triggerType: "api",
        input: text,
        startedBy: "ann",
        attempt: this.attempt,
        nodes: planAgent.plan(text),
        at: BEGAN_AT,
      },
    ]) as RunState;
  }

  add(name: EventName, attributes: object, summary?: string): number {
    return this.history.add(name, attributes, this.now, summary);
  }

  tick(upTo = 20): void {
    this.now += Math.floor(this.random() * upTo);
  }

  /** A workflow task is wanted: something happened. */
  wake(): void {
    if (this.isTaskScheduled) return;
    this.isTaskScheduled = true;
    this.taskEventId = this.add("workflowTaskScheduled", { taskQueue: { name: "q" }, attempt: 1 });
  }

  hear(at: number): RunEvent[] {
    return this.news.splice(0).map((event) => event(at));
  }

  startTimer(key: string, summary: string, ms: number): void {
    const seq = ++this.seq;
    const length = Math.max(1, ms);
    const timer = { timerId: String(seq), startToFireTimeout: stamp(length) };
    const startedEventId = this.add("timerStarted", timer, summary);
    this.timers.push({ key, seq, startedEventId, fireAt: this.now + length });
  }

  cancelTimers(keys: string[]): void {
    for (const key of keys.splice(0)) {
      const timer = this.timers.findLast((one) => one.key === key);
      if (!timer) continue;
      this.timers = this.timers.filter((one) => one !== timer);
      this.add("timerCanceled", { timerId: String(timer.seq), startedEventId: timer.startedEventId });
    }
  }

  /** The world outside the workflow, until a workflow task is wanted; or it ends the run. */
  outside(): End | undefined {
    for (let turns = 0; !this.isTaskScheduled || this.random() < 0.4; turns++) {
      this.tick(turns > 50 ? 500 : 20);
      const chance = this.random();
      if (chance < 0.004)
        return this.stop("workflowExecutionTerminated", { reason: "no need", identity: "bob" }, "terminated");
      if (chance < 0.008) return this.stop("workflowExecutionTimedOut", this.next(0.3), "timed out");
      if (chance < 0.012 && !this.isCancelAsked && !this.decision) {
        this.isCancelAsked = true;
        this.add("workflowExecutionCancelRequested", { cause: "Cancelled by ann", identity: "page" });
        this.wake();
      } else if (chance < 0.02) {
        this.add("workflowExecutionSignaled", { signalName: "unheard", input: { payloads: [] } });
        this.wake();
      } else if (chance < 0.25) this.fireTimer();
      else if (chance < 0.4) this.decide();
      else this.work();
    }
    return undefined;
  }

  stop(name: "workflowExecutionTerminated" | "workflowExecutionTimedOut", attributes: object, end: End): End {
    this.add(name, attributes);
    return end;
  }

  /** A run that goes on after this one, by a retry or by cron. */
  next(chance: number): object {
    if (this.random() >= chance) return {};
    this.nextRunId = `after-${this.ids.temporalRunId}`;
    return { newExecutionRunId: this.nextRunId };
  }

  fireTimer(): void {
    const due = this.timers.filter(({ fireAt }) => fireAt <= this.now + LOOK_AHEAD_MS);
    if (due.length === 0) return;
    const timer = pick(this.random, due);
    this.now = Math.max(this.now, timer.fireAt);
    this.timers = this.timers.filter((one) => one !== timer);
    this.hasNews = true;
    this.add("timerFired", { timerId: String(timer.seq), startedEventId: timer.startedEventId });
    this.wake();
  }

  decide(): void {
    const waiting = pendingApproval(this.state);
    if (!waiting || this.decision || this.isCancelAsked) return;
    const decision = pick(this.random, ["approve", "reject"] as const);
    const comment = this.random() < 0.5 ? { comment: "1 < 2\u0000" } : {};
    const { approvalId } = waiting;
    const rest = { digest: "d", idempotencyKey: `k${this.now}`, at: this.now };
    this.decision = { type: "approvalDecided", approvalId, decision, by: "ann", ...comment, ...rest };
    if (this.isTaskScheduled) return;
    this.wake();
    this.decidedEventId = this.taskEventId;
  }

  /** What the update of a decision asks. */
  request({ type: _type, at: _at, ...args }: Decided): object {
    const meta = { updateId: `${args.approvalId}/${args.idempotencyKey}`, identity: "page" };
    return { meta, input: { name: DECIDE_UPDATE, args: { payloads: [json(JSON.stringify(args))] } } };
  }

  work(): void {
    if (this.tasks.length === 0) return;
    const task = pick(this.random, this.tasks);
    if (!task.isStarted && this.random() < 0.5) {
      task.isStarted = true;
      return;
    }
    this.tasks.splice(this.tasks.indexOf(task), 1);
    const { scheduledEventId, nodeId, attempt } = task;
    const startedEventId = this.add("activityTaskStarted", { scheduledEventId, attempt: 1 });
    this.tick();
    const ids = { scheduledEventId, startedEventId };
    const step = nodeId === undefined ? undefined : this.input.steps[nodeId];
    const node = nodeId === undefined ? undefined : nodeById(this.state, nodeId);
    if (!step || !node || nodeId === undefined)
      this.add("activityTaskCompleted", { ...ids, result: { payloads: [NULL] } });
    else if (this.random() < 0.05) {
      const timeoutType = pick(this.random, [START_TO_CLOSE, HEARTBEAT]);
      const message = timeoutType === HEARTBEAT ? "The worker stopped answering" : "The step took too long";
      this.add("activityTaskTimedOut", { ...ids, failure: { message: "late", timeoutFailureInfo: { timeoutType } } });
      const failure = { error: { type: "TimeoutError", message }, isRetryable: true };
      this.news.push((at) => afterFailure(planAgent, node, failure, this.input.speed, at));
    } else if (attempt <= (step.fails ?? 0)) {
      const { error, isRetryable } = failureOf(nodeId, attempt, step);
      this.add("activityTaskFailed", { ...ids, failure: failureProto(error, !isRetryable) });
      this.news.push((at) => afterFailure(planAgent, node, { error, isRetryable }, this.input.speed, at));
    } else {
      const branch = step.branch === undefined ? {} : { [BRANCH]: step.branch };
      const payloads = [json(step.output, { [EXACT]: "1", ...branch })];
      this.add("activityTaskCompleted", { ...ids, result: { payloads } });
      const output = { output: step.output, ...(step.branch !== undefined && { branch: step.branch }) };
      this.news.push((at) => ({ type: "nodeSucceeded", nodeId, ...output, at }));
    }
    this.wake();
  }
}
