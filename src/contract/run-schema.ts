/** The shape of a run for the OpenAPI document and the contract suite; `run.ts` reads runs without it, and leniently. */
import * as v from "valibot";
import type { RunScalars } from "./run.ts";
import { RunlightSchema } from "./runlight-schema.ts";

const iso = v.pipe(v.string(), v.description("ISO 8601 date-time"));

/** The documented fields that are plain values. Names are the API's own. */
export const RunScalarSchemas = {
  id: v.pipe(v.string(), v.description("workflowId:temporalRunId")),
  workflowId: v.string(),
  agentId: v.number(),
  agentName: v.pipe(v.string(), v.description("The agent's name when the run was indexed")),
  agentType: v.pipe(v.string(), v.description("task, workflow, or a word of a later version")),
  status: v.pipe(
    v.string(),
    v.description("running, awaiting_human, completed, error, cancelled, or a word of a later version"),
  ),
  source: v.pipe(v.string(), v.description("live-query, history, or a word of a later version")),
  temporalRunId: v.optional(v.string()),
  triggerType: v.optional(v.pipe(v.string(), v.description("schedule, webhook, api, slack, manual, …"))),
  startedAt: v.optional(iso),
  endedAt: v.optional(iso),
  durationMs: v.optional(v.number()),
  summary: v.optional(v.string()),
  statusReason: v.optional(v.pipe(v.string(), v.description("approval_timeout, …"))),
  taskError: v.optional(v.string()),
  historyUnavailableReason: v.optional(v.string()),
} as const satisfies Record<keyof typeof RunScalars, v.GenericSchema>;

const freeObject = v.looseObject({});

export const RunSchema = v.looseObject({
  ...RunScalarSchemas,
  pendingApproval: v.optional(freeObject),
  taskResult: v.optional(freeObject),
  workflowNodes: v.optional(v.array(freeObject)),
  runlight: v.optional(RunlightSchema),
});
