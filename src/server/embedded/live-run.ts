/** An open run in memory: its state, what is in flight, and what happened but is not in the log yet. */
import type { RunEvent } from "../../contract/run-events.ts";
import type { RunState } from "../../contract/run-state.ts";
import type { AgentDefinition } from "../agents/agent.ts";

export interface LiveRun {
  readonly seq: number;
  readonly agent: AgentDefinition;
  /** What the log says, nothing more. */
  state: RunState;
  /** Events in the log. */
  count: number;
  /** When the last event happened, epoch ms; a clock that steps back does not make events do so. */
  lastAt: number;
  /** Happened, not in the log, not visible. */
  queue: RunEvent[];
  /** Attempts being worked on, by node id. */
  readonly inFlight: Map<string, AbortController>;
  /** The timer for what time alone will bring. */
  wake?: { readonly at: number; readonly controller: AbortController } | undefined;
  /** The answer written for `state`, and for how many attempts. */
  answer?: { readonly state: RunState; readonly of: number; readonly text: string };
}
