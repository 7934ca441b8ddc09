/** "10 agents, 2 running now, 5 approvals waiting": sums are only said once every agent on the page is known. */
import { useQueries, type UseQueryResult } from "@tanstack/react-query";
import { agentFiguresQuery } from "../api/agent-figures.ts";
import { countText } from "../contract/count-text.ts";
import type { Agent, RunsPage } from "../contract/pages.ts";
import { plural } from "../ui/bytes.ts";

/** `isMore`: these agents are one of several pages. The figures are those the rows asked for. */
export function AgentsSummary({ agents, isMore }: { agents: readonly Agent[]; isMore: boolean }) {
  const sums = useQueries({
    queries: agents.map(({ id }) => ({ ...agentFiguresQuery(id), enabled: false })),
    combine: sumOf,
  });
  const count = `${plural(agents.length, "agent")}${isMore ? " on this page" : ""}`;
  if (!sums || agents.length === 0) return count;
  return `${count}, ${countText(sums.running)} running now, ${plural(sums.waiting, "approval")} waiting`;
}

function sumOf(results: readonly UseQueryResult<RunsPage>[]): { running: number; waiting: number } | undefined {
  let running = 0;
  let waiting = 0;
  for (const { data } of results) {
    if (!data) return undefined;
    running += data.counts.get("running") ?? 0;
    waiting += data.counts.get("awaiting_human") ?? 0;
  }
  return { running, waiting };
}
