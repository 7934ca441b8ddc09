/** The worker's activities: one step of a sample agent, and the request for an approval, which only has to be recorded. */
import { Context, activityInfo } from "@temporalio/activity";
import type { RawValue } from "@temporalio/common";
import { activityName } from "../agents/agent.ts";
import { agentById } from "../agents/all-agents.ts";
import { hash32 } from "../agents/hash32.ts";
import { StepError, toRunError } from "../agents/step-error.ts";
import { exact } from "./exact-payload.ts";
import type { StepArgs } from "./names.ts";
import { toFailure } from "./run-failure.ts";

const HEARTBEAT_MS = 4_000;

/** `shown` is the input people see in the history; the step works with `args`. */
export async function agentStep(_shown: unknown, args: StepArgs): Promise<RawValue> {
  const { agentId, nodeId, attempt, iteration, input, outputs, speed } = args;
  const context = Context.current();
  const agent = agentById(agentId);
  const activity = agent?.activities[activityName(nodeId)] ?? agent?.activities[nodeId];
  const { runId } = activityInfo().workflowExecution ?? { runId: "" };
  // Between 0.85 and 1.15, the same for every attempt of this node in this run.
  const variety = 0.85 + (hash32(`${runId} ${nodeId}`) % 1_000) * 0.0003;
  // Without a heartbeat nobody learns that this worker is gone, nor this worker that the run was cancelled.
  const beat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
  try {
    if (!activity) throw new StepError({ type: "Defect", message: `No activity for ${nodeId}` }, false);
    const result = await activity({
      nodeId,
      input,
      attempt,
      ...(iteration !== undefined && { iteration }),
      output: (id) => outputs[id],
      work: (ms) => context.sleep((ms * variety) / speed),
      now: () => Date.now(),
      signal: context.cancellationSignal,
    });
    return exact(result.output, result.branch);
  } catch (thrown) {
    if (context.cancellationSignal.aborted) throw thrown;
    throw toFailure(toRunError(thrown), thrown instanceof StepError && !thrown.isRetryable);
  } finally {
    clearInterval(beat);
  }
}

/** A place to send a notice from; that it was called, with what, is the record. */
export async function approvalRequested(_request: unknown): Promise<void> {}
