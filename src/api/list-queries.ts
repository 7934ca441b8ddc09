/** Queries of everything that is not a watched run: agents, runs lists, attempts, the session. */
import { queryOptions } from "@tanstack/react-query";
import { spread } from "../contract/poll-rule.ts";
import { parseAgentsPage, parseAttempts, parseRunsPage, parseSession } from "../contract/pages.ts";
import { apiAgentsPath, apiAttemptsPath, apiRunsPath, apiSessionPath, type RunsFilters } from "../paths.ts";
import { ask, RequestFailed } from "./client.ts";
import { getPageState } from "./page-conditions.ts";

const LIST_EVERY_MS = 10_000;
const FAILED_EVERY_MS = 60_000;

/** Structural sharing is off because items hold what agents wrote; the pages are small and few. */
const gentle = {
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

/** Lists are polled while somebody looks at them; a refusal stops that until somebody returns to the list. */
function listEvery(everyMs: number) {
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
    queryFn: ({ signal }) => ask(apiAgentsPath(pageToken), parseAgentsPage, signal),
    staleTime: 60_000,
  });
}

export function runsQuery(agentId: number, filters: RunsFilters = {}) {
  return queryOptions({
    ...gentle,
    queryKey: ["runs", agentId, filters],
    queryFn: ({ signal }) => ask(apiRunsPath(agentId, filters), parseRunsPage, signal),
    refetchInterval: listEvery(LIST_EVERY_MS),
  });
}

/** Newest attempt first. Asked when the page opens and when an attempt changes, never by a timer. */
export function attemptsQuery(agentId: number, runId: string) {
  return queryOptions({
    ...gentle,
    queryKey: ["attempts", agentId, runId],
    queryFn: ({ signal }) => ask(apiAttemptsPath(agentId, runId), parseAttempts, signal),
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
