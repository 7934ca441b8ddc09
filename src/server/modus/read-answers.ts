/** Reads what the Modus API answers without changing it: items stay the text they were sent as, less a `runlight` of theirs. */
import { type Json, JsonArray, JsonNumber, JsonObject, readJson } from "../../contract/json.ts";
import { objectText } from "../../contract/answer.ts";
import { BadAnswer, parseRun } from "../../contract/run.ts";
import type { JsonText } from "../../contract/run-events.ts";
import { parseAgentId, type RunRef } from "../../contract/run-id.ts";
import { notFound } from "../problems.ts";
import { withoutRunlight } from "../runlight-member.ts";
import type { Page, RunAnswer, RunsPage } from "../source.ts";
import { badUpstream } from "./upstream-refusals.ts";

/** Ours has to stay below what `page-tokens.ts` takes back. */
const TOKEN_MAX = 2_000;

/** Throws ProblemError `bad-upstream` for what is no page of agents. `maySee` says which of them are passed on. */
export function readAgents(text: JsonText, maySee: (agentId: number) => boolean = () => true): Page {
  return pageOf(text, readRoot(text), "agents", (agent) => maySee(agentIdOf(agent) ?? Number.NaN));
}

/** Undefined for an agent no address could name. */
export function agentIdOf(agent: Json): number | undefined {
  const id = agent instanceof JsonObject ? agent.get("id") : undefined;
  return id instanceof JsonNumber ? parseAgentId(id.raw) : undefined;
}

/** Items of another agent than asked are not passed on. */
export function readRuns(text: JsonText, agentId: number): RunsPage {
  const root = readRoot(text);
  const page = pageOf(text, root, "runs", (run) => isOf(run, agentId));
  return { ...page, counts: countsOf(root) };
}

function isOf(run: Json, agentId: number): boolean {
  const sent = run instanceof JsonObject ? run.get("agentId") : undefined;
  return sent === undefined || (sent instanceof JsonNumber && sent.value === agentId);
}

/** What was asked for, or ProblemError: `not-found` for a run of another agent, id or attempt, `bad-upstream` for no run. */
export function readRun(text: JsonText, agentId: number, ref: RunRef): RunAnswer {
  let run;
  try {
    run = parseRun(text);
  } catch (error) {
    if (error instanceof BadAnswer) throw badUpstream("Modus answered with something that is no run.");
    throw error;
  }
  if (Number.isNaN(run.agentId)) throw badUpstream("Modus answered with a run that names no agent.");
  const isPinned = ref.temporalRunId === undefined || run.temporalRunId === undefined;
  const isAttempt = isPinned || run.temporalRunId?.toLowerCase() === ref.temporalRunId;
  if (run.agentId !== agentId || run.workflowId !== ref.workflowId || !isAttempt) throw notFound();
  return { text: withoutRunlight(text), agentId };
}

/** A run in a list, as far as the inbox needs it. */
export interface WaitingRun {
  readonly id: string;
  /** Of the inbox, as JSON text. */
  readonly text: JsonText;
  readonly request: JsonText | undefined;
}

/** Undefined for an item that cannot be read: no link could lead to it. */
export function readWaiting(item: JsonText, agentId: number): WaitingRun | undefined {
  try {
    const { workflowId, agentName, id, temporalRunId, startedAt, pendingApproval } = parseRun(item);
    const text = objectText([
      ["agentId", String(agentId)],
      ["agentName", JSON.stringify(agentName)],
      ["workflowId", JSON.stringify(workflowId)],
      ["temporalRunId", JSON.stringify(temporalRunId ?? "")],
      ["startedAt", startedAt === undefined ? undefined : JSON.stringify(startedAt)],
      ["pendingApproval", pendingApproval?.text],
    ]);
    return { id, text, request: pendingApproval?.text };
  } catch (error) {
    if (error instanceof BadAnswer) return undefined;
    throw error;
  }
}

function readRoot(text: JsonText): JsonObject {
  let root: Json;
  try {
    root = readJson(text);
  } catch {
    throw badUpstream("Modus answered with something that is no JSON.");
  }
  if (!(root instanceof JsonObject)) throw badUpstream("Modus answered with something that is no list.");
  return root;
}

function pageOf(text: JsonText, root: JsonObject, key: string, isWanted: (item: Json) => boolean = () => true): Page {
  const list = root.get(key);
  if (!(list instanceof JsonArray)) throw badUpstream("Modus answered with something that is no list.");
  const items = list.items
    .filter((item) => isWanted(item.value))
    .map((item) => withoutRunlight(text.slice(item.start, item.end)));
  const next = root.get("nextPageToken");
  if (typeof next === "string" && next.length > TOKEN_MAX)
    throw badUpstream("Modus sent a page token that is too long.");
  const ours = new Set([key, "counts", "nextPageToken", "runlight", "asOf"]);
  const more = root.entries.filter((entry) => !ours.has(entry.key));
  return {
    items,
    ...(typeof next === "string" && next !== "" && { next }),
    ...(more.length > 0 && {
      more: objectText(more.map(({ key: name, start, end }) => [name, text.slice(start, end)])),
    }),
  };
}

/** As sent: what the API does not count is not counted here. */
function countsOf(root: JsonObject): Readonly<Record<string, number>> {
  const sent = root.get("counts");
  if (!(sent instanceof JsonObject)) return {};
  return Object.fromEntries(
    sent.entries.flatMap(({ key, value }) =>
      value instanceof JsonNumber && Number.isFinite(value.value) ? [[key, value.value]] : [],
    ),
  );
}
