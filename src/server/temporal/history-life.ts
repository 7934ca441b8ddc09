/**
 * For tests: one random legal life of `agentRun`, written as the server would write its history. What the workflow does
 * is told beside it, by the rules both engines share; the real workflow code, replaying these histories, checks that.
 */
import proto from "@temporalio/proto";
import { randomOf } from "../../contract/random-life.ts";
import { isRunClosed, nodeById, pendingApproval, reduceAll } from "../../contract/reduce.ts";
import type { RunEvent } from "../../contract/run-events.ts";
import type { RunState } from "../../contract/run-state.ts";
import { isActivityRunning, nextMoves } from "../agents/next-moves.ts";
import type { Description } from "./cluster-calls.ts";
import { planAgent, RUN_ATTEMPTS } from "./history-agent.ts";
import { json, NULL } from "./history-builder.ts";
import type { HistoryEvent } from "./history-event.ts";
import { failureProto } from "./history-failures.ts";
import { randomPlan } from "./history-plans.ts";
import { type End, World } from "./history-world.ts";
import {
  activityIdOf,
  APPROVAL_ACTIVITY,
  APPROVAL_PREFIX,
  EXACT,
  RETRY_PREFIX,
  STEP_ACTIVITY,
  TIMEOUT_PREFIX,
} from "./names.ts";

const { WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW: RESET } = proto.temporal.api.enums.v1.WorkflowTaskFailedCause;
const { UPDATE_ADMITTED_EVENT_ORIGIN_REAPPLY: REAPPLY } = proto.temporal.api.enums.v1.UpdateAdmittedEventOrigin;
const SCHEDULED = 1;
const STARTED = 2;

/** What was so once the commands of a workflow task were written. */
export interface Mark {
  /** Events written so far. */
  readonly count: number;
  readonly state: RunState;
  /** Steps whose activity nobody has picked up yet. */
  readonly waiting: ReadonlySet<string>;
  /** Steps with an activity in flight, picked up or not. */
  readonly working: ReadonlySet<string>;
  /** What describe would answer beside the history. */
  readonly description: Description;
}

export interface Life {
  readonly workflowId: string;
  readonly temporalRunId: string;
  /** Of the run: more than 1 after a retry. */
  readonly attempt: number;
  readonly isFirst: boolean;
  readonly nextRunId: string | undefined;
  readonly events: readonly HistoryEvent[];
  readonly marks: readonly Mark[];
  readonly end: End;
  /** The state at the end, with what the workflow itself never heard of. */
  readonly last: RunState;
}

export function simulateRun(seed: number): Life {
  const random = randomOf(seed);
  const input = randomPlan(random);
  return new Simulation(seed, random, input).run();
}

class Simulation extends World {
  readonly marks: Mark[] = [];
  isReset = false;

  run(): Life {
    this.wake();
    for (;;) {
      const end = this.workflowTask();
      if (end) return this.life(end);
      const early = this.outside();
      if (early) return this.life(early);
    }
  }

  life(end: End): Life {
    const last = reduceAll(this.state, this.hear(this.now));
    const { ids, attempt, nextRunId } = this;
    const isFirst = this.isFirst && !this.isReset;
    return { ...ids, attempt, isFirst, nextRunId, events: this.history.events, marks: this.marks, end, last };
  }

