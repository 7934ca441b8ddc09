/** The one SQLite file of the embedded source: opened by one process at a time, checked before it is written. */
import path from "node:path";
import Libsql from "libsql";
import { SettingsError } from "./settings-error.ts";

export interface Statement {
  run(...params: readonly unknown[]): { readonly lastInsertRowid: number | bigint; readonly changes: number };
  get(...params: readonly unknown[]): unknown;
  all(...params: readonly unknown[]): unknown[];
}

export interface Database {
  prepare(sql: string): Statement;
  /** All or nothing, and on disk when it returns. Inside another transaction it becomes part of that one. */
  transaction<T>(work: () => T): T;
  /** As `transaction`, for work that waits. Only while nobody else uses the database. */
  transactionAsync<T>(work: () => Promise<T>): Promise<T>;
  exec(sql: string): void;
  close(): void;
}

/** The disk, not a defect: full, read-only, failing. Nothing of the transaction was kept. */
export function isStorageError(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && code.startsWith("SQLITE_");
}

/** "RLGT": tells our file from any other SQLite file. */
const APPLICATION_ID = 0x524c4754;
const SCHEMA_VERSION = 1;

/** Texts that people or agents wrote are kept as JSON: SQLite cuts text at NUL and loses lone surrogates. */
const SCHEMA = `
CREATE TABLE runs (
  seq INTEGER PRIMARY KEY,
  workflow_id TEXT NOT NULL, temporal_run_id TEXT NOT NULL UNIQUE, agent_id INTEGER NOT NULL, attempt INTEGER NOT NULL,
  status TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER, deadline INTEGER,
  head TEXT NOT NULL, is_log_deleted INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX runs_by_workflow ON runs (workflow_id, attempt);
CREATE INDEX runs_by_start ON runs (agent_id, started_at, seq, status);
CREATE INDEX runs_by_status ON runs (agent_id, status, started_at, seq);
CREATE INDEX runs_open ON runs (status) WHERE ended_at IS NULL;
CREATE INDEX runs_to_sweep ON runs (ended_at) WHERE is_log_deleted = 0 AND ended_at IS NOT NULL;
CREATE TABLE events (run INTEGER NOT NULL, n INTEGER NOT NULL, event TEXT NOT NULL, PRIMARY KEY (run, n)) WITHOUT ROWID;
CREATE TABLE outcomes (run INTEGER NOT NULL, approval_id TEXT NOT NULL, approval TEXT NOT NULL, PRIMARY KEY (run, approval_id));
CREATE TABLE last_seen (run INTEGER PRIMARY KEY, at INTEGER NOT NULL, events INTEGER NOT NULL, state TEXT);
CREATE TABLE counters (agent_id INTEGER PRIMARY KEY, runs INTEGER NOT NULL);
`;

/** The table of `audit-log.ts`, in every database of ours. */
export const AUDIT_SCHEMA =
  "CREATE TABLE audit (n INTEGER PRIMARY KEY, entry TEXT NOT NULL, prev_hash TEXT NOT NULL, hash TEXT NOT NULL);";

export interface DatabaseShape {
  readonly fileName: string;
  /** What a new file begins with. */
  readonly schema: string;
}

const EMBEDDED: DatabaseShape = { fileName: "runlight.db", schema: SCHEMA + AUDIT_SCHEMA };

/**
 * Opens or makes the database in a directory that exists. Throws SettingsError, one line, when another process holds
 * it or when it is damaged or not ours; a damaged file is left as it is.
 */
export function openDatabase(dataDir: string, shape: DatabaseShape = EMBEDDED): Database {
  const file = path.join(dataDir, shape.fileName);
  let db: Libsql.Database | undefined;
  try {
    db = new Libsql(file, { timeout: 0 });
    // Held until the process ends, also by kill -9, for the operating system drops it.
    db.prepare("PRAGMA locking_mode = EXCLUSIVE").get();
    db.exec("BEGIN EXCLUSIVE");
    const isNew = (db.prepare("SELECT count(*) AS n FROM sqlite_master").get() as { n: number }).n === 0;
    if (!isNew) check(db, file);
    db.exec("COMMIT");
    db.prepare("PRAGMA journal_mode = WAL").get();
    db.exec("PRAGMA synchronous = FULL");
    if (isNew) {
      db.exec(
        `BEGIN; ${shape.schema} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`,
      );
    }
    return wrap(db);
  } catch (error) {
    try {
      if (db?.inTransaction) db.exec("ROLLBACK");
      db?.close();
    } catch {
      // What matters is why it could not be opened.
    }
    throw explain(error, dataDir, file);
  }
}

function check(db: Libsql.Database, file: string): void {
  const value = (name: string): unknown => Object.values(db.prepare(`PRAGMA ${name}`).get() as object)[0];
  if (value("application_id") !== APPLICATION_ID) {
    throw new SettingsError(`--data-dir: ${file} is not a Runlight database; it was left as it is`);
  }
  if (Number(value("user_version")) > SCHEMA_VERSION) {
    throw new SettingsError(`--data-dir: ${file} was written by a newer Runlight; it was left as it is`);
  }
  const state = value("quick_check(1)");
  if (state !== "ok") throw damaged(file, String(state));
}

function damaged(file: string, why: string): SettingsError {
  return new SettingsError(`--data-dir: ${file} is damaged (${why.replace(/\s+/g, " ").trim()}); it was left as it is`);
}

function explain(error: unknown, dataDir: string, file: string): unknown {
  if (error instanceof SettingsError) return error;
  const { code, message } = error as { code?: string; message?: string };
  const text = `${code ?? ""} ${message ?? ""}`;
  if (/SQLITE_BUSY|SQLITE_LOCKED|is locked/.test(text)) {
    return new SettingsError(`--data-dir: data directory ${dataDir} is in use by another Runlight`);
  }
  if (/SQLITE_(NOTADB|CORRUPT)|malformed|not a database/.test(text)) return damaged(file, message ?? "unreadable");
  return new SettingsError(`--data-dir: ${file} cannot be opened (${(message ?? "unknown error").split("\n")[0]})`);
}

function wrap(db: Libsql.Database): Database {
  let depth = 0;
  function begin(): void {
    db.exec("BEGIN IMMEDIATE");
    depth++;
  }
  function commit(): void {
    depth--;
    try {
      db.exec("COMMIT");
    } catch (error) {
      rollBack();
      throw error;
    }
  }
  function rollBack(): void {
    depth = 0;
    try {
      db.exec("ROLLBACK");
    } catch {
      // A full disk has rolled back already.
    }
  }
  return {
    // libsql's own types leave rows open; every reader names the columns it asked for.
    prepare: (sql) => db.prepare(sql) as unknown as Statement,
    exec: (sql) => void db.exec(sql),
    close() {
      // libsql keeps a connection open while its statements live, so the lock has to be given back by hand.
      try {
        db.prepare("PRAGMA journal_mode = DELETE").get();
        db.prepare("PRAGMA locking_mode = NORMAL").get();
        db.prepare("SELECT count(*) FROM sqlite_master").get();
      } finally {
        db.close();
      }
    },
    transaction(work) {
      if (depth > 0) return work();
      begin();
      let result;
      try {
        result = work();
      } catch (error) {
        rollBack();
        throw error;
      }
      commit();
      return result;
    },
    async transactionAsync(work) {
      begin();
      try {
        const result = await work();
        commit();
        return result;
      } catch (error) {
        if (depth > 0) rollBack();
        throw error;
      }
    },
  };
}
