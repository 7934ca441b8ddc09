/**
 * One run, as `GET /api/v1/agents/{id}/runs/{runId}` answers it: the documented fields, everything else kept.
 * Reading is lenient: a field of the wrong type is not consumed and stays under `extra`, open strings stay open.
 */
import { type Json, JsonNumber, readJson } from "./json.ts";
import { scalarAt } from "./json-parts.ts";
import { type KnownNodes, keepPlacesOf } from "./node-places.ts";
import { type Field, Payload } from "./payload.ts";
import { parseRunId } from "./run-id.ts";
import { parseRunlight, type RunlightExtras } from "./runlight.ts";
import { runAtOnce, type Steps } from "./slices.ts";
import { type Split, splitAnswer } from "./split-answer.ts";

/** The documented fields that are plain values, with their types. Names are the API's own. */
export const RunScalars = {
  id: "string",
  workflowId: "string",
  agentId: "number",
  agentName: "string",
  agentType: "string",
  status: "string",
  source: "string",
  temporalRunId: "string",
  triggerType: "string",
  startedAt: "string",
  endedAt: "string",
  durationMs: "number",
  summary: "string",
  statusReason: "string",
  taskError: "string",
  historyUnavailableReason: "string",
} as const;

export interface Run {
  readonly id: string;
  readonly workflowId: string;
  /** NaN when the answer had none that could be read. */
  readonly agentId: number;
  readonly agentName: string;
  readonly agentType: string;
  readonly status: string;
  readonly source: string;
  readonly temporalRunId?: string;
  readonly triggerType?: string;
  /** ISO text as sent; read it with `readTime`. */
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly durationMs?: number;
  readonly summary?: string;
  readonly statusReason?: string;
  readonly taskError?: string;
  readonly historyUnavailableReason?: string;
  readonly pendingApproval?: Payload;
  readonly taskResult?: Payload;
  readonly workflowNodes?: Payload;
  readonly runlight: RunlightExtras;
  /** Every key not consumed, in the order sent: unknown ones, duplicates, and known ones of the wrong type. */
  readonly extra: readonly Field[];
  /** The whole answer as sent. */
  readonly text: string;
}

/** The text is no run: not JSON, not an object, or without a workflow id or status. `message` says which. */
export class BadAnswer extends Error {
  override name = "BadAnswer";
}

const FREE = new Set(["pendingApproval", "taskResult", "workflowNodes"]);

/**
 * Reads an answer. Throws BadAnswer; never anything else. Empty strings count as absent, as the API's own printed
 * example sends them; empty free-form values do not.
 */
export function parseRun(text: string): Run {
  return runAtOnce(parseRunInSteps(text));
}

/**
 * As parseRun, in steps: a large answer is checked with pauses. Yields how far it got, in UTF-16 units. `known`: nodes
 * of the last answer, which are not checked again.
 */
export function* parseRunInSteps(text: string, known?: KnownNodes): Steps<Run> {
  // A byte order mark is allowed in front and belongs to no value.
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const { parts, nodes } = yield* splitOf(body, known);
  const lastIndex = new Map(parts.map((part, index) => [part.key, index]));
  const found: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const extra: Field[] = [];
  let runlight: RunlightExtras = {};
  for (const [index, part] of parts.entries()) {
    const { key } = part;
    const payload = new Payload(body.slice(part.start, part.end));
    if (lastIndex.get(key) !== index) extra.push({ name: key, payload });
    else if (key === "runlight") runlight = parseRunlight(readJson(payload.text));
    else if (FREE.has(key)) {
      if (payload.text !== "null") found[key] = payload;
      if (key === "workflowNodes" && nodes) keepPlacesOf(payload, nodes);
    } else if (Object.hasOwn(RunScalars, key)) {
      const plain = plainValue(scalarAt(body, part));
      if (plain === "" || plain === null) continue;
      if (typeof plain === RunScalars[key as keyof typeof RunScalars]) found[key] = plain;
      else extra.push({ name: key, payload });
    } else extra.push({ name: key, payload });
  }
  const id = typeof found["id"] === "string" ? found["id"] : undefined;
  const workflowId = found["workflowId"] ?? (id === undefined ? undefined : (parseRunId(id)?.workflowId ?? id));
  if (!workflowId) throw new BadAnswer("The answer names no workflowId.");
  if (!found["status"]) throw new BadAnswer("The answer has no status.");
  const defaults = { agentId: Number.NaN, agentName: "", agentType: "", source: "" };
  const run: unknown = { ...defaults, ...found, id: id ?? String(workflowId), workflowId, runlight, extra, text };
  return run as Run;
}

function* splitOf(text: string, known: KnownNodes | undefined): Steps<Split> {
  let split: Split | undefined;
  try {
    split = yield* splitAnswer(text, "workflowNodes", known);
  } catch (error) {
    throw new BadAnswer(`The answer is not JSON: ${(error as Error).message}.`);
  }
  if (!split) throw new BadAnswer("The answer is JSON but not an object.");
  return split;
}

/** Undefined for what no documented field can be: an object, an array, a number beyond a double's range. */
function plainValue(value: Json | undefined): unknown {
  if (!(value instanceof JsonNumber)) return value;
  return Number.isFinite(value.value) ? value.value : undefined;
}

const TERMINAL = new Set(["completed", "error", "cancelled"]);

/** The run is over: its status says so, or it has an end. An unknown word alone does not end a run. */
export function isEnded(run: Pick<Run, "status" | "source" | "endedAt">): boolean {
  return run.source === "history" || TERMINAL.has(run.status) || Boolean(run.endedAt);
}
