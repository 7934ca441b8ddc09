/** The attempts of one workflow. */
import { queryOptions } from "@tanstack/react-query";
import { apiAttemptsPath } from "../paths.ts";
import { askPage } from "./ask-page.ts";
import { gentle } from "./session-query.ts";

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
