/** What the URL of a runs list says: whose runs, and which of them. Words the API does not know are left out. */
import { parseAgentId } from "../contract/run-id.ts";
import type { RunsFilters } from "../paths.ts";

/** Tabs in the order of the API's counts. `cancelled` has no count of its own. */
export const STATUSES = ["all_executions", "running", "awaiting_human", "error", "completed", "cancelled"] as const;
export type ListStatus = (typeof STATUSES)[number];

export const TIMEFRAMES = ["any", "last_hour", "last_day", "last_week", "last_month"] as const;
export type Timeframe = (typeof TIMEFRAMES)[number];

/** Words of the contract; a source may know others, which cannot be asked for. */
export const TRIGGERS = ["any", "schedule", "webhook", "api", "slack", "manual"] as const;
export type Trigger = (typeof TRIGGERS)[number];

export interface RunsPlace {
  /** Undefined when the link names no agent. */
  readonly agentId: number | undefined;
  readonly status: ListStatus;
  readonly timeframe: Timeframe;
  readonly scope: "all" | "mine";
  readonly trigger: Trigger;
  readonly pageToken: string | undefined;
}

export function readRunsPlace(agentText: string, query: URLSearchParams): RunsPlace {
  return {
    agentId: parseAgentId(agentText),
    status: STATUSES.find((word) => word === query.get("status")) ?? "all_executions",
    timeframe: TIMEFRAMES.find((word) => word === query.get("timeframe")) ?? "any",
    scope: query.get("approvalScope") === "mine" ? "mine" : "all",
    trigger: TRIGGERS.find((word) => word === query.get("triggerType")) ?? "any",
    pageToken: query.get("pageToken") || undefined,
  };
}

/** The filters of a place, for its link and for the API. What is the default is left out; a scope needs its status. */
export function filtersOf(place: Omit<RunsPlace, "agentId">): RunsFilters {
  const { status, timeframe, scope, trigger, pageToken } = place;
  return {
    ...(status === "all_executions" ? {} : { status }),
    ...(timeframe === "any" ? {} : { timeframe }),
    ...(scope === "mine" && status === "awaiting_human" ? { approvalScope: scope } : {}),
    ...(trigger === "any" ? {} : { triggerType: trigger }),
    ...(pageToken === undefined ? {} : { pageToken }),
  };
}

/** Runs per tab. Cancelled is what the sum leaves over; undefined where a count was not sent. */
export function countsByTab(counts: ReadonlyMap<string, number>): ReadonlyMap<ListStatus, number | undefined> {
  const all = counts.get("all_executions");
  const known = STATUSES.slice(1, -1).map((status) => counts.get(status));
  const rest =
    all === undefined || known.includes(undefined)
      ? undefined
      : all - known.reduce((sum: number, count) => sum + (count ?? 0), 0);
  const tabs = new Map<ListStatus, number | undefined>(STATUSES.map((status) => [status, counts.get(status)]));
  // A sum smaller than its parts says nothing about what was cancelled.
  return tabs.set("cancelled", counts.get("cancelled") ?? (rest !== undefined && rest >= 0 ? rest : undefined));
}
