/** Reads ids, filters and page sizes out of a request's address; what does not fit is a ProblemError naming it. */
import { isTemporalRunId, parseAgentId, parseRunId, RUN_ID_MAX, type RunRef } from "../contract/run-id.ts";
import { notFound, ProblemError } from "./problems.ts";

function bad(detail: string): ProblemError {
  return new ProblemError("bad-request", detail);
}

export function readAgentId(text: string): number {
  const id = parseAgentId(text);
  if (id === undefined) throw bad("The agent id must be a number of at most 15 digits.");
  return id;
}

/** The run asked for: from the path, bare or composite, pinned by `?temporalRunId=`; two different pins name no run. */
export function readRunRef(text: string, query: URLSearchParams): RunRef {
  const ref = parseRunId(text);
  if (!ref)
    throw bad(`The run id must have 1 to ${RUN_ID_MAX} characters, no control characters, and no "." or ".." part.`);
  const pinned = query.get("temporalRunId") ?? "";
  if (pinned === "") return ref;
  if (!isTemporalRunId(pinned)) throw bad("temporalRunId must be a UUID.");
  if (ref.temporalRunId && ref.temporalRunId !== pinned.toLowerCase()) throw notFound();
  return { workflowId: ref.workflowId, temporalRunId: pinned.toLowerCase() };
}

const PAGE_SIZE = 25;
const PAGE_SIZE_MAX = 100;

/** 25 when absent; 0 and more than 100 are clamped to 1..100, as AIP-158 says; anything else is refused. */
export function readPageSize(query: URLSearchParams): number {
  const text = query.get("pageSize") ?? "";
  if (text === "") return PAGE_SIZE;
  if (!/^\d{1,12}$/.test(text)) throw bad("pageSize must be a whole number from 1 to 100.");
  return Math.min(PAGE_SIZE_MAX, Math.max(1, Number(text)));
}

// What lists can be asked for; the first is meant when nothing is said.
export const STATUSES = ["all_executions", "running", "awaiting_human", "completed", "error", "cancelled"] as const;
export const TIMEFRAMES = ["any", "last_hour", "last_day", "last_week", "last_month"] as const;
/** What can start a run. */
export const TRIGGERS = ["any", "schedule", "webhook", "api", "slack", "manual"] as const;
export const SCOPES = ["all", "mine"] as const;
export const INBOX_SCOPES = [...SCOPES, "decided"] as const;

/** One of the allowed words; the first when absent. */
export function readWord<Word extends string>(
  query: URLSearchParams,
  name: string,
  allowed: readonly [Word, ...Word[]],
): Word {
  const text = query.get(name) ?? "";
  if (text === "") return allowed[0];
  const word = allowed.find((one) => one === text);
  if (word === undefined) throw bad(`${name} must be one of: ${allowed.join(", ")}.`);
  return word;
}

const SEARCH_MAX = 200;

export function readSearch(query: URLSearchParams): string {
  const text = query.get("search") ?? "";
  if ([...text].length > SEARCH_MAX) throw bad(`search may have at most ${SEARCH_MAX} characters.`);
  return text;
}

/** The largest free-form field to send whole, in bytes; undefined: everything. */
export function readMaxFieldBytes(query: URLSearchParams): number | undefined {
  const text = query.get("maxFieldBytes") ?? "";
  if (text === "") return undefined;
  if (!/^\d{1,12}$/.test(text)) throw bad("maxFieldBytes must be a whole number.");
  return Number(text);
}
