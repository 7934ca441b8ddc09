/**
 * Reads the history of any workflow, one that knows nothing of Runlight: its activities, timers, children, signals,
 * updates and local activities are its steps. It names no links between them, so none are drawn.
 */
import type { JsonText, PlannedNode, RunEvent } from "../../contract/run-events.ts";
import type { RunState } from "../../contract/run-state.ts";
import { readApprovalEvents } from "./foreign-approvals.ts";
import {
  errorOf,
  type Failure,
  type HistoryEvent,
  idOf,
  innerFailure,
  summaryOf,
  textIn,
  timeOf,
} from "./history-event.ts";
import type { HistoryReader, RunName } from "./history-fold.ts";
import { readUpdates } from "./history-updates.ts";
import { readLocalActivity } from "./local-activity.ts";
import { payloadsText } from "./payload-text.ts";

type Scheduled = RunEvent & { readonly type: "nodeScheduled" };

/** Its summary is the name people see; then its type is told beside it. */
function namesOf(event: HistoryEvent, type: string): { readonly name: string; readonly tool?: string } {
  const summary = summaryOf(event);
  return summary === undefined || summary === type ? { name: type } : { name: summary, tool: type };
}

export function createForeignReader(run: RunName, agentId: number): HistoryReader {
  let summary: string | undefined;
  /** Node ids by the event that began them. */
  const ids = new Map<number, string>();
  const used = new Set<string>();
  const approvals = readApprovalEvents();
  const updates = readUpdates();

  /** A new step; a second one of the same id is told apart by its event. */
  function step(
    event: HistoryEvent,
    wanted: string,
    what: Omit<PlannedNode, "id" | "dependsOn">,
    input?: JsonText,
  ): Scheduled {
    const eventId = idOf(event.eventId);
    const id = used.has(wanted) ? `${wanted}@${eventId}` : wanted;
    used.add(id);
    ids.set(eventId, id);
    const node: PlannedNode = { ...what, id, dependsOn: [] };
    return {
      type: "nodeScheduled",
      nodeId: id,
      node,
      ...(input !== undefined && { input }),
      at: timeOf(event.eventTime),
    };
  }

  function started(id: string, attempt: number, at: number): RunEvent {
    return { type: "nodeStarted", nodeId: id, attempt, at };
  }

  function ended(
    of: unknown,
    event: HistoryEvent,
    how: { output?: JsonText; failure?: Failure | null; isCancelled?: boolean },
  ): RunEvent[] {
    const nodeId = ids.get(idOf(of));
    if (nodeId === undefined) return [];
    const at = timeOf(event.eventTime);
    if (how.isCancelled) return [{ type: "nodeCancelled", nodeId, at }];
    if (how.failure !== undefined)
      return [{ type: "nodeFailed", nodeId, error: errorOf(innerFailure(how.failure)), at }];
    return [{ type: "nodeSucceeded", nodeId, output: how.output ?? "null", at }];
  }

  function activity(event: HistoryEvent, state: RunState): RunEvent[] | undefined {
    const at = timeOf(event.eventTime);
    const task = event.activityTaskScheduledEventAttributes;
    if (task) {
      const type = task.activityType?.name || "activity";
      const most = task.retryPolicy?.maximumAttempts || undefined;
      const what = {
        ...namesOf(event, type),
        type: "activity",
        ...(most !== undefined && { maxAttempts: most }),
      };
      const made = step(event, task.activityId || type, what, payloadsText(task.input));
      return [made, ...approvals.asked(event, made, state)];
    }
    const begun = event.activityTaskStartedEventAttributes;
    if (begun) {
      const nodeId = ids.get(idOf(begun.scheduledEventId));
      if (nodeId === undefined) return [];
      const attempt = Math.max(1, begun.attempt ?? 1);
      const last = begun.lastFailure;
      const before: RunEvent[] =
        attempt > 1 && last
          ? [
              {
                type: "nodeRetried",
                nodeId,
                attempt: attempt - 1,
                error: errorOf(last),
                nextAttemptAt: at,
                at,
                isTimed: false,
              },
            ]
          : [];
      return [...before, started(nodeId, attempt, at)];
    }
    const done = event.activityTaskCompletedEventAttributes;
    if (done) return ended(done.scheduledEventId, event, { output: payloadsText(done.result) ?? "null" });
    const broken = event.activityTaskFailedEventAttributes ?? event.activityTaskTimedOutEventAttributes;
    if (broken) return ended(broken.scheduledEventId, event, { failure: broken.failure ?? null });
    const dropped = event.activityTaskCanceledEventAttributes;
    return dropped ? ended(dropped.scheduledEventId, event, { isCancelled: true }) : undefined;
  }

  function timer(event: HistoryEvent): RunEvent[] | undefined {
    const at = timeOf(event.eventTime);
    const set = event.timerStartedEventAttributes;
    if (set) {
      const timeout = `{"durationMs":${timeOf(set.startToFireTimeout)}}`;
      const made = step(
        event,
        `timer:${set.timerId}`,
        { name: summaryOf(event) ?? `Timer ${set.timerId}`, type: "timer" },
        timeout,
      );
      return [made, started(made.nodeId, 1, at)];
    }
    const fired = event.timerFiredEventAttributes;
    if (fired) return ended(fired.startedEventId, event, {});
    const cleared = event.timerCanceledEventAttributes;
    return cleared ? ended(cleared.startedEventId, event, { isCancelled: true }) : undefined;
  }

  function child(event: HistoryEvent): RunEvent[] | undefined {
    const asked = event.startChildWorkflowExecutionInitiatedEventAttributes;
    if (asked) {
      const names = namesOf(event, asked.workflowType?.name || "child workflow");
      return [
        step(
          event,
          `child:${asked.workflowId}`,
          { ...names, type: "child workflow", childWorkflowId: asked.workflowId ?? "" },
          payloadsText(asked.input),
        ),
      ];
    }
    const begun = event.childWorkflowExecutionStartedEventAttributes;
    const id = begun && ids.get(idOf(begun.initiatedEventId));
    if (id !== undefined && id !== null) return [started(id, 1, timeOf(event.eventTime))];
    const done = event.childWorkflowExecutionCompletedEventAttributes;
    if (done) return ended(done.initiatedEventId, event, { output: payloadsText(done.result) ?? "null" });
    const failed = event.childWorkflowExecutionFailedEventAttributes;
    if (failed) return ended(failed.initiatedEventId, event, { failure: failed.failure ?? null });
    const late = event.childWorkflowExecutionTimedOutEventAttributes;
    if (late)
      return ended(late.initiatedEventId, event, {
        failure: { message: "The child timed out", timeoutFailureInfo: {} },
      });
    const refused = event.startChildWorkflowExecutionFailedEventAttributes;
    if (refused)
      return ended(refused.initiatedEventId, event, { failure: { message: "The child could not be started" } });
    const dropped =
      event.childWorkflowExecutionCanceledEventAttributes ?? event.childWorkflowExecutionTerminatedEventAttributes;
    return dropped ? ended(dropped.initiatedEventId, event, { isCancelled: true }) : undefined;
  }

  function message(event: HistoryEvent, state: RunState): RunEvent[] | undefined {
    const at = timeOf(event.eventTime);
    const signal = event.workflowExecutionSignaledEventAttributes;
    if (signal) {
      const name = signal.signalName || "signal";
      const made = step(event, `signal:${name}`, { name, type: "signal" }, payloadsText(signal.input));
      const { nodeId } = made;
      return [made, started(nodeId, 1, at), { type: "nodeSucceeded", nodeId, output: "null", at }];
    }
    if (updates.admit(event)) return [];
    if (event.workflowExecutionUpdateAcceptedEventAttributes) {
      const request = updates.requestOf(event);
      const name = request?.input?.name || "update";
      if (approvals.accepted(event, request, state)) return [];
      const made = step(
        event,
        `update:${request?.meta?.updateId ?? name}`,
        { name, type: "update" },
        payloadsText(request?.input?.args),
      );
      return [made, started(made.nodeId, 1, at)];
    }
    const done = event.workflowExecutionUpdateCompletedEventAttributes;
    if (!done) return undefined;
    const decided = approvals.completed(event, state);
    if (decided) return decided;
    const { outcome } = done;
    if (outcome?.failure) return ended(done.acceptedEventId, event, { failure: outcome.failure });
    return ended(done.acceptedEventId, event, { output: payloadsText(outcome?.success) ?? "null" });
  }

  function local(event: HistoryEvent): RunEvent[] | undefined {
    const found = readLocalActivity(event);
    if (!found) return undefined;
    const made = step(event, `local:${found.id}`, { name: found.name, type: "local activity" });
    const { nodeId } = made;
    const { attempt, outcome, startedAt, endedAt: at } = found;
    const begun = [{ ...made, at: startedAt }, started(nodeId, attempt, startedAt)];
    return outcome.error
      ? [...begun, { type: "nodeFailed", nodeId, error: outcome.error, at }]
      : [...begun, { type: "nodeSucceeded", nodeId, output: outcome.output, at }];
  }

  return {
    start(event) {
      const attributes = event.workflowExecutionStartedEventAttributes;
      const fields = attributes?.memo?.fields ?? {};
      summary = textIn(fields["summary"]) ?? summaryOf(event);
      const name = textIn(fields["AgentName"]) ?? attributes?.workflowType?.name ?? "Workflow";
      const bySchedule = attributes?.searchAttributes?.indexedFields?.["TemporalScheduledById"];
      const trigger = bySchedule ? "schedule" : attributes?.parentWorkflowExecution ? "parent workflow" : "api";
      return {
        type: "started",
        ...run,
        agentId,
        agentName: name,
        agentType: "workflow",
        triggerType: textIn(fields["triggerType"]) ?? trigger,
        input: payloadsText(attributes?.input) ?? "{}",
        startedBy: attributes?.identity ?? "",
        attempt: Math.max(1, attributes?.attempt ?? 1),
        nodes: [],
        at: timeOf(event.eventTime),
      };
    },

    read(event, state) {
      const memo = event.workflowPropertiesModifiedEventAttributes?.upsertedMemo?.fields;
      if (memo && "summary" in memo) summary = textIn(memo["summary"]);
      return activity(event, state) ?? timer(event) ?? child(event) ?? message(event, state) ?? local(event) ?? [];
    },

    beforeClose: (state, event) => approvals.beforeClose(state, event),

    get summary() {
      return summary;
    },
  };
}
