/** The contract document (OpenAPI 3.1), made from the route table and the schemas everything is read with. */
import { toJsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import { DecisionBodySchema } from "../contract/decision-schemas.ts";
import * as pages from "../contract/pages.ts";
import { PROBLEM_PREFIX, SERVER_PROBLEMS } from "../contract/problem.ts";
import { RevealBodySchema } from "../contract/reveal.ts";
import { RunSchema } from "../contract/run-schema.ts";
import { PROBLEM_TYPE } from "./problems.ts";
import type { Route } from "./route.ts";

const ProblemSchema = v.looseObject({
  type: v.picklist(Object.keys(SERVER_PROBLEMS).map((name) => PROBLEM_PREFIX + name)),
  title: v.string(),
  status: v.number(),
  detail: v.string(),
  instance: v.pipe(v.string(), v.description("The request's id, as in x-request-id")),
});

const StartBodySchema = v.object({ input: v.optional(v.looseObject({})) });

type Schema = v.GenericSchema;

interface Shape {
  readonly status: number;
  readonly answer?: Schema;
  readonly body?: Schema;
  readonly query?: readonly (readonly [name: string, what: string])[];
  readonly headers?: readonly (readonly [name: string, what: string])[];
  /** The Modus API has it too. */
  readonly isModus?: boolean;
}

const PAGE = [
  ["pageSize", "1 to 100, default 25; more is clamped"],
  ["pageToken", "nextPageToken of the page before, with the same filters"],
] as const;
const PIN = [["temporalRunId", "One Temporal run of the workflow id; the latest when absent"]] as const;

const SHAPES: Readonly<Record<string, Shape>> = {
  "GET /api/v1/agents": { status: 200, answer: pages.AgentsPageSchema, query: PAGE, isModus: true },
  "GET /api/v1/agents/:agentId/runs": {
    status: 200,
    answer: pages.RunsPageSchema,
    isModus: true,
    query: [
      ["status", "all_executions, running, awaiting_human, completed, error, cancelled"],
      ["timeframe", "any, last_hour, last_day, last_week, last_month"],
      ["approvalScope", "all, mine"],
      ["search", "Part of the agent's name, in any case"],
      ...PAGE,
    ],
  },
  "POST /api/v1/agents/:agentId/runs": { status: 201, answer: pages.StartedSchema, body: StartBodySchema },
  "GET /api/v1/agents/:agentId/runs/:runId": {
    status: 200,
    answer: RunSchema,
    isModus: true,
    query: [...PIN, ["maxFieldBytes", "Extension: larger free-form fields are left out and named in runlight.stubs"]],
  },
  "GET /api/v1/agents/:agentId/runs/:runId/attempts": { status: 200, answer: pages.AttemptsSchema, query: PIN },
  "GET /api/v1/agents/:agentId/runs/:runId/payload": {
    status: 200,
    query: [["path", "JSON pointer, such as /taskResult or /workflowNodes/3/output"], ...PIN],
  },
  "POST /api/v1/agents/:agentId/runs/:runId/cancel": { status: 202, body: v.object({}), query: PIN },
  "POST /api/v1/agents/:agentId/runs/:runId/reveal": { status: 200, body: RevealBodySchema, query: PIN },
  "POST /api/v1/agents/:agentId/runs/:runId/approvals/:approvalId/decision": {
    status: 200,
    answer: pages.DecidedSchema,
    body: DecisionBodySchema,
    query: PIN,
    headers: [
      ["If-Match", "SHA-256 of what was shown, lower-case hex in quotes"],
      ["Idempotency-Key", "1 to 200 visible ASCII characters; a repeat with the same key gets the same answer"],
    ],
  },
  "GET /api/v1/approvals": {
    status: 200,
    answer: pages.ApprovalsPageSchema,
    query: [["scope", "all, mine"], ...PAGE],
  },
  "GET /api/v1/session": { status: 200, answer: pages.SessionSchema },
};

function schemaOf(schema: Schema): object {
  const made = toJsonSchema(schema, { target: "draft-2020-12", errorMode: "ignore" });
  return Object.fromEntries(Object.entries(made).filter(([key]) => key !== "$schema"));
}

function json(schema: Schema | undefined): object {
  return { "application/json": { schema: schema ? schemaOf(schema) : {} } };
}

function operation(route: Route): object {
  const shape: Shape = SHAPES[`${route.method} ${route.path}`] ?? { status: 200 };
  const names = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? "");
  const inPath = names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } }));
  const inQuery = (shape.query ?? []).map(([name, description]) => ({
    name,
    in: "query",
    description,
    schema: { type: "string" },
  }));
  const inHeader = (shape.headers ?? []).map(([name, description]) => ({
    name,
    in: "header",
    required: true,
    description,
    schema: { type: "string" },
  }));
  return {
    operationId: operationId(route),
    summary: route.what,
    ...(shape.isModus ? {} : { "x-runlight-extension": true }),
    "x-runlight-rule": route.rule,
    parameters: [...inPath, ...inQuery, ...inHeader],
    ...(shape.body ? { requestBody: { required: true, content: json(shape.body) } } : {}),
    responses: {
      [shape.status]: { description: "Done", content: json(shape.answer) },
      ...(route.method === "GET" ? { 304: { description: "As the client holds it (If-None-Match)" } } : {}),
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

function operationId({ method, path }: Route): string {
  const words = path.replace(/^\/api(?:\/v1)?|^\//, "").split(/[^A-Za-z]+/);
  return [
    method.toLowerCase(),
    ...words.filter((word) => word !== "").map((word) => word[0]?.toUpperCase() + word.slice(1)),
  ].join("");
}

let made: string | undefined;

/** The document as JSON text; made once. */
export function openapiText(routes: readonly Route[]): string {
  if (made !== undefined) return made;
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  made = JSON.stringify({
    openapi: "3.1.0",
    info: { title: "Runlight", version: "1", license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    paths,
    components: {
      responses: {
        Problem: {
          description: "A refusal (RFC 9457)",
          content: { [PROBLEM_TYPE]: { schema: schemaOf(ProblemSchema) } },
        },
      },
    },
  });
  return made;
}
