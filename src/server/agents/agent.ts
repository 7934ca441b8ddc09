/**
 * What a sample agent is: a plan of nodes and the activities behind them. Defined once, run unchanged by the embedded
 * engine and by a Temporal worker; so plan, approvals and ends are pure and know neither Node nor the clock.
 */
import type { JsonText, PlannedNode, RunError } from "../../contract/run-events.ts";

/** What a step knows when it works. Everything outside itself comes through here. */
export interface ActivityContext {
  readonly nodeId: string;
  /** The run's input, a JSON object text. */
  readonly input: JsonText;
  /** From 1. */
  readonly attempt: number;
  readonly iteration?: number;
  /** Outputs of the nodes it depends on, by node id; undefined for one that was skipped. */
  output(nodeId: string): JsonText | undefined;
  /** Ms at speed 1; the engine scales them, and varies them a little from run to run, the same way on every retry. */
  work(ms: number): Promise<void>;
  /** Epoch ms. */
  now(): number;
  readonly signal: AbortSignal;
}

export interface ActivityResult {
  readonly output: JsonText;
  /** What nodes with `when` look at. */
  readonly branch?: string;
}

export type Activity = (context: ActivityContext) => Promise<ActivityResult>;

/** What the plan's own code sees: no clock, nothing that could differ the second time. */
export interface PlanContext {
  readonly input: JsonText;
  readonly agentName: string;
  output(nodeId: string): JsonText | undefined;
}

export interface ApprovalSpec {
  /** How long it waits at speed 1, ms. */
  readonly waitMs: number;
  /** True when a faster engine also shortens the wait. */
  readonly isWaitScaled: boolean;
  readonly summary: (context: PlanContext) => string;
  /** Members of the request beside id, nodeId, nodeName, requestedBy, requestedAt, expiresAt: keys to JSON texts. */
  readonly request: (context: PlanContext) => readonly (readonly [key: string, text: JsonText])[];
}

export interface AgentDefinition {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly type: "task" | "workflow";
  readonly triggerType: "schedule" | "webhook" | "api" | "slack" | "manual";
  /** How often a failed run is begun anew under the same workflow id; 1: never. */
  readonly maxRunAttempts: number;
  /** What is wrong with this input, in a sentence; undefined when it can be run. */
  readonly refuse?: (input: JsonText) => string | undefined;
  readonly plan: (input: JsonText) => PlannedNode[];
  /** By node id; `match` also serves `match:17`. A node of type `loop` needs none: it lasts as long as its children. */
  readonly activities: Readonly<Record<string, Activity>>;
  /** What a step is shown to have been given, by node id; by default the outputs of the nodes it depends on. */
  readonly inputs?: Readonly<Record<string, (context: PlanContext) => JsonText>>;
  /** By node id, for nodes of type `approval`. */
  readonly approvals?: Readonly<Record<string, ApprovalSpec>>;
  /** Ms at speed 1 before the attempt after `attempt`. */
  readonly backoffMs?: (attempt: number) => number;
  readonly finish: (context: PlanContext) => { readonly summary?: string; readonly result?: JsonText };
  /** The summary of a run that failed; by default what failed, in one line. */
  readonly failureSummary?: (context: PlanContext, error: RunError) => string | undefined;
}

/** The part of a node id that names its activity: `match` of `match:17`. */
export function activityName(nodeId: string): string {
  const colon = nodeId.indexOf(":");
  return colon < 0 ? nodeId : nodeId.slice(0, colon);
}
