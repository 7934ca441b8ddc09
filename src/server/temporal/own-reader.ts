/** Reads the history of `agentRun`, the workflow of this folder: its steps are in the plan, its retries are its own. */
import type { Decision } from "../../contract/decision.ts";
import { isRunClosed, nodeById, pendingApproval, reduceAll } from "../../contract/reduce.ts";
import type { RunEvent } from "../../contract/run-events.ts";
import type { RunState } from "../../contract/run-state.ts";
import type { AgentDefinition } from "../agents/agent.ts";
import { agentById } from "../agents/all-agents.ts";
import { stringOf } from "../agents/input.ts";
import { afterFailure, nextMoves, speedOf } from "../agents/next-moves.ts";
import {
  errorOf,
  type Failure,
  type HistoryEvent,
  idOf,
  innerFailure,
  isRetryable,
  textIn,
  timeOf,
} from "./history-event.ts";
import type { HistoryReader, RunName } from "./history-fold.ts";
import { readDecideArgs, readUpdates } from "./history-updates.ts";
import {
  APPROVAL_ACTIVITY,
  APPROVAL_TIMEOUT,
  BRANCH,
  DECIDE_UPDATE,
  EXACT,
  type DecideArgs,
  readActivityId,
  type StartArgs,
} from "./names.ts";
import { firstText, metadataOf, payloadText, payloadValue } from "./payload-text.ts";
import { timeoutError } from "./run-failure.ts";

/** By their numbers in Temporal's API. */
const TIMEOUT_NAMES = ["", "START_TO_CLOSE", "SCHEDULE_TO_START", "SCHEDULE_TO_CLOSE", "HEARTBEAT"];

type Started = NonNullable<HistoryEvent["workflowExecutionStartedEventAttributes"]>;

/** Our workflow's argument; undefined when it is none. */
export function readStart(started: Started): StartArgs | undefined {
  const value = payloadValue(started.input?.payloads?.[0]) as Partial<StartArgs> | undefined;
  const isNumbers = typeof value?.agentId === "number" && typeof value.speed === "number";
  const isTexts = [value?.input, value?.triggerType, value?.startedBy].every((text) => typeof text === "string");
  return value?.v === 1 && isNumbers && isTexts ? (value as StartArgs) : undefined;
}

