/**
 * For tests, in place of the sample agents: one whose plan, and what becomes of each step, are in its input. So random
 * runs need no other.
 */
import type { PlannedNode } from "../../contract/run-events.ts";
import type { Activity, AgentDefinition, ApprovalSpec } from "../agents/agent.ts";
import { StepError } from "../agents/step-error.ts";

/** What becomes of a step, beside what its place in the plan says. */
export interface StepScript {
  /** Attempts that fail before one succeeds. */
  readonly fails?: number;
  /** Its failures are not tried again. */
  readonly isFatal?: boolean;
  readonly branch?: string;
  /** JSON text. */
  readonly output: string;
  readonly workMs: number;
}

export interface PlanInput {
  readonly plan: readonly PlannedNode[];
  readonly steps: Readonly<Record<string, StepScript>>;
  readonly approvalMs: number;
  readonly speed: number;
}

export const PLAN_AGENT = 900;
export const RUN_ATTEMPTS = 3;

function scriptOf(input: string): PlanInput {
  return JSON.parse(input) as PlanInput;
}

const STEPS = Array.from({ length: 40 }, (_, i) => `s${i}`);

const work: Activity = async ({ input, nodeId, attempt, work: take }) => {
  const step = scriptOf(input).steps[nodeId];
  if (!step) throw new StepError({ type: "Defect", message: nodeId }, false);
  await take(step.workMs);
  if (attempt <= (step.fails ?? 0)) throw failureOf(nodeId, attempt, step);
  return { output: step.output, ...(step.branch !== undefined && { branch: step.branch }) };
};

const ask: ApprovalSpec = {
  waitMs: 60_000,
  isWaitScaled: false,
  summary: () => "Waiting for somebody",
  request: () => [
    ["title", '"Go on?"'],
    ["assignees", '["ann",{"id":"bob","email":"bob@example.com"}]'],
  ],
};

export const planAgent: AgentDefinition = {
  id: PLAN_AGENT,
  slug: "plan-agent",
  name: "Plan Agent",
  description: "Does what its input says.",
  type: "workflow",
  triggerType: "api",
  maxRunAttempts: RUN_ATTEMPTS,
  plan: (input) => [...scriptOf(input).plan],
  activities: Object.fromEntries(STEPS.map((id) => [id, work])),
  approvals: Object.fromEntries(STEPS.map((id) => [id, ask])),
  backoffMs: () => 1_000,
  finish: ({ input }) => ({ summary: "Done", result: `{"steps":${scriptOf(input).plan.length}}` }),
};

export function failureOf(nodeId: string, attempt: number, { isFatal = false }: StepScript): StepError {
  const cause = { type: "ECONNRESET", message: "read ECONNRESET", stack: "at read (net.js:1:1)" };
  return new StepError({ type: "HttpError", message: `${nodeId} failed ${attempt} times`, cause }, !isFatal);
}

export const ALL_AGENTS: readonly AgentDefinition[] = [planAgent];

export function agentById(id: number): AgentDefinition | undefined {
  return ALL_AGENTS.find((agent) => agent.id === id);
}
