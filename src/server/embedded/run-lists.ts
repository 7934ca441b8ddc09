/** The lists: runs of an agent and approvals that wait, page by page from an index, in an order that stays. */
import type { RunsQuery } from "../source.ts";
import type { Database } from "../database.ts";
import { readRow, type RunRow } from "./run-store.ts";

export interface RowsPage {
  readonly rows: readonly RunRow[];
  /** Start of the next page; absent on the last. */
  readonly next?: string;
}

type IsWanted = (row: RunRow) => boolean;
type Key = readonly [number, number];
/** Rows behind a key, in order. */
type Ask = (...keyAndLimit: [...Key, limit: number]) => readonly unknown[];

const TRIGGERED = "json_extract(head, '$.triggerType') = ?";
const STATUSES = ["running", "awaiting_human", "error", "completed", "cancelled"] as const;

export type RunLists = ReturnType<typeof createRunLists>;

export function createRunLists(db: Database) {
  const rows = "SELECT seq, head, is_log_deleted, started_at, deadline FROM runs WHERE";
  // Latest start first; of one moment, the later begun.
  const tail = "AND started_at >= ? AND (started_at, seq) < (?, ?) ORDER BY started_at DESC, seq DESC LIMIT ?";
  const sql = {
    any: db.prepare("SELECT count(*) AS n FROM (SELECT 1 FROM runs LIMIT 1)"),
    all: db.prepare(`${rows} agent_id = ? ${tail}`),
    status: db.prepare(`${rows} agent_id = ? AND status = ? ${tail}`),
    counts: db.prepare("SELECT status, count(*) AS n FROM runs WHERE agent_id = ? AND started_at >= ? GROUP BY status"),
    // Few ask for these, and reading the heads of 10,000 runs takes less than a page may.
    triggered: db.prepare(`${rows} agent_id = ? AND ${TRIGGERED} ${tail}`),
    triggeredStatus: db.prepare(`${rows} agent_id = ? AND status = ? AND ${TRIGGERED} ${tail}`),
    triggeredCounts: db.prepare(
      `SELECT status, count(*) AS n FROM runs WHERE agent_id = ? AND ${TRIGGERED} AND started_at >= ? GROUP BY status`,
    ),
    waiting: db.prepare(
      `${rows} status = 'awaiting_human' AND ended_at IS NULL AND (deadline, seq) > (?, ?) ORDER BY deadline, seq LIMIT ?`,
    ),
  };

  return {
    isEmpty: (): boolean => (sql.any.get() as { n: number }).n === 0,

    /** Runs of one agent, `since` an epoch ms; `after` is a `next` of an earlier page. */
    page(
      agentId: number,
      { status, after, pageSize, triggerType }: RunsQuery,
      since: number,
      isWanted: IsWanted = () => true,
    ): RowsPage {
      const first = readKey(after) ?? [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
      const of = status === "all_executions" ? [] : [status];
      const by = triggerType === undefined ? [] : [triggerType];
      const statement =
        triggerType === undefined
          ? sql[of.length === 0 ? "all" : "status"]
          : sql[of.length === 0 ? "triggered" : "triggeredStatus"];
      const ask: Ask = (at, seq, limit) => statement.all(agentId, ...of, ...by, since, at, seq, limit);
      return fill(ask, first, pageSize, "started_at", isWanted);
    },

    /** Counts by status under the same filters of time and trigger, whatever status is asked for. */
    counts(agentId: number, since: number, triggerType?: string): Record<string, number> {
      const counted =
        triggerType === undefined
          ? sql.counts.all(agentId, since)
          : sql.triggeredCounts.all(agentId, triggerType, since);
      const found = new Map((counted as { status: string; n: number }[]).map(({ status, n }) => [status, n]));
      const counts: Record<string, number> = { all_executions: [...found.values()].reduce((sum, n) => sum + n, 0) };
      for (const status of STATUSES) counts[status] = found.get(status) ?? 0;
      return counts;
    },

    /** Runs that wait for a person, nearest deadline first. */
    waiting(after: string, pageSize: number, isWanted: IsWanted = () => true): RowsPage {
      const ask: Ask = (deadline, seq, limit) => sql.waiting.all(deadline, seq, limit);
      return fill(ask, readKey(after) ?? [-1, -1], pageSize, "deadline", isWanted);
    },
  };
}

function readKey(after: string): Key | undefined {
  const match = /^(\d{1,16})\.(\d{1,16})$/.exec(after);
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

/** A page of rows that are wanted, however many between them are not. */
function fill(ask: Ask, first: Key, pageSize: number, column: "started_at" | "deadline", isWanted: IsWanted): RowsPage {
  const rows: RunRow[] = [];
  let key = first;
  let lastTaken = "";
  for (;;) {
    const found = ask(...key, pageSize + 1);
    for (const one of found) {
      const { [column]: at, seq } = one as Record<"started_at" | "deadline" | "seq", number>;
      key = [at, seq];
      const row = readRow(one);
      if (!isWanted(row)) continue;
      if (rows.length === pageSize) return { rows, next: lastTaken };
      rows.push(row);
      lastTaken = `${at}.${seq}`;
    }
    if (found.length <= pageSize) return { rows };
  }
}
