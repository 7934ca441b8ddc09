/**
 * Every try to decide, accepted or refused, every value shown unmasked, and who signed in and out, in a chain of hashes:
 * a line changed, removed or put in between shows. Lines cut off at the end show only to who kept the last hash.
 */
import { createHash } from "node:crypto";
import { AUDIT_SCHEMA, type Database, isStorageError, openDatabase } from "./database.ts";
import type { Origin } from "./origin.ts";
import { ProblemError } from "./problems.ts";
import type { AgentsQuery } from "./source.ts";

interface Who extends Partial<Origin> {
  /** ISO time, the server's clock. */
  readonly at: string;
  /** Empty when nobody was recognised. */
  readonly who: string;
  readonly isLocal: boolean;
  /** accepted, repeated, revealed, signed-in, signed-out, or the name of the problem a try was refused with. */
  readonly outcome: string;
}

interface WhoAndWhere extends Who {
  readonly agentId: number;
  readonly workflowId: string;
  readonly temporalRunId: string;
}

export interface DecisionEntry extends WhoAndWhere {
  readonly approvalId: string;
  /** What the approver saw, as sent in If-Match. */
  readonly digest: string;
  readonly decision: string;
  readonly comment?: string;
}

interface RevealEntry extends WhoAndWhere {
  readonly approvalId?: never;
  /** JSON pointer of the field that was shown; never what it holds. */
  readonly revealed: string;
}

/** A write that was refused before its body was read, or at the door: its address says what was tried. */
interface RefusedEntry extends Who {
  readonly approvalId?: string;
  /** Method and address without its query. */
  readonly tried: string;
}

interface SessionEntry extends Who {
  readonly approvalId?: never;
  readonly session: "sign-in" | "sign-out";
}

export type AuditEntry = DecisionEntry | RevealEntry | RefusedEntry | SessionEntry;

/** Adds a line of its own, on disk when it returns. Throws ProblemError `unavailable` when it cannot be written. */
export type NoteAudit = (entry: AuditEntry) => void;

export interface AuditRow {
  readonly n: number;
  readonly entry: string;
  readonly prev_hash: string;
  readonly hash: string;
}

/** Before the first line. */
const GENESIS = "0".repeat(64);

export type AuditLog = ReturnType<typeof createAuditLog>;

export function createAuditLog(db: Database) {
  const last = db.prepare("SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1");
  const insert = db.prepare("INSERT INTO audit (n, entry, prev_hash, hash) VALUES (?, ?, ?, ?)");
  const all = db.prepare("SELECT n, entry, prev_hash, hash FROM audit ORDER BY n");
  const decided = db.prepare(
    "SELECT n, entry FROM audit WHERE n < ? AND json_extract(entry, '$.outcome') = 'accepted' AND json_extract(entry, '$.who') = ? ORDER BY n DESC LIMIT ?",
  );

  return {
    /** Decisions of one person that were accepted, latest first; `after` is a `next` of an earlier page. */
    decidedBy(who: string, { after, pageSize }: AgentsQuery): { entries: DecisionEntry[]; next?: string } {
      const before = /^\d{1,15}$/.test(after) ? Number(after) : Number.MAX_SAFE_INTEGER;
      const found = decided.all(before, who, pageSize + 1) as Pick<AuditRow, "n" | "entry">[];
      const shown = found.slice(0, pageSize);
      const entries = shown.map(({ entry }) => JSON.parse(entry) as DecisionEntry);
      const last = shown[shown.length - 1];
      return found.length > pageSize && last ? { entries, next: String(last.n) } : { entries };
    },

    /** Adds a line; the transaction is the caller's, so that a decision and its line stand or fall together. */
    append(entry: AuditEntry): void {
      const row = last.get() as Pick<AuditRow, "n" | "hash"> | undefined | null;
      const n = (row?.n ?? 0) + 1;
      const previous = row?.hash ?? GENESIS;
      const text = JSON.stringify(entry);
      insert.run(n, text, previous, chainHash(n, previous, text));
    },

    entries: (): AuditEntry[] => (all.all() as AuditRow[]).map((row) => JSON.parse(row.entry) as AuditEntry),

    rows: (): AuditRow[] => all.all() as AuditRow[],
  };
}

/** The number of the first line that does not fit the chain; undefined when all do. */
export function firstBroken(rows: readonly AuditRow[]): number | undefined {
  let previous = GENESIS;
  for (const [index, row] of rows.entries()) {
    const isLinked = row.n === index + 1 && row.prev_hash === previous;
    if (!isLinked || row.hash !== chainHash(row.n, previous, row.entry)) return index + 1;
    previous = row.hash;
  }
  return undefined;
}

/** Notes lines that belong to no other write of the database. */
export function createNote(db: Database, audit: AuditLog): NoteAudit {
  return (entry) => {
    try {
      db.transaction(() => audit.append(entry));
    } catch (error) {
      if (!isStorageError(error)) throw error;
      throw new ProblemError("unavailable", "The audit log takes no lines now, so nothing was done. Try again.");
    }
  };
}

const AUDIT_FILE = { fileName: "audit.db", schema: AUDIT_SCHEMA };

/** Opens the log of a source that keeps no database of its own. Throws SettingsError. */
export function openAuditLog(dataDir: string): { note: NoteAudit; close: () => void } {
  const db = openDatabase(dataDir, AUDIT_FILE);
  return { note: createNote(db, createAuditLog(db)), close: () => db.close() };
}

function chainHash(n: number, previous: string, entry: string): string {
  return createHash("sha256").update(`${n}\n${previous}\n${entry}`).digest("hex");
}
