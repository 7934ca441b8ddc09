/** Starts a sample agent as a workflow: id, memo and search attributes so that lists need no worker. */
import {
  defineSearchAttributeKey,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
} from "@temporalio/common";
import type { AgentDefinition } from "../agents/agent.ts";
import { ProblemError } from "../problems.ts";
import type { StartRequest, Viewer } from "../source.ts";
import type { ClusterCalls } from "./cluster-calls.ts";
import { ATTRIBUTES, type StartArgs, TASK_QUEUE, WORKFLOW_TYPE } from "./names.ts";

const START_MS = 5_000;
/** Six events a step at worst, and a history ends at 51,200. */
const STEPS_MAX = 7_000;

const AGENT_KEY = defineSearchAttributeKey(ATTRIBUTES.agentId, "INT");
const STATE_KEY = defineSearchAttributeKey(ATTRIBUTES.state, "KEYWORD");

/** Throws a refusal for an input the agent or the cluster cannot take. */
export async function startRun(
  { client }: ClusterCalls,
  agent: AgentDefinition,
  { input, triggerType }: StartRequest,
  viewer: Viewer,
  speed: number,
): Promise<{ workflowId: string; temporalRunId: string }> {
  const refusal = agent.refuse?.(input);
  if (refusal) throw new ProblemError("unprocessable", refusal);
  const steps = agent.plan(input).length;
  if (steps > STEPS_MAX)
    throw new ProblemError("unprocessable", `This would be ${steps} steps; one Temporal history takes ${STEPS_MAX}.`);
  const args: StartArgs = { v: 1, agentId: agent.id, triggerType, startedBy: viewer.name, input, speed };
  for (;;) {
    const workflowId = `wf_${agent.id}_run_${Date.now()}${Math.floor(Math.random() * 90 + 10)}`;
    try {
      const handle = await client.withDeadline(Date.now() + START_MS, () =>
        client.workflow.start(WORKFLOW_TYPE, {
          workflowId,
          taskQueue: TASK_QUEUE,
          args: [args],
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
          retry: { maximumAttempts: agent.maxRunAttempts, initialInterval: "10 ms" },
          memo: { triggerType, startedBy: viewer.name, AgentName: agent.name },
          typedSearchAttributes: [
            { key: AGENT_KEY, value: agent.id },
            { key: STATE_KEY, value: "running" },
          ],
          staticSummary: agent.name,
        }),
      );
      return { workflowId, temporalRunId: handle.firstExecutionRunId };
    } catch (thrown) {
      if (!(thrown instanceof WorkflowExecutionAlreadyStartedError)) throw thrown;
    }
  }
}
