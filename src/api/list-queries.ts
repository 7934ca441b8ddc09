/** Queries of everything that is not a watched run: agents, runs lists, attempts, the session. */
import { queryOptions } from "@tanstack/react-query";
import type * as Pages from "../contract/pages.ts";
import { spread } from "../contract/poll-rule.ts";
import { parseSession } from "../contract/session.ts";
import {
  apiAgentsPath,
  apiApprovalsPath,
  apiAttemptsPath,
  apiRunsPath,
  apiSessionPath,
  type RunsFilters,
} from "../paths.ts";
import { ask, CODE_MISSING, readReply, RequestFailed, send } from "./client.ts";
import { getPageState } from "./page-conditions.ts";

const LIST_EVERY_MS = 10_000;
const FAILED_EVERY_MS = 60_000;

/** Structural sharing is off because items hold what agents wrote; the pages are small and few. */
export const gentle = {
  structuralSharing: false,
  retry: false,
  networkMode: "always",
  staleTime: 5_000,
  gcTime: 300_000,
} as const;

interface ListState {
  readonly error: Error | null;
  readonly errorUpdateCount: number;
  readonly dataUpdateCount: number;
}

/** The readers of lists come with the first list: a watched run shows without them. They load while the server answers. */
export async function askPage<T>(path: string, pick: Pick<T>, signal: AbortSignal): Promise<T> {
  return (await askClocked(path, pick, signal)).page;
}

type Pick<T> = (pages: typeof Pages) => (text: string) => T;

/** A page, and by how many ms the server's clock is ahead of this one. */
async function askClocked<T>(
  path: string,
  pick: Pick<T>,
  signal: AbortSignal,
): Promise<{ page: T; clockOffsetMs: number }> {
  const loading = import("../contract/pages.ts").catch(() => undefined);
  const reply = await send(path, { signal });
  const pages = await loading;
  if (!pages) throw new RequestFailed(CODE_MISSING);
  const read = readReply(reply, pick(pages));
  if (read.kind === "problem") throw new RequestFailed(read.problem);
  const { serverNow, answeredAt } = reply;
  const clockOffsetMs = serverNow === undefined || answeredAt === undefined ? 0 : serverNow - answeredAt;
  return { page: read.value, clockOffsetMs };
}

/** Lists are polled while somebody looks at them; a refusal stops that until somebody returns to the list. */
export function listEvery(everyMs: number) {
  return ({ state }: { readonly state: ListState }): number | false => {
    if (state.error instanceof RequestFailed) {
      const { status, retryAfterMs } = state.error.problem;
      if (status >= 400 && status < 500 && status !== 408 && status !== 429) return false;
      return Math.max(retryAfterMs ?? 0, jittered(FAILED_EVERY_MS, state.errorUpdateCount));
    }
    return jittered(everyMs, state.dataUpdateCount);
  };
}

/** ±20 %, stable between two answers. */
function jittered(everyMs: number, count: number): number {
  return Math.round(everyMs * (0.8 + 0.4 * spread(getPageState().seed, count)));
}

/** Fails with RequestFailed, as the others here do; the last good page stays in `data`. */
export function agentsQuery(pageToken?: string) {
  return queryOptions({
    ...gentle,
    queryKey: ["agents", pageToken ?? null],
    queryFn: ({ signal }) => askPage(apiAgentsPath(pageToken), (pages) => pages.parseAgentsPage, signal),
    staleTime: 60_000,
  });
}

export function runsQuery(agentId: number, filters: RunsFilters = {}) {
  return queryOptions({
    ...gentle,
    queryKey: ["runs", agentId, filters],
    queryFn: ({ signal }) => askPage(apiRunsPath(agentId, filters), (pages) => pages.parseRunsPage, signal),
    refetchInterval: listEvery(LIST_EVERY_MS),
  });
}

export type InboxScope = "mine" | "all" | "decided";

/** What waits for a decision, nearest deadline first, or what this viewer decided, latest first. */
export function approvalsQuery(scope: InboxScope, pageToken?: string) {
  return queryOptions({
    ...gentle,
    queryKey: ["approvals", scope, pageToken ?? null],
    queryFn: ({ signal }) =>
      askClocked(apiApprovalsPath(scope, pageToken, 100), (pages) => pages.parseApprovalsPage, signal),
    refetchInterval: listEvery(LIST_EVERY_MS),
  });
}

/** The same for the count in the bar and the neighbours of a banner: read once, kept fresh by the inbox alone. */
export function waitingQuery() {
  return queryOptions({
    ...approvalsQuery("mine"),
    refetchInterval: false as const,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retryOnMount: false,
    staleTime: 60_000,
  });
}

/** An agent's last completed runs, for what is usual: asked once, never again by a timer, a return or a failure. */
export function usualRunsQuery(agentId: number) {
  return queryOptions({
    ...gentle,
    queryKey: ["usual", agentId],
    queryFn: ({ signal }) =>
      askPage(apiRunsPath(agentId, { status: "completed", pageSize: 100 }), (pages) => pages.parseRunsPage, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retryOnMount: false,
  });
}

/**
 * Newest attempt first. Asked when the page opens and when the shown attempt changes, never by a timer.
 * `temporalRunId`: the attempt on screen; the list may be older than a new one.
 */
export function attemptsQuery(agentId: number, runId: string, temporalRunId: string | undefined) {
  return queryOptions({
    ...gentle,
    queryKey: ["attempts", agentId, runId, temporalRunId ?? null],
    queryFn: ({ signal }) => askPage(apiAttemptsPath(agentId, runId), (pages) => pages.parseAttempts, signal),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

export function sessionQuery() {
  return queryOptions({
    ...gentle,
    queryKey: ["session"],
    queryFn: ({ signal }) => ask(apiSessionPath(), parseSession, signal),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}
