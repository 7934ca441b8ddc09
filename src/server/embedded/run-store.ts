/** Runs and their events in SQLite: the log that is the truth, and one row a run for lists. */
import type { RunEvent } from "../../contract/run-events.ts";
import type { RunRef } from "../../contract/run-id.ts";
import { pendingApproval } from "../../contract/reduce.ts";
import type { RunHead } from "../../contract/answer.ts";
import type { ApprovalState, RunState } from "../../contract/run-state.ts";
import type { Database } from "../database.ts";

/** One Temporal run as the lists know it. */
export interface RunRow {
  readonly seq: number;
  readonly head: RunHead;
  readonly isLogDeleted: boolean;
}

const COLUMNS = "seq, head, is_log_deleted";

export type RunStore = ReturnType<typeof createRunStore>;

export function createRunStore(db: Database) {
  const sql = {
    insert: db.prepare(
      "INSERT INTO runs (workflow_id, temporal_run_id, agent_id, attempt, status, started_at, head) VALUES (?, ?, ?, ?, ?, ?, ?)",
    ),
    update: db.prepare("UPDATE runs SET status = ?, ended_at = ?, deadline = ?, head = ? WHERE seq = ?"),
    event: db.prepare("INSERT INTO events (run, n, event) VALUES (?, ?, ?)"),
    events: db.prepare("SELECT event FROM events WHERE run = ? AND n < ? ORDER BY n"),
    open: db.prepare(`SELECT ${COLUMNS} FROM runs WHERE ended_at IS NULL ORDER BY seq`),
    latest: db.prepare(
      `SELECT ${COLUMNS} FROM runs WHERE workflow_id = ? AND agent_id = ? ORDER BY attempt DESC LIMIT 1`,
    ),
    exact: db.prepare(`SELECT ${COLUMNS} FROM runs WHERE temporal_run_id = ? AND workflow_id = ? AND agent_id = ?`),
    attempts: db.prepare(`SELECT ${COLUMNS} FROM runs WHERE workflow_id = ? ORDER BY attempt`),
    ofAttempts: db.prepare("SELECT count(*) AS n FROM runs WHERE workflow_id = ?"),
    count: db.prepare(
      "INSERT INTO counters (agent_id, runs) VALUES (?, 1) ON CONFLICT (agent_id) DO UPDATE SET runs = runs + 1 RETURNING runs",
    ),
    outcome: db.prepare("INSERT OR IGNORE INTO outcomes (run, approval_id, approval) VALUES (?, ?, ?)"),
    outcomes: db.prepare("SELECT approval FROM outcomes WHERE run = ? ORDER BY rowid"),
  };

  return {
    /** The next number of this agent's runs, from 1, never given twice. */
    nextNumber(agentId: number): number {
      return (sql.count.get(agentId) as { runs: number }).runs;
    },

    /** A new run's row; its events follow with `append`. */
    insert(state: RunState): number {
      const { workflowId, temporalRunId, agentId, attempt, status, startedAt } = state;
      const head = JSON.stringify(headOf(state));
      return Number(
        sql.insert.run(workflowId, temporalRunId, agentId, attempt, status, startedAt, head).lastInsertRowid,
      );
    },

    /** Events `from`, `from` + 1, … of a run, and its row when the lists would show something else. Transaction is the caller's. */
    append(seq: number, from: number, events: readonly RunEvent[], before: RunState, after: RunState): void {
      for (const [index, event] of events.entries()) sql.event.run(seq, from + index, JSON.stringify(event));
      if (before.approvals !== after.approvals) {
        for (const approval of after.approvals) {
          if (approval.outcome) sql.outcome.run(seq, approval.approvalId, JSON.stringify(approval));
        }
      }
      if (before.status === after.status && before.summary === after.summary && before.approvals === after.approvals)
        return;
      const deadline = pendingApproval(after)?.expiresAt ?? null;
      sql.update.run(after.status, after.endedAt ?? null, deadline, JSON.stringify(headOf(after)), seq);
    },

    /** The first `limit` events of a run, all by default; empty once its log was deleted. */
    events(seq: number, limit = Number.MAX_SAFE_INTEGER): RunEvent[] {
      return (sql.events.all(seq, limit) as { event: string }[]).map((row) => JSON.parse(row.event) as RunEvent);
    },

    openRuns: (): RunRow[] => sql.open.all().map(readRow),

    find(agentId: number, { workflowId, temporalRunId }: RunRef): RunRow | undefined {
      const row = temporalRunId
        ? sql.exact.get(temporalRunId, workflowId, agentId)
        : sql.latest.get(workflowId, agentId);
      return row === undefined || row === null ? undefined : readRow(row);
    },

    attempts: (workflowId: string): RunRow[] => sql.attempts.all(workflowId).map(readRow),
    attemptCount: (workflowId: string): number => (sql.ofAttempts.get(workflowId) as { n: number }).n,

    /** Approvals that have an outcome; they outlive the log. */
    outcomes(seq: number): ApprovalState[] {
      return (sql.outcomes.all(seq) as { approval: string }[]).map((row) => JSON.parse(row.approval) as ApprovalState);
    },
  };
}

export function readRow(row: unknown): RunRow {
  const { seq, head, is_log_deleted } = row as { seq: number; head: string; is_log_deleted: number };
  return { seq, head: JSON.parse(head) as RunHead, isLogDeleted: is_log_deleted !== 0 };
}

function headOf(state: RunState): RunHead {
  const { nodes: _nodes, approvals: _approvals, input: _input, result: _result, error: _error, ...head } = state;
  return head;
}
