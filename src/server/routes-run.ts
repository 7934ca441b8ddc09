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
import { readWaitMs } from "./watch/prefer.ts";
import type { RunView } from "./watch/run-view.ts";

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

/**
 * The run, from the watcher of everybody who sees the same of it. A request that knows the state and asks to be held
 * (`Prefer: wait`) is answered when there is another one, or when its time is over.
 */
export async function answerRun(ask: Ask, shell: Shell): Promise<Response> {
  const { request, viewer } = ask;
  const { agentId, ref } = readTarget(ask);
  const maxFieldBytes = readMaxFieldBytes(ask.query);
  const how = String(maxFieldBytes ?? "whole");
  const form = (view: RunView): Answer =>
    view.form(how, (masked) => withinLimit(formOf(masked, agentId, ref, maxFieldBytes)));
  const { watches } = shell;
  const watch = watches.of(agentId, ref, viewer);
  let { view, ageMs } = await watch.read(viewer);
  let answer = form(view);
  const waitMs = request.method === "GET" ? readWaitMs(request.headers.get("prefer")) : 0;
  const until = performance.now() + waitMs;
  const canHold = (): boolean => waitMs > 0 && !view.isEnded && watch.isHealthy && watches.room.hasRoom;
  let isHeld = canHold();
  while (isHeld && answer.isHeldBy(request.headers.get("if-none-match"))) {
    const leftMs = until - performance.now();
    const woken = leftMs <= 0 ? "due" : await watch.wait(view, leftMs, request.signal);
    await ask.askAgainWho();
    if (woken === "stopping") return answerWith(answer, request, { ...RUN_HEADERS, "retry-after": comeBackIn() });
    if (woken === "changed") ({ view, ageMs } = await watch.read(viewer));
    else ageMs = watch.ageMs;
    answer = form(view);
    if (woken !== "changed") break;
    isHeld = canHold();
  }
  const age = Math.floor(ageMs / 1_000);
  return answerWith(answer, request, {
    ...RUN_HEADERS,
    ...(age > 0 && { age: String(age) }),
    ...(isHeld && { "preference-applied": "wait" }),
  });
}

const RUN_HEADERS = { "content-type": "application/json", "cache-control": "private, no-cache" };

/** Seconds, another for everybody: they were all let go in one moment. */
function comeBackIn(): string {
  return String(1 + Math.floor(Math.random() * 4));
}

function formOf(masked: JsonText, agentId: number, ref: RunRef, maxFieldBytes: number | undefined): JsonText {
  if (maxFieldBytes === undefined) return masked;
  const base = `${runAddress(agentId, ref.workflowId)}/payload?path=`;
  const linkOf = (pointer: string, temporalRunId: string): string =>
    base + encodeURIComponent(pointer) + (temporalRunId ? `&temporalRunId=${encodeURIComponent(temporalRunId)}` : "");
  return leaveOutLarge(masked, maxFieldBytes, linkOf);
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
  shell.watches.tell(agentId, ref);
  return doneAnswer(202, "{}");
}
