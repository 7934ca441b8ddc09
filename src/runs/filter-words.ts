/** The filters of a runs list in the words people see. */
import { statusLabel } from "../contract/step-words.ts";
import { triggerWord } from "./run-words.ts";
import type { RunsPlace, Timeframe } from "../api/runs-place.ts";

export const TIMEFRAME_LABELS: Readonly<Record<Timeframe, string>> = {
  any: "Any time",
  last_hour: "Last hour",
  last_day: "Last 24 hours",
  last_week: "Last 7 days",
  last_month: "Last 30 days",
};

/** `Error · Last 24 hours`; empty where nothing is filtered. */
export function filterWords({ status, timeframe, scope, trigger }: Omit<RunsPlace, "agentId" | "pageToken">): string {
  return [
    ...(status === "all_executions" ? [] : [statusLabel(status)]),
    ...(status === "awaiting_human" && scope === "mine" ? ["Assigned to me"] : []),
    ...(trigger === "any" ? [] : [triggerWord(trigger)]),
    ...(timeframe === "any" ? [] : [TIMEFRAME_LABELS[timeframe]]),
  ].join(" · ");
}
