/** Run answers that proofs serve in the server's place, and the page's address of such a run. */

export const AGENT = 57;
export const RUN = "wf_57_run_1";
export const RUN_PAGE = `/agents/${AGENT}/runs/${RUN}`;
/** Matches `METHOD path` of a poll of that run, and of nothing below it. */
export const RUN_POLL = /^GET \/api\/v1\/agents\/57\/runs\/wf_57_run_1(?:\?|$)/;

/** An answer as JSON text; `fields` win over those of a run that began ten seconds ago. */
export function runAnswer(fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    id: `${RUN}:11111111-2222-4333-8444-555555555555`,
    workflowId: RUN,
    agentId: AGENT,
    agentName: "Refund Review",
    agentType: "workflow",
    status: "running",
    source: "live-query",
    temporalRunId: "11111111-2222-4333-8444-555555555555",
    triggerType: "webhook",
    startedAt: new Date(Date.now() - 10_000).toISOString(),
    workflowNodes: [
      { id: "load", name: "Load order", status: "completed", startedAt: "2026-11-24T12:00:00Z", durationMs: 812 },
      {
        id: "check",
        name: "Check fraud score",
        status: "running",
        startedAt: "2026-11-24T12:00:01Z",
        dependsOn: ["load"],
      },
    ],
    ...fields,
  });
}

export function endedAnswer(fields: Readonly<Record<string, unknown>> = {}): string {
  return runAnswer({ status: "completed", endedAt: new Date(Date.now() - 1_000).toISOString(), ...fields });
}
