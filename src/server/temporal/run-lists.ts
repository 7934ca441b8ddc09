/** Lists and counts by visibility: what is asked for, how each answer is read, and what is kept of it. */
import { LRUCache } from "lru-cache";
import type { JsonText } from "../../contract/run-events.ts";
import { agentById, ALL_AGENTS } from "../agents/all-agents.ts";
import type { RunsQuery } from "../source.ts";
import { OTHER_WORKFLOWS } from "./agent-id.ts";
import { classify } from "./call-errors.ts";
import { createCatchUp, type Known } from "./catch-up.ts";
import type { ClusterCalls, Execution } from "./cluster-calls.ts";
import { createKeptAnswers } from "./kept-answers.ts";
import { itemOf } from "./list-item.ts";
import { ATTRIBUTES } from "./names.ts";

const KEPT_MS = 5_000;
const LOOK_FOR_ATTRIBUTES_MS = 30_000;
/** What no run is. */
const NOTHING = 'ExecutionStatus = "Running" AND ExecutionStatus = "Completed"';
const ATTEMPTS_MAX = 100;
/** Runs looked through for agents beside the samples. */
const AGENTS_LOOK = 500;

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

export type RunLists = ReturnType<typeof createRunLists>;

export function createRunLists(calls: ClusterCalls) {
  const kept = createKeptAnswers();
  const catchUp = createCatchUp(async (runIds) => {
    const { executions } = await calls.list(`RunId IN (${runIds.map(quote).join(", ")})`, runIds.length);
    return new Map((executions ?? []).map((one) => [one.execution?.runId ?? "", itemOf(one).status]));
  });

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

  function ofOtherAgents(): string {
    const ids = ALL_AGENTS.map(({ id }) => id);
    const byId = ['WorkflowId STARTS_WITH "wf_"', ...ids.map((id) => `WorkflowId NOT STARTS_WITH "wf_${id}_"`)];
    if (!hasAttributes) return and(byId);
    const unnamed = and([`${ATTRIBUTES.agentId} IS NULL`, ...byId]);
    return `(${ATTRIBUTES.agentId} NOT IN (${ids.join(", ")}) OR (${unnamed}))`;
  }

  function ofAgents(agents: readonly number[]): string {
    return `(${agents.map(ofAgent).join(" OR ")})`;
  }

  function ofStatus(status: string): string {
    if (hasAttributes) return STATUS_QUERY[status] ?? "";
    if (status === "awaiting_human") return NOTHING;
    return status === "running" ? OPEN : (STATUS_QUERY[status] ?? "");
  }

  /** Until visibility says of runs what this server has already said. */
  async function caughtUp(): Promise<void> {
    if (await catchUp.done()) kept.did();
  }

  async function list(query: string, pageSize: number, after: string): Promise<ListedPage> {
    await caughtUp();
    return kept.once(JSON.stringify([query, pageSize, after]), async () => {
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
    /** What this server said of a run: lists wait for it, for a moment. */
    note(known: Known): void {
      if (!catchUp.note(known)) return;
      kept.saw();
      chains.delete(known.workflowId);
    },

    /** This server started, cancelled or decided something. */
    did: kept.did,

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
        return kept.once(JSON.stringify(["counts", ...base]), async () => {
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

    /** Names of the agents beside the samples that have runs here, by id: those of the newest runs that name such a one. */
    otherAgents: (): Promise<ReadonlyMap<number, string>> =>
      withAttributes(() =>
        kept.once("agents", async () => {
          const { executions } = await calls.list(ofOtherAgents(), AGENTS_LOOK);
          const heads = (executions ?? []).map((one) => itemOf(one).head);
          const isOther = ({ agentId }: { agentId: number }) => agentId !== OTHER_WORKFLOWS && !agentById(agentId);
          // The newest run names its agent.
          return new Map(
            heads
              .filter(isOther)
              .map((head) => [head.agentId, head.agentName] as const)
              .toReversed(),
          );
        }),
      ),
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
