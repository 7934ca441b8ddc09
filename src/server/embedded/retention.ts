/** Deletes the event logs of runs closed long ago, and keeps what a viewer last saw of each while it was live. */
import { reduceAll } from "../../contract/reduce.ts";
import type { RunState } from "../../contract/run-state.ts";
import type { Database } from "../database.ts";
import type { RunStore } from "./run-store.ts";

/** A second between writes of what was seen: losing the last one in a crash loses only how late it was. */
const FLUSH_MS = 1_000;
/** Logs deleted in one go, so that a sweep of thousands holds nobody up. */
const SWEEP_RUNS = 20;

export interface LastKnown {
  /** Epoch ms: when that answer was given. */
  readonly at: number;
  readonly state: RunState;
}

export type Retention = ReturnType<typeof createRetention>;

export function createRetention(db: Database, store: RunStore) {
  const sql = {
    seen: db.prepare(
      `INSERT INTO last_seen (run, at, events) VALUES (?, ?, ?)
       ON CONFLICT (run) DO UPDATE SET at = excluded.at, events = excluded.events WHERE state IS NULL`,
    ),
    get: db.prepare("SELECT at, events, state FROM last_seen WHERE run = ?"),
    keep: db.prepare("UPDATE last_seen SET state = ? WHERE run = ?"),
    due: db.prepare("SELECT seq FROM runs WHERE is_log_deleted = 0 AND ended_at IS NOT NULL AND ended_at < ? LIMIT ?"),
    deleteEvents: db.prepare("DELETE FROM events WHERE run = ?"),
    mark: db.prepare("UPDATE runs SET is_log_deleted = 1 WHERE seq = ?"),
  };
  const seen = new Map<number, { at: number; events: number }>();
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (seen.size === 0) return;
    db.transaction(() => {
      for (const [run, { at, events }] of seen) sql.seen.run(run, at, events);
    });
    seen.clear();
  }

  /** The state is the log's first events folded: nothing else has to be kept until the log goes. */
  function sweepRun(seq: number): void {
    const row = sql.get.get(seq) as { events: number } | undefined | null;
    const state = row && reduceAll(undefined, store.events(seq, row.events));
    if (state) sql.keep.run(JSON.stringify(state), seq);
    sql.deleteEvents.run(seq);
    sql.mark.run(seq);
  }

  return {
    /** Somebody was shown the live state after that many events. Written later, the answer does not wait. */
    noteSeen(seq: number, at: number, events: number): void {
      seen.set(seq, { at, events });
      timer ??= setTimeout(() => {
        try {
          flush();
        } catch {
          // Kept in memory; the next answer tries again.
        }
      }, FLUSH_MS).unref();
    },

    flush,

    /** What a viewer last saw of a run whose log is gone; undefined when nobody looked while it was live. */
    lastKnown(seq: number): LastKnown | undefined {
      const row = sql.get.get(seq) as { at: number; state: string | null } | undefined | null;
      return row?.state ? { at: row.at, state: JSON.parse(row.state) as RunState } : undefined;
    },

    /** Deletes logs of runs that ended before `before`, epoch ms. Answers how many; more may be left. */
    sweep(before: number): number {
      flush();
      const due = sql.due.all(before, SWEEP_RUNS) as { seq: number }[];
      if (due.length > 0) db.transaction(() => due.forEach(({ seq }) => sweepRun(seq)));
      return due.length;
    },
  };
}
