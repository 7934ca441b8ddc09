/**
 * The API's other answers: pages of agents, runs and waiting approvals, the attempts of a run, the session, a started
 * run. Items are read one by one, so that one that cannot be read hides no other. Each parser throws BadAnswer only.
 */
import * as v from "valibot";
import { JsonArray, type Json, type JsonItem, JsonObject, readJson } from "./json.ts";
import { Payload } from "./payload.ts";
import { BadAnswer, parseRun, type Run } from "./run.ts";
import { RunScalarSchemas } from "./run-schema.ts";
import { toPlain } from "./runlight.ts";
import { DecisionSchema } from "./decision-schemas.ts";

const nextPageToken = v.nullish(
  v.pipe(v.string(), v.description("Opaque, bound to its filters; null on the last page")),
);
const freeObject = v.looseObject({});
const optionalText = v.nullish(v.string());

export const AgentSchema = v.looseObject({
  id: v.number(),
  name: v.string(),
  slug: optionalText,
  description: optionalText,
  status: optionalText,
  type: optionalText,
  isEnabled: v.nullish(v.boolean()),
  canUse: v.nullish(v.boolean()),
  canManage: v.nullish(v.boolean()),
  createdAt: optionalText,
  updatedAt: optionalText,
});
export const AgentsPageSchema = v.looseObject({ agents: v.array(AgentSchema), nextPageToken });

const { source: _, ...listed } = RunScalarSchemas;
/** A run in a list: the single run's fields without source, result and nodes. */
export const RunItemSchema = v.looseObject({ ...listed, pendingApproval: v.optional(freeObject) });
export const RunsPageSchema = v.looseObject({
  runs: v.array(RunItemSchema),
  counts: v.pipe(v.record(v.string(), v.number()), v.description("Runs by status, all_executions for the sum")),
  nextPageToken,
});

export const AttemptSchema = v.looseObject({
  temporalRunId: v.string(),
  attempt: v.number(),
  status: v.string(),
  startedAt: v.string(),
  endedAt: v.optional(v.string()),
});
export const AttemptsSchema = v.looseObject({ attempts: v.array(AttemptSchema) });

export const SessionSchema = v.looseObject({
  source: v.string(),
  label: v.pipe(v.string(), v.description("What stands behind this server, in words")),
  can: v.looseObject({
    start: v.boolean(),
    cancel: v.boolean(),
    decide: v.boolean(),
    attempts: v.boolean(),
    reveal: v.optional(v.boolean()),
    triggers: v.optional(v.boolean()),
  }),
  viewer: v.looseObject({ name: v.string(), isLocal: v.boolean(), roles: v.optional(v.array(v.string())) }),
  signIn: v.string(),
});

export const WaitingApprovalSchema = v.looseObject({
  agentId: v.number(),
  agentName: v.string(),
  workflowId: v.string(),
  temporalRunId: v.string(),
  startedAt: v.optional(v.string()),
  pendingApproval: v.optional(freeObject),
  decision: v.optional(v.pipe(v.omit(DecisionSchema, ["nodeId"]), v.description("With scope=decided only"))),
});
export const ApprovalsPageSchema = v.looseObject({
  approvals: v.array(WaitingApprovalSchema),
  nextPageToken,
  asOf: v.optional(v.string()),
});

export const StartedSchema = v.looseObject({
  id: v.string(),
  workflowId: v.string(),
  temporalRunId: v.string(),
  agentId: v.number(),
});

export const DecidedSchema = v.looseObject({ decision: DecisionSchema });

export type Agent = v.InferOutput<typeof AgentSchema>;
export type Attempt = v.InferOutput<typeof AttemptSchema>;
export type Started = v.InferOutput<typeof StartedSchema>;

interface Page {
  readonly nextPageToken: string | null;
  /** Items that could not be read, as sent. */
  readonly unreadable: readonly Payload[];
}

export interface AgentsPage extends Page {
  readonly agents: readonly Agent[];
}

export interface RunsPage extends Page {
  /** Read as single runs are; a list leaves `source`, `taskResult` and `workflowNodes` out. */
  readonly runs: readonly Run[];
  readonly counts: ReadonlyMap<string, number>;
}

