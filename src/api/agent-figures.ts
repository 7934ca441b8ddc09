/** An agent's last runs and its counts, for figures beside its name: one request per agent, few at a time. */
import { queryOptions } from "@tanstack/react-query";
import { apiRunsPath } from "../paths.ts";
import { fewAtOnce } from "./few-at-once.ts";
import { askPage } from "./ask-page.ts";
import { listEvery } from "./list-queries.ts";
import { gentle } from "./session-query.ts";

const FRESH_MS = 60_000;
const few = fewAtOnce(4);

/** To be asked after the first view, for agents in view. Fails with RequestFailed. */
export function agentFiguresQuery(agentId: number) {
  return queryOptions({
    ...gentle,
    queryKey: ["figures", agentId],
    queryFn: ({ signal }) =>
      few(() => askPage(apiRunsPath(agentId, { pageSize: 100 }), (pages) => pages.parseRunsPage, signal), signal),
    staleTime: FRESH_MS,
    refetchInterval: listEvery(FRESH_MS),
  });
}
