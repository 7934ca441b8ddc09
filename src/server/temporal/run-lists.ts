/**
 * Lists and counts by visibility. Its rate is 10 calls a second for a whole namespace, so every answer is kept for 5 s
 * and asked for once at a time; what this server itself changed is waited for, for visibility follows a moment later.
 */
import { LRUCache } from "lru-cache";
import type { JsonText } from "../../contract/run-events.ts";
import { ALL_AGENTS } from "../agents/all-agents.ts";
import type { RunsQuery } from "../source.ts";
import { OTHER_WORKFLOWS } from "./agent-id.ts";
import { classify } from "./call-errors.ts";
import type { ClusterCalls, Execution } from "./cluster-calls.ts";
import { itemOf } from "./list-item.ts";
import { ATTRIBUTES } from "./names.ts";

const KEPT_MS = 5_000;
const CATCH_UP_MS = 2_500;
const LOOK_AGAIN_MS = 60;
const LOOK_FOR_ATTRIBUTES_MS = 30_000;
/** What no run is. */
const NOTHING = 'ExecutionStatus = "Running" AND ExecutionStatus = "Completed"';
const ATTEMPTS_MAX = 100;

const OPEN = 'ExecutionStatus = "Running"';
const WAITING = `${OPEN} AND ${ATTRIBUTES.state} = "awaiting_human"`;
const STATUS_QUERY: Readonly<Record<string, string>> = {
  all_executions: "",
  running: `${OPEN} AND (${ATTRIBUTES.state} IS NULL OR ${ATTRIBUTES.state} != "awaiting_human")`,
  awaiting_human: WAITING,
  error: 'ExecutionStatus IN ("Failed", "TimedOut")',
  completed: 'ExecutionStatus IN ("Completed", "ContinuedAsNew")',
  cancelled: 'ExecutionStatus IN ("Canceled", "Terminated")',
};
const GROUPS: Readonly<Record<string, "running" | "completed" | "error" | "cancelled">> = {
  Running: "running",
  Completed: "completed",
  ContinuedAsNew: "completed",
  Failed: "error",
  TimedOut: "error",
  Canceled: "cancelled",
  Terminated: "cancelled",
};

export interface ListedPage {
  readonly executions: readonly Execution[];
  readonly next: string | undefined;
}

/** What this server knows of a run before visibility does. */
export interface Known {
  readonly workflowId: string;
  readonly temporalRunId: string;
  /** The contract's status word. */
  readonly status: string;
}

export type RunLists = ReturnType<typeof createRunLists>;