  /** The workflow's code runs once. What happens meanwhile is written after its commands, as the server does. */
  workflowTask(): End | undefined {
    this.tick();
    if (this.dropTask()) return undefined;
    let scheduledEventId = this.taskEventId;
    let startedEventId = this.add("workflowTaskStarted", { scheduledEventId });
    if (this.random() < 0.03 && !this.decision) {
      this.tick();
      this.add("workflowTaskTimedOut", { scheduledEventId, startedEventId });
      scheduledEventId = this.add("workflowTaskScheduled", { taskQueue: { name: "q" }, attempt: 1 });
      startedEventId = this.add("workflowTaskStarted", { scheduledEventId });
    }
    if (this.random() < 0.03) {
      this.reset({ scheduledEventId, startedEventId });
      scheduledEventId = this.add("workflowTaskScheduled", { taskQueue: { name: "q" }, attempt: 1 });
      this.tick();
      startedEventId = this.add("workflowTaskStarted", { scheduledEventId });
    }
    const at = this.now;
    this.tick();
    const sdk = this.marks.length === 0 ? { coreUsedFlags: [3, 1, 2], sdkName: "temporal-typescript" } : {};
    this.add("workflowTaskCompleted", { scheduledEventId, startedEventId, sdkMetadata: sdk });
    this.isTaskScheduled = false;
    const end = this.code(at);
    const steps = this.tasks.filter(({ nodeId }) => nodeId !== undefined);
    const working = new Set(steps.map(({ nodeId = "" }) => nodeId));
    const waiting = new Set(steps.filter(({ isStarted }) => !isStarted).map(({ nodeId = "" }) => nodeId));
    const pendingActivities = this.tasks.map(({ activityId, isStarted, scheduledEventId }) => ({
      activityId,
      attempt: 1,
      state: isStarted ? STARTED : SCHEDULED,
      ...(isStarted && { lastStartedTime: this.history.events[scheduledEventId - 1]?.eventTime }),
    }));
    const description = { pendingActivities } as Description;
    this.marks.push({ count: this.history.events.length, state: this.state, waiting, working, description });
    return end;
  }

  /** A task made for a decision alone, which is then refused, leaves no event. */
  dropTask(): boolean {
    const waiting = pendingApproval(this.state);
    const isRefused = this.decision && !this.isAdmitted && (!waiting || this.now >= waiting.expiresAt);
    if (!isRefused || this.decidedEventId !== this.history.events.length) return false;
    this.history.events.pop();
    this.decision = undefined;
    this.isTaskScheduled = false;
    return true;
  }

  /** From here on this is another run, which has all that went before; what people sent later is applied again. */
  reset(task: object): void {
    const { temporalRunId: baseRunId } = this.ids;
    const newRunId = `${baseRunId}-reset`;
    this.add("workflowTaskFailed", { ...task, cause: RESET, baseRunId, newRunId, failure: { message: "Reset" } });
    this.isReset = true;
    this.ids = { ...this.ids, temporalRunId: newRunId };
    if (this.random() < 0.6) this.decide();
    if (!this.decision || this.isAdmitted) return;
    this.isAdmitted = true;
    this.add("workflowExecutionUpdateAdmitted", { request: this.request(this.decision), origin: REAPPLY });
  }

  /** What `agentRun` does with the news; the moment it sees is the start of its workflow task. */
  code(at: number): End | undefined {
    const cancelled: string[] = [];
    const asked = this.decision;
    this.decision = undefined;
    const { isAdmitted } = this;
    this.isAdmitted = false;
    const waiting = pendingApproval(this.state);
    // A refused update leaves nothing behind.
    const decision = waiting && at < waiting.expiresAt ? asked : undefined;
    if (decision) {
      const { type: _type, at: _at, ...args } = decision;
      const meta = { updateId: `${args.approvalId}/${args.idempotencyKey}`, identity: "page" };
      const sequencing = { acceptedRequestSequencingEventId: this.history.events.length - 2 };
      const message = { protocolInstanceId: meta.updateId, acceptedRequestMessageId: `${meta.updateId}/request` };
      const accepted = this.add("workflowExecutionUpdateAccepted", {
        ...message,
        ...sequencing,
        ...(!isAdmitted && { acceptedRequest: this.request(decision) }),
      });
      this.take([{ ...decision, at }], cancelled);
      this.cancelTimers(cancelled);
      const said = json(JSON.stringify({ ...args, at: new Date(at).toISOString() }));
      const done = { meta, acceptedEventId: accepted, outcome: { success: { payloads: [said] } } };
      this.add("workflowExecutionUpdateCompleted", done);
    }
    if (this.isCancelAsked) {
      for (const { scheduledEventId } of this.tasks) this.add("activityTaskCancelRequested", { scheduledEventId });
      for (const { seq, startedEventId } of this.timers)
        this.add("timerCanceled", { timerId: String(seq), startedEventId });
      this.add("workflowExecutionCanceled", {});
      return "cancelled";
    }
    // That the request for an approval was taken, or a signal, is no news to it.
    if (!this.hasNews && this.news.length === 0 && !decision) return undefined;
    this.hasNews = false;
    const news = this.hear(at);
    // A failure takes a few turns more to reach the workflow than the decision that wakes it.
    const isLate = ({ type }: RunEvent): boolean => type !== "nodeSucceeded" && decision !== undefined;
    this.move(
      news.filter((event) => !isLate(event)),
      at,
      cancelled,
    );
    const late = news.filter(isLate);
    if (late.length > 0 && !isRunClosed(this.state)) this.move(late, at, cancelled);
    return isRunClosed(this.state) ? this.close() : undefined;
  }