export interface WaitingApproval extends v.InferOutput<typeof WaitingApprovalSchema> {
  /** The request's exact text; absent when the list left it out. */
  readonly request?: Payload;
}

export interface ApprovalsPage extends Page {
  readonly approvals: readonly WaitingApproval[];
  /** ISO time. */
  readonly asOf?: string;
}

export function parseAgentsPage(text: string): AgentsPage {
  const root = readRoot(text);
  const { items, unreadable } = readItems(text, root, "agents", ({ value }) => read(AgentSchema, value));
  return { agents: items, unreadable, nextPageToken: tokenOf(root) };
}

export function parseRunsPage(text: string): RunsPage {
  const root = readRoot(text);
  const { items, unreadable } = readItems(text, root, "runs", ({ start, end }) => parseRun(text.slice(start, end)));
  const counts = new Map<string, number>();
  const sent = root.get("counts");
  if (sent instanceof JsonObject) {
    for (const { key, value } of sent.entries) {
      const count = toPlain(value);
      if (typeof count === "number" && Number.isFinite(count)) counts.set(key, count);
    }
  }
  return { runs: items, counts, unreadable, nextPageToken: tokenOf(root) };
}

export function parseApprovalsPage(text: string): ApprovalsPage {
  const root = readRoot(text);
  const { items, unreadable } = readItems(text, root, "approvals", ({ value }): WaitingApproval => {
    const waiting = read(WaitingApprovalSchema, value);
    const sent =
      value instanceof JsonObject ? value.entries.findLast(({ key }) => key === "pendingApproval") : undefined;
    return sent ? { ...waiting, request: new Payload(text.slice(sent.start, sent.end)) } : waiting;
  });
  const asOf = root.get("asOf");
  return { approvals: items, unreadable, nextPageToken: tokenOf(root), ...(typeof asOf === "string" ? { asOf } : {}) };
}

/** Newest first. */
export function parseAttempts(text: string): readonly Attempt[] {
  const { items } = readItems(text, readRoot(text), "attempts", ({ value }) => read(AttemptSchema, value));
  return items.toSorted((a, b) => b.attempt - a.attempt);
}

export function parseStarted(text: string): Started {
  return read(StartedSchema, readRoot(text));
}

function readRoot(text: string): JsonObject {
  let root: Json;
  try {
    root = readJson(text);
  } catch (error) {
    throw new BadAnswer(`The answer is not JSON: ${(error as Error).message}.`);
  }
  if (!(root instanceof JsonObject)) throw new BadAnswer("The answer is JSON but not an object.");
  return root;
}

function readItems<T>(text: string, root: JsonObject, key: string, readItem: (item: JsonItem) => T) {
  const list = root.get(key);
  if (!(list instanceof JsonArray)) throw new BadAnswer(`The answer has no list “${key}”.`);
  const items: T[] = [];
  const unreadable: Payload[] = [];
  for (const item of list.items) {
    try {
      items.push(readItem(item));
    } catch (error) {
      if (!(error instanceof BadAnswer)) throw error;
      unreadable.push(new Payload(text.slice(item.start, item.end)));
    }
  }
  return { items, unreadable };
}

function read<const Schema extends ObjectSchema>(schema: Schema, value: Json): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value instanceof JsonObject ? plainEntries(schema, value) : value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new BadAnswer(`The answer does not fit: ${v.getDotPath(issue) ?? "the whole"}: ${issue.message}.`);
}

type ObjectSchema = v.GenericSchema & { readonly entries: Readonly<Record<string, unknown>> };

/** Only what the schema names and is not free-form. */
function plainEntries({ entries }: ObjectSchema, value: JsonObject): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const key of Object.keys(entries)) {
    const sent = key === "pendingApproval" ? undefined : value.get(key);
    if (sent !== undefined) plain[key] = toPlain(sent);
  }
  return plain;
}

function tokenOf(root: JsonObject): string | null {
  const token = root.get("nextPageToken");
  return typeof token === "string" && token !== "" ? token : null;
}
