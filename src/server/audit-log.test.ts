/** Every try is in the audit, and one changed character anywhere shows. */
import { createHash } from "node:crypto";
import path from "node:path";
import fc from "fast-check";
import Libsql from "libsql";
import { expect, test } from "vitest";
import type { DecisionBody } from "../contract/decision.ts";
import { digestText } from "../contract/decision.ts";
import { type AuditEntry, type AuditRow, createAuditLog, firstBroken, openAuditLog } from "./audit-log.ts";
import { openDatabase } from "./database.ts";
import { openTestSource, tempDir, VIEWER } from "./embedded/test-bench.ts";

test("accepted, repeated and every kind of refused try is a line, with who, when, what and why", async () => {
  const dataDir = tempDir();
  const bench = await openTestSource({ dataDir });
  const ref = await bench.start(57);
  const run = await bench.until(57, ref, (one) => one.status === "awaiting_human");
  const request = run.pendingApproval?.text ?? "";
  const approvalId = (JSON.parse(request) as { id: string }).id;
  const digest = createHash("sha256")
    .update(digestText(run.workflowId, run.temporalRunId ?? "", approvalId, request))
    .digest("hex");
  const approve: DecisionBody = { decision: "approve", comment: "ok \u0000 \ud800" };
  const good = { approvalId, digest, idempotencyKey: "k", body: approve, asServed: (text: string) => text };
  const tries = [
    { ...good, approvalId: "other" },
    { ...good, digest: "0".repeat(64) },
    good,
    good,
    { ...good, idempotencyKey: "l" },
  ];
  for (const one of tries) await bench.source.decide(57, ref, one, VIEWER).catch(() => undefined);
  await bench.source.decide(57, { workflowId: "wf_57_run_99" }, good, VIEWER).catch(() => undefined);
  await bench.source.close();

  const db = openDatabase(dataDir);
  const audit = createAuditLog(db);
  const entries = audit.entries();
  expect(entries.map((entry) => entry.outcome)).toEqual([
    "not-found",
    "approval-changed",
    "accepted",
    "repeated",
    "already-decided",
    "not-found",
  ]);
  const { workflowId, temporalRunId } = run;
  expect(entries[2]).toEqual({
    at: new Date(bench.clock.now()).toISOString(),
    who: "local",
    isLocal: true,
    ...{ agentId: 57, workflowId, temporalRunId, approvalId, digest },
    ...approve,
    outcome: "accepted",
  });
  expect(firstBroken(audit.rows())).toBeUndefined();
  db.close();

  const raw = new Libsql(path.join(dataDir, "runlight.db"));
  const broken = (sql: string): number | undefined => {
    raw.exec("SAVEPOINT s");
    raw.exec(sql);
    const rows = createAuditLog({ ...db, prepare: (text) => raw.prepare(text) as never }).rows();
    raw.exec("ROLLBACK TO s");
    return firstBroken(rows);
  };
  expect(broken("UPDATE audit SET entry = replace(entry, 'approve', 'approvf') WHERE n = 3")).toBe(3);
  expect(broken("UPDATE audit SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE n = 2")).toBe(2);
  expect(broken("DELETE FROM audit WHERE n = 4")).toBe(4);
  expect(broken("UPDATE audit SET n = 9 WHERE n = 5")).toBe(5);
  raw.close();
});

test("10,000 changes of one byte, anywhere in any line: each is found, at its line", () => {
  const rows = chainOf(40);
  expect(firstBroken(rows)).toBeUndefined();
  const column = fc.constantFrom("entry", "prev_hash", "hash", "n");
  fc.assert(
    fc.property(fc.nat(39), column, fc.nat(), fc.integer({ min: 1, max: 255 }), (index, name, at, flip) => {
      const row = rows[index] as AuditRow;
      const bytes = Buffer.from(String(row[name as keyof AuditRow]), "latin1");
      const place = at % bytes.length;
      bytes[place] = (bytes[place] ?? 0) ^ flip;
      const text = bytes.toString("latin1");
      const changed = { ...row, [name]: name === "n" ? Number(text) : text };
      const broken = firstBroken(rows.with(index, changed));
      // Another writing of the same number, such as "07", is no other line.
      if (name === "n" && Number(text) === row.n) return;
      expect(broken).toBe(index + 1);
    }),
    { numRuns: 10_000 },
  );
});

test("a line removed, doubled or put elsewhere is found", () => {
  const rows = chainOf(40);
  fc.assert(
    fc.property(fc.nat(38), fc.nat(39), (from, to) => {
      expect(firstBroken(rows.toSpliced(from, 1))).toBe(from + 1);
      expect(firstBroken(rows.toSpliced(from, 0, rows[to] as AuditRow))).toBeDefined();
    }),
    { numRuns: 1_000 },
  );
});

test("a line that cannot be written is no silent loss", () => {
  const { note, close } = openAuditLog(tempDir());
  const entry = {
    at: "2026-06-11T14:02:11.000Z",
    who: "ann",
    isLocal: false,
    session: "sign-in",
    outcome: "signed-in",
  };
  note(entry as AuditEntry);
  close();
  expect(() => note(entry as AuditEntry)).toThrow(/database/);
});

/** A chain as `append` makes it, without a disk. */
function chainOf(count: number): AuditRow[] {
  const rows: AuditRow[] = [];
  const prepare = (sql: string) => ({
    run: (n: number, entry: string, prev_hash: string, hash: string) => rows.push({ n, entry, prev_hash, hash }),
    get: () => rows.at(-1),
    all: () => (sql.startsWith("SELECT") ? rows : []),
  });
  const audit = createAuditLog({ prepare } as never);
  for (let i = 0; i < count; i++)
    audit.append({
      at: new Date(i).toISOString(),
      who: `ann ${i}`,
      isLocal: false,
      agentId: 57,
      workflowId: "wf_57_run_1",
      temporalRunId: "t",
      revealed: "/taskResult",
      outcome: "revealed",
    });
  return rows;
}
