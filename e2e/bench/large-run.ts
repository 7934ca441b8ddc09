/** Runs of any number of steps, as the API answers them: every step of its own, one after another. */

/** A young run is polled often; all runs of one process began together, so that only what is asked for differs. */
const STARTED_AT = Date.now() - 300_000;

export interface LargeRunOptions {
  readonly steps: number;
  /** A running run's last step is running; its output has this many characters. */
  readonly isRunning?: boolean;
  /** Told apart by poll: what the running step says. */
  readonly note?: string;
  /** UTF-16 units of each step's output. */
  readonly outputLength?: number;
}

export const LARGE_RUN = "/agents/57/runs/wf_57_run_1";

/** JSON text. `durationMs` is for the floor pages, which compute nothing. */
export function largeRun({ steps, isRunning = false, note = "", outputLength = 0 }: LargeRunOptions): string {
  const stepMs = 300_000 / steps;
  const nodes = Array.from({ length: steps }, (_, i) => {
    const startedAt = STARTED_AT + i * stepMs;
    const isOpen = isRunning && i === steps - 1;
    const end = { status: "completed", endedAt: iso(startedAt + stepMs * 0.8), durationMs: stepMs * 0.8 };
    const output = { rows: i, note: "x".repeat(outputLength) };
    return {
      id: `step-${i}`,
      name: `Step ${i} of the import`,
      type: "tool",
      ...(isOpen ? { status: "running", durationMs: 0, progress: note } : { ...end, output }),
      startedAt: iso(startedAt),
      ...(i > 0 ? { dependsOn: [`step-${i - 1}`] } : {}),
    };
  });
  return JSON.stringify({
    id: "wf_57_run_1:11111111-2222-4333-8444-555555555555",
    workflowId: "wf_57_run_1",
    agentId: 57,
    agentName: "Refund Review",
    agentType: "workflow",
    status: isRunning ? "running" : "completed",
    source: isRunning ? "live-query" : "history",
    temporalRunId: "11111111-2222-4333-8444-555555555555",
    triggerType: "webhook",
    startedAt: iso(STARTED_AT),
    ...(isRunning ? {} : { endedAt: iso(STARTED_AT + steps * stepMs) }),
    workflowNodes: nodes,
  });
}

const iso = (at: number) => new Date(at).toISOString();
