/** The query of one watched run. It never fails: what went wrong is part of what is watched. */
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { type Asked, takeOutcome } from "../contract/watch-state.ts";
import type { Outcome, Watched } from "../contract/watching.ts";
import type { Problem } from "../contract/problem.ts";
import { parseRunId } from "../contract/run-id.ts";
import { knownNodes, readStepsAhead } from "../contract/read-steps.ts";
import { BadAnswer, parseRun, parseRunInSteps, type Run } from "../contract/run.ts";
import { inSlices } from "../contract/slices.ts";
import { apiRunPath } from "../paths.ts";
import { type Failed, readReply, type Reply, send } from "./client.ts";
import { MAX_FIELD_BYTES, takeEarly } from "./early-run.ts";

/** UTF-16 units of an answer that are read at once; a larger one is read in slices, so that the page never waits. */
const AT_ONCE = 131_072;

/** Client clock, epoch ms, when each query last sent a request. Not query data: it must cause no render. */
const lastSentAt = new WeakMap<object, number>();

/**
 * What the page's URL asks for. `runId` is bare or composite; a pinned `temporalRunId` wins over the composite's. An id
 * that cannot be asked for safely stays as it is and is refused by the query.
 */
export function askedOf(agentId: number, runId: string, temporalRunId?: string): Asked {
  const ref = parseRunId(runId) ?? { workflowId: runId };
  const pinned = temporalRunId ?? ref.temporalRunId;
  return { agentId, workflowId: ref.workflowId, ...(pinned === undefined ? {} : { temporalRunId: pinned }) };
}

export function runKey({ agentId, workflowId, temporalRunId }: Asked) {
  return ["run", agentId, workflowId, temporalRunId ?? null] as const;
}

/**
 * One run, watched. What an answer changes is decided when it settles, from what is then known: answers may come out
 * of order. Polling is the caller's (`watch-run.ts`).
 */
export function runQuery(asked: Asked) {
  return queryOptions({
    queryKey: runKey(asked),
    queryFn: async ({ client, queryKey, signal }): Promise<Watched> => {
      const before = client.getQueryData<Watched>(queryKey);
      const query = client.getQueryCache().find({ queryKey });
      if (query) lastSentAt.set(query, Date.now());
      const outcome = await askRun(asked, before, signal);
      return takeOutcome(client.getQueryData<Watched>(queryKey), outcome, asked);
    },
    // Sharing loses `__proto__` keys of what the agent wrote, and walks megabytes for nothing.
    structuralSharing: false,
    // Retries stall in hidden tabs and multiply an outage; the poll rule has the backoff.
    retry: false,
    networkMode: "always",
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 300_000,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    refetchIntervalInBackground: true,
  });
}

/** Client clock, epoch ms; undefined when nothing was sent yet. */
export function sentAtOf(client: QueryClient, asked: Asked): number | undefined {
  const query = client.getQueryCache().find({ queryKey: runKey(asked) });
  return query && lastSentAt.get(query);
}

async function askRun(asked: Asked, before: Watched | undefined, signal: AbortSignal): Promise<Outcome> {
  if (!parseRunId(asked.workflowId) || !Number.isSafeInteger(asked.agentId)) return refuse(before);
  const path = apiRunPath(asked.agentId, asked.workflowId, asked.temporalRunId, MAX_FIELD_BYTES);
  const etag = before?.run && before.etag;
  const early = takeEarly(path);
  const ask = () => send(path, { signal, ...(etag ? { headers: { "if-none-match": etag } } : {}) });
  const reply = await (early ?? ask());
  const isLarge = reply.kind === "reply" && reply.status === 200 && reply.text.length > AT_ONCE;
  return toOutcome(reply, isLarge ? await parseAhead(reply.text, before?.run) : parseRun);
}

/** Reads an answer and its steps with pauses; returns what hands out the result. */
async function parseAhead(text: string, before: Run | undefined): Promise<() => Run> {
  try {
    const run = await inSlices(parseRunInSteps(text, knownNodes(before?.workflowNodes)));
    if (run.workflowNodes) await inSlices(readStepsAhead(run.workflowNodes, before?.workflowNodes));
    return () => run;
  } catch (error) {
    if (!(error instanceof BadAnswer)) throw error;
    return () => {
      throw error;
    };
  }
}

function refuse(before: Watched | undefined): Outcome {
  const now = Date.now();
  const detail = "No run can have this id.";
  const problem: Problem = { name: "bad-request", status: 400, title: "This link names no run", detail };
  return { kind: "problem", request: (before?.lastRequest ?? 0) + 1, sentAt: now, settledAt: now, problem };
}

function toOutcome(reply: Reply | Failed, parse: (text: string) => Run): Outcome {
  const { request, sentAt, settledAt, answeredAt, serverNow } = reply;
  const ended = {
    request,
    sentAt,
    settledAt,
    ...(answeredAt === undefined ? {} : { answeredAt }),
    ...(serverNow === undefined ? {} : { serverNow }),
  };
  if (reply.kind === "failed") return { ...ended, kind: "problem", problem: reply.problem };
  const waited = /(?:^|,)\s*wait\b/i.test(reply.headers.get("preference-applied") ?? "");
  if (reply.status === 304) return { ...ended, waited, kind: "unchanged" };
  const read = readReply(reply, parse);
  if (read.kind === "problem") return { ...ended, kind: "problem", problem: read.problem };
  const etag = reply.headers.get("etag");
  return { ...ended, waited, kind: "run", run: read.value, ...(etag ? { etag } : {}) };
}
