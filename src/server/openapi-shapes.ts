/** What each route takes and answers, for the contract document: as exact as the code that reads it. */
import * as v from "valibot";
import { DecisionBodySchema } from "../contract/decision-schemas.ts";
import * as pages from "../contract/pages.ts";
import { RevealBodySchema } from "../contract/reveal.ts";
import { RunSchema } from "../contract/run-schema.ts";
import { INBOX_SCOPES, SCOPES, STATUSES, TIMEFRAMES, TRIGGERS } from "./request-values.ts";

const StartBodySchema = v.object({ input: v.optional(v.looseObject({})) });

const SignInBodySchema = v.object({ token: v.pipe(v.string(), v.regex(/\S/)) });

export type Schema = v.GenericSchema;

export interface Parameter {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema; any text when absent. */
  readonly schema?: object;
  readonly isRequired?: boolean;
}

export interface Shape {
  readonly status: number;
  readonly answer?: Schema;
  readonly body?: Schema;
  /** The media type of an answer that is no JSON. */
  readonly type?: string;
  readonly query?: readonly Parameter[];
  readonly headers?: readonly Parameter[];
  /** The Modus API has it too. */
  readonly isModus?: boolean;
}

/** In an address a parameter that is empty counts as absent. */
function words(name: string, all: readonly string[], description?: string): Parameter {
  return { name, schema: { type: "string", enum: [...all, ""] }, ...(description !== undefined && { description }) };
}

function wholeNumber(name: string, description: string): Parameter {
  const number = { type: "integer", minimum: 0, maximum: 999_999_999_999 };
  return { name, description, schema: { anyOf: [number, { const: "" }] } };
}

/** As everywhere: what cannot be carried by an address or is a step up in it is refused. */
const ID = { type: "string", minLength: 1, maxLength: 1_000, pattern: String.raw`^[^\u0000-\u001f\u007f]+$` };
const UUID = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
const POINTER = String.raw`^(?:\/(?:[^~\/]|~[01])*)+$`;

export const PATH_PARAMETERS: Readonly<Record<string, Omit<Parameter, "name">>> = {
  agentId: { schema: { type: "integer", minimum: 0, maximum: 999_999_999_999_999 } },
  runId: { description: "workflowId, or workflowId:temporalRunId", schema: ID },
  approvalId: { schema: ID },
};

const PAGE: readonly Parameter[] = [
  wholeNumber("pageSize", "1 to 100, default 25; more is clamped"),
  {
    name: "pageToken",
    description: "nextPageToken of the page before, with the same filters",
    schema: { type: "string", format: "page-token" },
  },
];
const PIN: readonly Parameter[] = [
  {
    name: "temporalRunId",
    description: "One Temporal run of the workflow id; the latest when absent",
    schema: { type: "string", pattern: `^(?:${UUID})?$` },
  },
];

export const SHAPES: Readonly<Record<string, Shape>> = {
  "GET /api/v1/agents": { status: 200, answer: pages.AgentsPageSchema, query: PAGE, isModus: true },
  "GET /api/v1/agents/:agentId/runs": {
    status: 200,
    answer: pages.RunsPageSchema,
    isModus: true,
    query: [
      words("status", STATUSES),
      words("timeframe", TIMEFRAMES),
      words("approvalScope", SCOPES),
      words("triggerType", TRIGGERS, "What started the run; extension, where the session says that the source can"),
      {
        name: "search",
        description: "Part of the agent's name, in any case",
        schema: { type: "string", maxLength: 200 },
      },
      ...PAGE,
    ],
  },
  "POST /api/v1/agents/:agentId/runs": { status: 201, answer: pages.StartedSchema, body: StartBodySchema },
  "GET /api/v1/agents/:agentId/runs/:runId": {
    status: 200,
    answer: RunSchema,
    isModus: true,
    query: [
      ...PIN,
      wholeNumber("maxFieldBytes", "Extension: larger free-form fields are left out and named in runlight.stubs"),
    ],
  },
  "GET /api/v1/agents/:agentId/runs/:runId/attempts": { status: 200, answer: pages.AttemptsSchema, query: PIN },
  "GET /api/v1/agents/:agentId/runs/:runId/payload": {
    status: 200,
    query: [
      {
        name: "path",
        description: "JSON pointer, such as /taskResult or /workflowNodes/3/output",
        schema: { type: "string", pattern: POINTER },
        isRequired: true,
      },
      ...PIN,
    ],
  },
  "POST /api/v1/agents/:agentId/runs/:runId/cancel": { status: 202, body: v.object({}), query: PIN },
  "POST /api/v1/agents/:agentId/runs/:runId/reveal": { status: 200, body: RevealBodySchema, query: PIN },
  "POST /api/v1/agents/:agentId/runs/:runId/approvals/:approvalId/decision": {
    status: 200,
    answer: pages.DecidedSchema,
    body: DecisionBodySchema,
    query: PIN,
    headers: [
      {
        name: "If-Match",
        description: "SHA-256 of what was shown, lower-case hex in quotes",
        schema: { type: "string", pattern: '^"[0-9a-f]{64}"$' },
        isRequired: true,
      },
      {
        name: "Idempotency-Key",
        description: "1 to 200 visible ASCII characters; a repeat with the same key gets the same answer",
        schema: { type: "string", pattern: "^[!-~]{1,200}$" },
        isRequired: true,
      },
    ],
  },
  "GET /api/v1/approvals": {
    status: 200,
    answer: pages.ApprovalsPageSchema,
    query: [words("scope", INBOX_SCOPES), ...PAGE],
  },
  "GET /api/v1/session": { status: 200, answer: pages.SessionSchema },
  "POST /api/v1/session": { status: 200, answer: pages.SessionSchema, body: SignInBodySchema },
  "DELETE /api/v1/session": { status: 204 },
  "GET /metrics": { status: 200, type: "text/plain" },
};
