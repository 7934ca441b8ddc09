/** One run: its answer, its attempts, one field of it as a file, starting and cancelling. */
import { JsonObject } from "../contract/json.ts";
import type { JsonText } from "../contract/run-events.ts";
import { formatRunId, pathSegment, type RunRef } from "../contract/run-id.ts";
import { Answer } from "./answer-cache.ts";
import { textAt } from "./json-pointer.ts";
import { ProblemError } from "./problems.ts";
import { readBody, requireJsonType } from "./request-body.ts";
import { readAgentId, readMaxFieldBytes, readRunRef } from "./request-values.ts";
import { answerWith, type Ask, doneAnswer, jsonAnswer, type Shell } from "./route.ts";
import { PAYLOAD_POLICY } from "./security-headers.ts";
import { leaveOutLarge } from "./stubs.ts";

/** The agent and run a request names. */
export function readTarget(ask: Ask): { agentId: number; ref: RunRef } {
  return { agentId: readAgentId(ask.param("agentId")), ref: readRunRef(ask.param("runId"), ask.query) };
}

function runAddress(agentId: number, workflowId: string): string {
  return `/api/v1/agents/${agentId}/runs/${pathSegment(workflowId)}`;
}

const ANSWER_MAX_BYTES = 32 * 1_024 * 1_024;

export function withinLimit(text: string): string {
  // UTF-8 needs at most three bytes for a UTF-16 unit.
  if (text.length * 3 <= ANSWER_MAX_BYTES || Buffer.byteLength(text) <= ANSWER_MAX_BYTES) return text;
  throw new ProblemError("bad-upstream", "The answer is larger than 32 MiB. Ask with maxFieldBytes for less.");
}

/** The run's answer with its secrets hidden: made once for each text. */
export function maskedRun(shell: Shell, text: JsonText): JsonText {
  return shell.answers.derived(text, "masked", () => shell.masker.run(text));
}

export async function answerRun(ask: Ask, shell: Shell): Promise<Response> {
  const { agentId, ref } = readTarget(ask);
  const maxFieldBytes = readMaxFieldBytes(ask.query);
  const text = maskedRun(shell, (await shell.source.getRun(agentId, ref, ask.viewer)).text);
  if (maxFieldBytes === undefined) return jsonAnswer(ask, shell, withinLimit(text));
  const base = `${runAddress(agentId, ref.workflowId)}/payload?path=`;
  const linkOf = (pointer: string, temporalRunId: string): string =>
    base + encodeURIComponent(pointer) + (temporalRunId ? `&temporalRunId=${encodeURIComponent(temporalRunId)}` : "");
  const make = (): string => leaveOutLarge(text, maxFieldBytes, linkOf);
  return jsonAnswer(ask, shell, withinLimit(shell.answers.derived(text, `${maxFieldBytes} ${base}`, make)));
}

export async function answerAttempts(ask: Ask, shell: Shell): Promise<Response> {
  const { agentId, ref } = readTarget(ask);
  const attempts = await shell.source.listAttempts(agentId, ref, ask.viewer);
  return jsonAnswer(ask, shell, JSON.stringify({ attempts }));
}

/** The exact JSON text of one field, masked. A file to keep, never a page: what an agent wrote gets no right in a browser. */
export async function answerPayload(ask: Ask, shell: Shell): Promise<Response> {
  const { agentId, ref } = readTarget(ask);
  const path = ask.query.get("path") ?? "";
  const { text } = await shell.source.getRun(agentId, ref, ask.viewer);
  const answer = new Answer(textAt(maskedRun(shell, text), path));
  const name = `${ref.workflowId}${path}`.replace(/[^A-Za-z0-9_-]+/g, "-").slice(0, 120);
  return answerWith(answer, ask.request, {
    "content-type": "application/json",
    "content-disposition": `attachment; filename="${name}.json"`,
    "content-security-policy": PAYLOAD_POLICY,
    "cache-control": "private, no-cache",
  });
}

export async function answerStart(ask: Ask, shell: Shell): Promise<Response> {
  const agentId = readAgentId(ask.param("agentId"));
  requireJsonType(ask.request);
  const { text, root } = await readBody(ask.request);
  const entry = root.entries.findLast((one) => one.key === "input");
  if (entry && !(entry.value instanceof JsonObject))
    throw new ProblemError("unprocessable", "input must be an object.");
  const input = entry ? text.slice(entry.start, entry.end) : "{}";
  // A browser says where a request comes from; only our own page gets this far with that header.
  const triggerType = ask.request.headers.has("sec-fetch-site") ? "manual" : "api";
  const { workflowId, temporalRunId } = await shell.source.startRun(agentId, { input, triggerType }, ask.viewer);
  const id = temporalRunId ? formatRunId(workflowId, temporalRunId) : workflowId;
  const body = JSON.stringify({ id, workflowId, temporalRunId, agentId });
  const pin = temporalRunId ? `?temporalRunId=${temporalRunId}` : "";
  return doneAnswer(201, body, { location: `${runAddress(agentId, workflowId)}${pin}` });
}

/** 202: the run was asked to stop; when it has, its status says so. */
export async function answerCancel(ask: Ask, shell: Shell): Promise<Response> {
  const { agentId, ref } = readTarget(ask);
  requireJsonType(ask.request);
  await readBody(ask.request);
  await shell.source.cancelRun(agentId, ref, ask.viewer);
  return doneAnswer(202, "{}");
}
