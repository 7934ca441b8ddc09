/** Queries of lists: agents, runs, approvals. */
import { queryOptions } from "@tanstack/react-query";
import { spread } from "../contract/poll-rule.ts";
import { apiAgentsPath, apiApprovalsPath, apiRunsPath, type RunsFilters } from "../paths.ts";
import { askClocked, askPage } from "./ask-page.ts";
import { RequestFailed } from "./client.ts";
import { getPageState } from "./page-conditions.ts";
import { gentle } from "./session-query.ts";

const LIST_EVERY_MS = 10_000;
const FAILED_EVERY_MS = 60_000;

interface ListState {
  readonly error: Error | null;
  readonly errorUpdateCount: number;
  readonly dataUpdateCount: number;
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

const HIDDEN_MS = 60_000;

/** For a tab nobody looks at: once a minute at most, whatever happens. */
export function hiddenEvery(query: { readonly state: ListState }): number | false {
  const everyMs = listEvery(1.2 * HIDDEN_MS)(query);
  return everyMs && Math.max(HIDDEN_MS, everyMs);
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