  move(news: readonly RunEvent[], at: number, cancelled: string[]): void {
    this.take(news, cancelled);
    for (const event of news) {
      if (event.type === "nodeRetried")
        this.startTimer(`retry ${event.nodeId}`, RETRY_PREFIX + event.nodeId, event.nextAttemptAt - at);
    }
    for (;;) {
      const { events } = nextMoves(this.state, planAgent, at, this.input.speed);
      if (events.length === 0) break;
      this.take(events, cancelled);
      for (const event of events) this.act(event, at);
    }
    this.cancelTimers(cancelled);
  }

  take(events: readonly RunEvent[], cancelled: string[]): void {
    const before = pendingApproval(this.state);
    this.state = reduceAll(this.state, events);
    if (!before || pendingApproval(this.state) === before) return;
    cancelled.push(before.approvalId);
    this.publish();
  }

  publish(): void {
    const waiting = pendingApproval(this.state);
    const { summary } = this.state;
    const fields = {
      summary: summary === undefined ? NULL : json(JSON.stringify(summary)),
      pendingApproval: waiting ? json(waiting.request, { [EXACT]: "1" }) : NULL,
    };
    this.add("workflowPropertiesModified", { upsertedMemo: { fields } });
    if (!isRunClosed(this.state)) this.add("upsertWorkflowSearchAttributes", { searchAttributes: {} });
  }

  act(event: RunEvent, at: number): void {
    if (event.type === "nodeStarted") this.schedule(event.nodeId);
    if (event.type !== "approvalRequested") return;
    this.publish();
    const { approvalId, request, expiresAt } = event;
    const activityId = APPROVAL_PREFIX + approvalId;
    const scheduledEventId = this.add("activityTaskScheduled", {
      activityId,
      activityType: { name: APPROVAL_ACTIVITY },
      taskQueue: { name: "q" },
      input: { payloads: [json(request, { [EXACT]: "1" })] },
    });
    this.tasks.push({ scheduledEventId, activityId, attempt: 1, isStarted: false });
    this.startTimer(approvalId, TIMEOUT_PREFIX + approvalId, expiresAt - at);
  }

  schedule(nodeId: string): void {
    const node = nodeById(this.state, nodeId);
    if (!node || !isActivityRunning(node)) return;
    const shown = node.input === undefined ? json("null") : json(node.input, { [EXACT]: "1" });
    const activityId = activityIdOf(nodeId, node.attempt);
    const scheduledEventId = this.add(
      "activityTaskScheduled",
      {
        activityId,
        activityType: { name: STEP_ACTIVITY },
        taskQueue: { name: "q" },
        input: { payloads: [shown, json("{}")] },
      },
      node.name,
    );
    this.tasks.push({ scheduledEventId, activityId, nodeId, attempt: node.attempt, isStarted: false });
  }

  close(): End {
    this.publish();
    const { error, result, status, statusReason } = this.state;
    if (status !== "error" || !error) {
      const payloads = result === undefined ? [NULL] : [json(result, { [EXACT]: "1" })];
      this.add("workflowExecutionCompleted", { result: { payloads }, ...this.next(0.1) });
      return "completed";
    }
    const isFinal = statusReason !== undefined || this.attempt >= RUN_ATTEMPTS;
    this.add("workflowExecutionFailed", { failure: failureProto(error, isFinal), ...this.next(isFinal ? 0 : 0.5) });
    return statusReason ?? "failed";
  }
}