export function createOwnReader(run: RunName): HistoryReader {
  let agent: AgentDefinition | undefined;
  let speed = 1;
  let summary: string | undefined;
  let held = new Set<string>();
  /** Activities by the event that scheduled them. */
  const scheduled = new Map<number, { nodeId: string; attempt: number }>();
  const decisions = new Map<number, DecideArgs>();
  const updates = readUpdates();
  /** The workflow's next task begins or ends a loop or an approval: its first one may, then those after certain steps. */
  let isDue = true;
  /** What the workflow's own clock said in its last task, epoch ms. */
  let workflowNow = 0;

  /** Loops and approvals have no event of their own: they begin and end with the steps around them. */
  function heldMoves(state: RunState): RunEvent[] {
    if (held.size === 0 || !agent || isRunClosed(state)) return [];
    const all: RunEvent[] = [];
    for (let now = state; ;) {
      const { events } = nextMoves(now, agent, workflowNow, speed);
      const own = events.filter(
        (event) => "nodeId" in event && held.has(event.nodeId) && event.type !== "approvalRequested",
      );
      all.push(...own);
      // An approval that is overdue ends the run before anything else begins.
      if (own.length === 0 || events.some((event) => event.type === "approvalTimedOut")) return all;
      now = reduceAll(now, own);
    }
  }

  /** True when a loop or approval may begin or end with this node. */
  function matters(state: RunState, nodeId: string): boolean {
    const node = nodeById(state, nodeId);
    if (node?.parentId !== undefined && held.has(node.parentId)) {
      if (state.nodes.every((one) => one === node || one.parentId !== node.parentId || one.status === "completed"))
        return true;
    }
    for (const id of held) {
      const one = nodeById(state, id);
      if (one?.dependsOn.includes(nodeId) || one?.when?.node === nodeId) return true;
    }
    return false;
  }

  function request(event: HistoryEvent, state: RunState): readonly RunEvent[] {
    const attributes = event.activityTaskScheduledEventAttributes;
    const text = firstText(attributes?.input) ?? "{}";
    const approvalId = stringOf(text, "id") ?? attributes?.activityId ?? "";
    const nodeId = stringOf(text, "nodeId") ?? approvalId;
    const at = timeOf(event.eventTime);
    const expiresAt = Date.parse(stringOf(text, "expiresAt") ?? "");
    const moves = heldMoves(state);
    const asked: RunEvent = {
      type: "approvalRequested",
      approvalId,
      nodeId,
      request: text,
      expiresAt: Number.isFinite(expiresAt) ? expiresAt : at,
      ...(summary !== undefined && { summary }),
      at,
    };
    return [...moves, asked];
  }

  function failed(
    event: HistoryEvent,
    scheduledId: unknown,
    failure: Failure | null | undefined,
    state: RunState,
  ): RunEvent[] {
    const task = scheduled.get(idOf(scheduledId));
    const node = task && nodeById(state, task.nodeId);
    if (!task || !node || !agent) return [];
    const inner = innerFailure(failure);
    const late = inner?.timeoutFailureInfo;
    const error = late ? timeoutError(TIMEOUT_NAMES[late.timeoutType ?? 0], inner.message ?? "") : errorOf(inner);
    return [
      afterFailure(
        agent,
        { ...node, attempt: task.attempt },
        { error, isRetryable: isRetryable(inner) },
        speed,
        timeOf(event.eventTime),
      ),
    ];
  }

  return {
    start(event) {
      const attributes = event.workflowExecutionStartedEventAttributes as Started;
      const args = readStart(attributes) as StartArgs;
      agent = agentById(args.agentId) as AgentDefinition;
      const nodes = agent.plan(args.input);
      held = new Set(nodes.filter(({ type }) => type === "loop" || type === "approval").map(({ id }) => id));
      speed = speedOf({ input: args.input }, args.speed);
      return {
        type: "started",
        ...run,
        agentId: agent.id,
        agentName: agent.name,
        agentType: agent.type,
        triggerType: args.triggerType,
        input: args.input,
        startedBy: args.startedBy,
        attempt: Math.max(1, attributes.attempt ?? 1),
        nodes,
        at: timeOf(event.eventTime),
      };
    },

    read(event, state) {
      const at = timeOf(event.eventTime);
      const task = event.activityTaskScheduledEventAttributes;
      if (task?.activityType?.name === APPROVAL_ACTIVITY) return request(event, state);
      if (task) {
        const place = readActivityId(task.activityId ?? "");
        scheduled.set(idOf(event.eventId), place);
        if (place.attempt > 1) return [];
        const [shown] = task.input?.payloads ?? [];
        const text = shown ? payloadText(shown) : undefined;
        // Where the plan gives a step nothing, `null` is sent; one that a step before wrote is marked as exact.
        const isGiven = text !== undefined && (text !== "null" || metadataOf(shown, EXACT) !== undefined);
        const input = isGiven ? { input: text } : {};
        return [{ type: "nodeScheduled", nodeId: place.nodeId, ...input, at }];
      }
      if (event.workflowTaskStartedEventAttributes) workflowNow = at;
      if (event.workflowTaskCompletedEventAttributes && isDue) {
        isDue = false;
        return heldMoves(state);
      }
      const begun = event.activityTaskStartedEventAttributes;
      if (begun) {
        const place = scheduled.get(idOf(begun.scheduledEventId));
        return place ? [{ type: "nodeStarted", ...place, at }] : [];
      }
      const done = event.activityTaskCompletedEventAttributes;
      if (done) {
        const place = scheduled.get(idOf(done.scheduledEventId));
        if (!place) return [];
        const [payload] = done.result?.payloads ?? [];
        const branch = metadataOf(payload, BRANCH);
        const output = payload ? payloadText(payload) : "null";
        const succeeded: RunEvent = {
          type: "nodeSucceeded",
          nodeId: place.nodeId,
          output,
          ...(branch !== undefined && { branch }),
          at,
        };
        isDue ||= matters(state, place.nodeId);
        return [succeeded];
      }
      const broken = event.activityTaskFailedEventAttributes ?? event.activityTaskTimedOutEventAttributes;
      if (broken) return failed(event, broken.scheduledEventId, broken.failure, state);
      const memo = event.workflowPropertiesModifiedEventAttributes?.upsertedMemo?.fields;
      if (memo && "summary" in memo) summary = textIn(memo["summary"]);
      if (updates.admit(event)) return [];
      const accepted = updates.requestOf(event)?.input;
      const asked = accepted?.name === DECIDE_UPDATE ? readDecideArgs(accepted.args?.payloads?.[0]) : undefined;
      if (asked) decisions.set(idOf(event.eventId), asked);
      const updated = event.workflowExecutionUpdateCompletedEventAttributes;
      const args = updated && decisions.get(idOf(updated.acceptedEventId));
      if (!updated || !args || !updated.outcome?.success) return [];
      const said = payloadValue(updated.outcome.success.payloads?.[0]) as Decision | undefined;
      const decided: RunEvent = { type: "approvalDecided", ...args, at: Date.parse(said?.at ?? "") || at };
      const { nodeId } = state.approvals.find((one) => one.approvalId === args.approvalId) ?? { nodeId: "" };
      return matters(state, nodeId) ? [decided, ...heldMoves(reduceAll(state, [decided]))] : [decided];
    },

    beforeClose(state, event) {
      const { failure } = event.workflowExecutionFailedEventAttributes ?? {};
      if (failure?.applicationFailureInfo?.type !== APPROVAL_TIMEOUT) return [];
      const waiting = pendingApproval(state);
      // The one that ended the run, and every other that was overdue at that moment.
      return state.approvals
        .filter((one) => one === waiting || (!one.outcome && one.expiresAt <= workflowNow))
        .map(({ approvalId }) => ({ type: "approvalTimedOut", approvalId, at: timeOf(event.eventTime) }));
    },

    get summary() {
      return summary;
    },
  };
}