export function createRunLists(calls: ClusterCalls) {
  const kept = new LRUCache<string, Promise<unknown>>({ max: 500, ttl: KEPT_MS });
  const fresh = new Map<string, Known & { readonly until: number }>();

  /** One call however many ask, kept for a while; a failure is not kept. */
  function once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = kept.get(key) as Promise<T> | undefined;
    if (known) return known;
    const asked = ask();
    kept.set(key, asked);
    asked.catch(() => kept.delete(key));
    return asked;
  }

  /** A namespace no worker of ours has touched lacks the attributes: then the ids alone tell agents apart. */
  let hasAttributes = true;

  async function withAttributes<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (thrown) {
      if (!hasAttributes || !isMissingAttribute(thrown)) throw thrown;
      hasAttributes = false;
      setTimeout(() => (hasAttributes = true), LOOK_FOR_ATTRIBUTES_MS).unref();
      return ask();
    }
  }

  function ofAgent(agentId: number): string {
    const byId =
      agentId === OTHER_WORKFLOWS ? 'WorkflowId NOT STARTS_WITH "wf_"' : `WorkflowId STARTS_WITH "wf_${agentId}_"`;
    if (!hasAttributes) return byId;
    const unnamed = `${ATTRIBUTES.agentId} IS NULL AND ${byId}`;
    return agentId === OTHER_WORKFLOWS ? unnamed : `(${ATTRIBUTES.agentId} = ${agentId} OR (${unnamed}))`;
  }

  function ofAgents(agents: readonly number[]): string {
    return `(${agents.map(ofAgent).join(" OR ")})`;
  }

  function ofStatus(status: string): string {
    if (hasAttributes) return STATUS_QUERY[status] ?? "";
    if (status === "awaiting_human") return NOTHING;
    return status === "running" ? OPEN : (STATUS_QUERY[status] ?? "");
  }

  /** Until visibility says of these runs what this server has already said. */
  async function caughtUp(): Promise<void> {
    const now = Date.now();
    for (const [id, one] of fresh) if (one.until < now) fresh.delete(id);
    const waiting = [...fresh.values()];
    for (const one of waiting) {
      const query = `WorkflowId = ${quote(one.workflowId)} AND RunId = ${quote(one.temporalRunId)}`;
      while (Date.now() < one.until) {
        const { executions } = await calls.list(query, 1);
        const [execution] = executions ?? [];
        if (execution && itemOf(execution).status === one.status) break;
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
      }
      if (fresh.get(one.temporalRunId) === one) fresh.delete(one.temporalRunId);
    }
    if (waiting.length > 0) kept.clear();
  }

  async function list(query: string, pageSize: number, after: string): Promise<ListedPage> {
    await caughtUp();
    return once(JSON.stringify([query, pageSize, after]), async () => {
      const token = after === "" ? undefined : Buffer.from(after, "base64url");
      const { executions, nextPageToken } = await calls.list(query, pageSize, token);
      const hasMore = nextPageToken && nextPageToken.length > 0;
      return {
        executions: executions ?? [],
        next: hasMore ? Buffer.from(nextPageToken).toString("base64url") : undefined,
      };
    });
  }

  const chains = new LRUCache<string, Promise<readonly Execution[]>>({ max: 500, ttl: KEPT_MS });

  function chain(workflowId: string): Promise<readonly Execution[]> {
    const known = chains.get(workflowId);
    if (known) return known;
    const asked = calls
      .list(`WorkflowId = ${quote(workflowId)}`, ATTEMPTS_MAX)
      .then(({ executions }) => (executions ?? []).toSorted((a, b) => startOf(a) - startOf(b)));
    chains.set(workflowId, asked);
    asked.catch(() => chains.delete(workflowId));
    return asked;
  }

  return {
    /** A run this server started, cancelled or saw change: lists wait for it, for a moment. */
    note(known: Known): void {
      const before = fresh.get(known.temporalRunId);
      if (before?.status === known.status) return;
      fresh.set(known.temporalRunId, { ...known, until: Date.now() + CATCH_UP_MS });
      kept.clear();
      chains.delete(known.workflowId);
    },

    page: (
      agentId: number,
      { status, withinMs, pageSize, after, approvalScope }: RunsQuery,
      people: readonly string[] | undefined,
    ): Promise<ListedPage> =>
      withAttributes(async () => {
        const parts = [ofAgent(agentId), ofStatus(status), since(withinMs)];
        if (approvalScope === "mine" && people) parts.push(hasAttributes ? forAny(people) : NOTHING);
        const page = await list(and(parts), pageSize, after);
        // Stores on SQL list open runs first, then by their end; at least each page is by start.
        return { ...page, executions: page.executions.toSorted((a, b) => startOf(b) - startOf(a)) };
      }),

    counts: (agentId: number, withinMs: number | undefined): Promise<Record<string, number>> =>
      withAttributes(async () => {
        await caughtUp();
        const base = [ofAgent(agentId), since(withinMs)];
        return once(JSON.stringify(["counts", ...base]), async () => {
          const [byStatus, waiting] = await Promise.all([
            calls.count(`${and(base)} GROUP BY ExecutionStatus`),
            hasAttributes ? calls.count(and([...base, WAITING])) : { count: 0 },
          ]);
          return countsOf(byStatus, waiting.count);
        });
      }),

    /** `people` are the names a request has to name one of, `agents` the agents it has to be of. */
    waiting: (
      pageSize: number,
      after: string,
      people: readonly string[] | undefined,
      agents: "all" | ReadonlySet<number>,
    ): Promise<ListedPage> =>
      withAttributes(() => {
        const isNobody = agents !== "all" && agents.size === 0;
        if (!hasAttributes || isNobody) return Promise.resolve({ executions: [], next: undefined });
        return list(
          and([WAITING, people ? forAny(people) : "", agents === "all" ? "" : ofAgents([...agents])]),
          pageSize,
          after,
        );
      }),

    /** Every retained run of a workflow id, oldest first, caught up with what this server did. */
    async attempts(workflowId: string): Promise<readonly Execution[]> {
      await caughtUp();
      return chain(workflowId);
    },

    /** The same as visibility has it, kept for a while. */
    chain,

    /** Agents that have runs here beside the samples. */
    isKnownAgent: (agentId: number): boolean =>
      agentId === OTHER_WORKFLOWS || ALL_AGENTS.some((agent) => agent.id === agentId),
  };
}

interface Grouped {
  readonly count: number;
  readonly groups: readonly { readonly groupValues: readonly unknown[]; readonly count: number }[];
}

function countsOf({ count, groups }: Grouped, waiting: number): Record<string, number> {
  const counts = { all_executions: count, running: 0, awaiting_human: waiting, error: 0, completed: 0, cancelled: 0 };
  for (const group of groups) {
    const word = GROUPS[String(group.groupValues[0])];
    if (word) counts[word] += group.count;
  }
  counts.running = Math.max(0, counts.running - waiting);
  return counts;
}

function isMissingAttribute(thrown: unknown): boolean {
  const text =
    thrown instanceof Error ? `${thrown.message} ${thrown.cause instanceof Error ? thrown.cause.message : ""}` : "";
  return classify(thrown) === "invalid" && /not a valid search attribute|no mapping|search attribute/i.test(text);
}

/** Epoch ms with fractions, for order. */
function startOf({ startTime }: Execution): number {
  return Number(startTime?.seconds ?? 0) * 1_000 + (startTime?.nanos ?? 0) / 1_000_000;
}

function since(withinMs: number | undefined): string {
  return withinMs === undefined
    ? ""
    : `StartTime >= "${new Date(Date.now() - withinMs).toISOString().slice(0, 16)}:00Z"`;
}

function forAny(people: readonly string[]): string {
  return `${ATTRIBUTES.approvers} IN (${people.map(quote).join(", ")})`;
}

function and(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" AND ");
}

/** A string of the query language; Temporal takes backslash escapes. */
function quote(text: string): JsonText {
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}
