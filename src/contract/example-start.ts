/** How a run begins, for tests: the one `started` event that every fold needs first. */
import type { PlannedNode, RunEvent } from "./run-events.ts";

export function exampleStart(nodes: readonly PlannedNode[], at = 0): RunEvent {
  return {
    type: "started",
    at,
    workflowId: "wf_1_run_1",
    temporalRunId: "11111111-2222-3333-4444-555555555555",
    agentId: 1,
    agentName: "A",
    agentType: "workflow",
    triggerType: "api",
    input: "{}",
    startedBy: "x",
    attempt: 1,
    nodes,
  };
}
