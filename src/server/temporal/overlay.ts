/** What describe knows of pending activities and history does not yet: that they began, their attempt, the last failure. */
import { nodeById } from "../../contract/reduce.ts";
import { isNodeClosed } from "../../contract/reduce-node.ts";
import type { RunEvent } from "../../contract/run-events.ts";
import type { NodeState, RunState } from "../../contract/run-state.ts";
import type { Description } from "./cluster-calls.ts";
import { errorOf, timeOf } from "./history-event.ts";
import { readActivityId } from "./names.ts";

const STARTED = 2;

/** An id used again, as in a loop, is that of the step which is not over; see `step` of the foreign reader. */
function pendingNode(state: RunState, id: string): NodeState | undefined {
  const first = nodeById(state, id);
  if (!first || !isNodeClosed(first.status)) return first;
  return state.nodes.findLast((node) => node.id.startsWith(`${id}@`) && !isNodeClosed(node.status)) ?? first;
}

/** Events to fold on top of the history's state, for this answer only. */
export function overlayOf(description: Description | undefined, state: RunState): RunEvent[] {
  return (description?.pendingActivities ?? []).flatMap((pending) => {
    const id = pending.activityId ?? "";
    // Our own workflow retries by itself: its ids carry the attempt.
    const own = readActivityId(id);
    const exact = pendingNode(state, id);
    const node = exact ?? nodeById(state, own.nodeId);
    if (!node) return [];
    const attempt = exact ? Math.max(1, pending.attempt ?? 1) : own.attempt;
    const events: RunEvent[] = [];
    const begunAt = timeOf(pending.lastStartedTime);
    if (pending.lastFailure && attempt > 1 && exact) {
      const nextAttemptAt = timeOf(pending.nextAttemptScheduleTime) || begunAt;
      const error = errorOf(pending.lastFailure);
      const isWorking = Number(pending.state) === STARTED;
      const failedAt = timeOf(pending.lastAttemptCompleteTime);
      // While it waits for its next attempt, what is told of the last start is that of the attempt before.
      if (!isWorking && begunAt > 0)
        events.push({ type: "nodeStarted", nodeId: node.id, attempt: attempt - 1, at: begunAt });
      const retried = { type: "nodeRetried", nodeId: node.id, attempt: attempt - 1, error, nextAttemptAt } as const;
      events.push(failedAt > 0 ? { ...retried, at: failedAt } : { ...retried, at: begunAt, isTimed: false });
    }
    if (Number(pending.state) === STARTED && begunAt > 0)
      events.push({ type: "nodeStarted", nodeId: node.id, attempt, at: begunAt });
    return events;
  });
}
