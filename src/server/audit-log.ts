/** Every try to decide, accepted or refused, and every value shown unmasked, in a chain of hashes: a line changed, removed or put in between shows. */
import { createHash } from "node:crypto";
import type { Database } from "./database.ts";

interface WhoAndWhere {
  /** ISO time, the server's clock. */
  readonly at: string;
  readonly who: string;
  readonly isLocal: boolean;
  readonly agentId: number;
  readonly workflowId: string;
  readonly temporalRunId: string;
  /** accepted, repeated, revealed, or the name of the problem a try was refused with. */
  readonly outcome: string;
}

interface DecisionEntry extends WhoAndWhere {
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

export type AuditEntry = DecisionEntry | RevealEntry;

interface AuditRow {
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

  return {
    /** Adds a line; the transaction is the caller's, so that a decision and its line stand or fall together. */
    append(entry: AuditEntry): void {
      const row = last.get() as Pick<AuditRow, "n" | "hash"> | undefined | null;
      const n = (row?.n ?? 0) + 1;
      const previous = row?.hash ?? GENESIS;
      const text = JSON.stringify(entry);
      insert.run(n, text, previous, chainHash(n, previous, text));
    },

    entries: (): AuditEntry[] => (all.all() as AuditRow[]).map((row) => JSON.parse(row.entry) as AuditEntry),

    /** The number of the first line that does not fit the chain; undefined when all do. */
    firstBroken(): number | undefined {
      let previous = GENESIS;
      for (const [index, row] of (all.all() as AuditRow[]).entries()) {
        const isLinked = row.n === index + 1 && row.prev_hash === previous;
        if (!isLinked || row.hash !== chainHash(row.n, previous, row.entry)) return index + 1;
        previous = row.hash;
      }
      return undefined;
    },
  };
}

function chainHash(n: number, previous: string, entry: string): string {
  return createHash("sha256").update(`${n}\n${previous}\n${entry}`).digest("hex");
}
