/** The addresses asked of the Modus API, below its base: documented parameters only, every part encoded exactly once. */
import { pathSegment, type RunRef } from "../../contract/run-id.ts";
import { ProblemError } from "../problems.ts";
import type { AgentsQuery, RunsQuery } from "../source.ts";

const HOUR_MS = 3_600_000;
/** The words the API's documentation names. */
const TIMEFRAMES: ReadonlyMap<number, string> = new Map([
  [HOUR_MS, "last_hour"],
  [24 * HOUR_MS, "last_day"],
  [7 * 24 * HOUR_MS, "last_week"],
]);

export function agentsPath({ pageSize, after }: AgentsQuery): string {
  return `/agents${queryText([
    ["pageSize", String(pageSize)],
    ["pageToken", after],
  ])}`;
}

/** Throws ProblemError `not-supported` for a length of time the API has no word for. */
export function runsPath(agentId: number, query: RunsQuery): string {
  return `/agents/${agentId}/runs${queryText([
    ["status", query.status],
    ["timeframe", timeframeOf(query.withinMs)],
    // It has a meaning only where something waits.
    ["approvalScope", query.status === "awaiting_human" ? query.approvalScope : ""],
    ["search", query.search],
    ["pageSize", String(query.pageSize)],
    ["pageToken", query.after],
  ])}`;
}

/** `ref` has passed parseRunId: no dot segments, nothing a path cannot carry. */
export function runPath(agentId: number, { workflowId, temporalRunId }: RunRef): string {
  return `/agents/${agentId}/runs/${pathSegment(workflowId)}${queryText([["temporalRunId", temporalRunId ?? ""]])}`;
}

function timeframeOf(withinMs: number | undefined): string {
  if (withinMs === undefined) return "";
  const word = TIMEFRAMES.get(withinMs);
  if (word === undefined)
    throw new ProblemError("not-supported", "Modus filters by the last hour, day or week only. Choose one of these.");
  return word;
}

/** Empty values are left out. */
function queryText(entries: readonly (readonly [name: string, value: string])[]): string {
  const sent = entries.filter(([, value]) => value !== "");
  return sent.length === 0 ? "" : `?${sent.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")}`;
}
