/** Runs one attempt of one activity and says what came of it, as an event. */
import type { RunEvent } from "../../contract/run-events.ts";
import { nodeById } from "../../contract/reduce.ts";
import type { NodeState } from "../../contract/run-state.ts";
import { activityName } from "../agents/agent.ts";
import { afterFailure } from "../agents/next-moves.ts";
import { StepError, toRunError } from "../agents/step-error.ts";
import type { Clock } from "./clock.ts";
import { hash32 } from "../agents/hash32.ts";
import type { LiveRun } from "./live-run.ts";

/** Resolves to the event without its time, never rejects; undefined when the attempt was aborted. */
export async function runActivity(
  run: LiveRun,
  node: NodeState,
  clock: Clock,
  speed: number,
  signal: AbortSignal,
): Promise<RunEvent | undefined> {
  const { agent, state } = run;
  const { id: nodeId, attempt } = node;
  const activity = agent.activities[activityName(nodeId)] ?? agent.activities[nodeId];
  // Between 0.85 and 1.15, the same for every attempt of this node in this run.
  const variety = 0.85 + (hash32(`${state.temporalRunId} ${nodeId}`) % 1_000) * 0.0003;
  try {
    if (!activity) throw new StepError({ type: "Defect", message: `No activity for ${nodeId}` }, false);
    const result = await activity({
      nodeId,
      input: state.input,
      attempt,
      ...(node.iteration !== undefined && { iteration: node.iteration }),
      output: (id) => nodeById(state, id)?.output,
      work: (ms) => clock.sleep((ms * variety) / speed, signal),
      now: () => clock.now(),
      signal,
    });
    if (signal.aborted) return undefined;
    return { type: "nodeSucceeded", nodeId, ...result, at: clock.now() };
  } catch (thrown) {
    if (signal.aborted) return undefined;
    const error = toRunError(thrown);
    const at = clock.now();
    const isRetryable = !(thrown instanceof StepError && !thrown.isRetryable);
    return afterFailure(agent, node, { error, isRetryable }, speed, at);
  }
}
