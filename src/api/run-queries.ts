/** The query of one watched run. It never fails: what went wrong is part of what is watched. */
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { type Asked, takeOutcome } from "../contract/watch-state.ts";
import { HOLD_MS, type Outcome, type Watched } from "../contract/watching.ts";
import type { Problem } from "../contract/problem.ts";
import { parseRunId } from "../contract/run-id.ts";
import { knownNodes, readFirstSteps, readStepsAhead } from "../contract/read-steps.ts";
import { BadAnswer, isEnded, parseRun, parseRunInSteps, type Run } from "../contract/run.ts";
import { inSlices } from "../contract/slices.ts";
import { apiRunPath } from "../paths.ts";
import { type Failed, readReply, type Reply, send } from "./client.ts";
import { isLarge, MAX_FIELD_BYTES, PREFER_WAIT, takeEarly } from "./early-run.ts";
import { sharedTabs } from "./tabs-later.ts";

/** Meta of a query whose page can begin with the first of many steps, with so many. */
export const firstSteps = (count: number) => ({ firstSteps: count });

/** Requests a person asked for, or a return: answered at once, by the server itself. By query. */
const atOnce = new WeakSet<object>();

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
    queryFn: async ({ client, queryKey, signal, meta }): Promise<Watched> => {
      const before = client.getQueryData<Watched>(queryKey);
      const query = client.getQueryCache().find({ queryKey });
      if (query) lastSentAt.set(query, Date.now());
      const outcome = await askRun(asked, before, query !== undefined && atOnce.delete(query), signal, {
        firstSteps: before ? undefined : (meta as Partial<ReturnType<typeof firstSteps>> | undefined)?.firstSteps,
      });
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

/** The next request of this query goes to the server, and is not to be held. */
export function askAtOnce(client: QueryClient, asked: Asked): void {
  const query = client.getQueryCache().find({ queryKey: runKey(asked) });
  if (query) atOnce.add(query);
}

/** The API's address of what the page asks for; undefined when no run can have such an id. */
export function pathOf(asked: Asked): string | undefined {
  if (!parseRunId(asked.workflowId) || !Number.isSafeInteger(asked.agentId)) return undefined;
  return apiRunPath(asked.agentId, asked.workflowId, asked.temporalRunId, MAX_FIELD_BYTES);
}

async function askRun(
  asked: Asked,
  before: Watched | undefined,
  isAtOnce: boolean,
  signal: AbortSignal,
  reading: Reading,
): Promise<Outcome> {
  const path = pathOf(asked);
  if (path === undefined) return refuse(before);
  const early = takeEarly(path);
  const reply = await (early?.reply ?? askOnce(path, before, isAtOnce, signal));
  const isHeld = canBeHeld(before, isAtOnce);
  const parse = isLarge(reply) ? await parseAhead(reply.text, before?.run, reading, early?.run) : parseRun;
  const outcome = toOutcome(reply, parse);
  return isHeld ? { ...outcome, askedToWait: true } : outcome;
}

/** Only a page somebody looks at is worth holding a connection for; after a failure the answer is wanted at once. */
function canBeHeld(before: Watched | undefined, isAtOnce: boolean): boolean {
  if (isAtOnce || !before?.canHold || !before.run || !before.etag || before.problem || isEnded(before.run))
    return false;
  return document.visibilityState === "visible";
}

async function askOnce(
  path: string,
  before: Watched | undefined,
  isAtOnce: boolean,
  signal: AbortSignal,
): Promise<Reply | Failed> {
  const etag = before?.run && before.etag;
  // Without a state to hold it for, it only asks whether this server would.
  if (!etag) return send(path, { signal, headers: PREFER_WAIT });
  const ask = () => {
    const condition = { "if-none-match": etag };
    if (!canBeHeld(before, isAtOnce)) return send(path, { signal, headers: condition });
    return send(path, { signal, headers: { ...condition, ...PREFER_WAIT }, waitMs: HOLD_MS });
  };
  const tabs = sharedTabs();
  if (tabs && !isAtOnce && !before.problem) return tabs.askThroughTabs(path, etag, ask, signal);
  const reply = await ask();
  tabs?.tellTabs(path, reply);
  return reply;
}

interface Reading {
  /** So many of thousands are read, where they can be told; the others are left to the page. */
  readonly firstSteps: number | undefined;
}

/** Reads an answer and its steps with pauses; returns what hands out the result. */
async function parseAhead(
  text: string,
  before: Run | undefined,
  reading: Reading,
  early: Promise<Run | undefined> | undefined,
): Promise<() => Run> {
  try {
    const run = (await early) ?? (await inSlices(parseRunInSteps(text, knownNodes(before?.workflowNodes))));
    const nodes = run.workflowNodes;
    if (nodes && !(reading.firstSteps && canBegin(run) && readFirstSteps(nodes, reading.firstSteps))) {
      await inSlices(readStepsAhead(nodes, before?.workflowNodes));
    }
    return () => run;
  } catch (error) {
    if (!(error instanceof BadAnswer)) throw error;
    return () => {
      throw error;
    };
  }
}

/** Nothing above or beside the steps depends on one that is not read: none failed the run or waits, its times are known. */
function canBegin({ status, startedAt, endedAt }: Run): boolean {
  return (status === "completed" || status === "cancelled") && startedAt !== undefined && endedAt !== undefined;
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
  const good = { ...ended, waited, ...readTimes(reply.headers) };
  if (reply.status === 304) return { ...good, kind: "unchanged" };
  const read = readReply(reply, parse);
  if (read.kind === "problem") return { ...ended, kind: "problem", problem: read.problem };
  const etag = reply.headers.get("etag");
  return { ...good, kind: "run", run: read.value, ...(etag ? { etag } : {}) };
}

/** Both in seconds; an HTTP date is no form our server sends with a good answer. */
function readTimes(headers: Headers): { ageMs?: number; retryAfterMs?: number } {
  const [ageMs, retryAfterMs] = ["age", "retry-after"].map((name) => {
    const text = headers.get(name) ?? "";
    return /^[0-9]{1,9}$/.test(text) ? Number(text) * 1_000 : undefined;
  });
  return { ...(ageMs === undefined ? {} : { ageMs }), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
