/** The last answer of every run this server saw, so that a run whose history is gone is still answered. */
import type { RunState } from "../../contract/run-state.ts";
import type { Database } from "../database.ts";

export interface LastKnown {
  readonly state: RunState;
  /** Epoch ms. */
  readonly at: number;
}

const FLUSH_MS = 1_000;
/** Writing large runs that change all the time takes at most a fiftieth of the time. */
const REST_PER_MS = 50;

export type LastKnownStore = ReturnType<typeof createLastKnownStore>;

export function createLastKnownStore(db: Database) {
  const sql = {
    put: db.prepare("INSERT OR REPLACE INTO last_known (run_id, workflow_id, at, state) VALUES (?, ?, ?, ?)"),
    get: db.prepare("SELECT at, state FROM last_known WHERE workflow_id = ? AND run_id = ?"),
    newest: db.prepare("SELECT at, state FROM last_known WHERE workflow_id = ? ORDER BY at DESC LIMIT 1"),
  };
  const waiting = new Map<string, LastKnown>();
  let timer: NodeJS.Timeout | undefined;
  let tookMs = 0;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.size === 0) return;
    const from = performance.now();
    db.transaction(() => {
      for (const [runId, { state, at }] of waiting) sql.put.run(runId, state.workflowId, at, JSON.stringify(state));
    });
    waiting.clear();
    tookMs = performance.now() - from;
  }

  return {
    /** Written a moment later: the answer does not wait for the disk. */
    note(state: RunState, at: number): void {
      waiting.set(state.temporalRunId, { state, at });
      timer ??= setTimeout(
        () => {
          try {
            flush();
          } catch {
            // Kept in memory; the next one tries again.
          }
        },
        Math.max(FLUSH_MS, tookMs * REST_PER_MS),
      ).unref();
    },
    find(workflowId: string, runId: string | undefined): LastKnown | undefined {
      flush();
      const row = (runId === undefined ? sql.newest.get(workflowId) : sql.get.get(workflowId, runId)) as
        | { at: number; state: string }
        | undefined
        | null;
      return row ? { at: row.at, state: JSON.parse(row.state) as RunState } : undefined;
    },
    flush,
  };
}
