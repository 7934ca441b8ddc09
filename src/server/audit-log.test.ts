/** Every try is in the audit, and one changed character anywhere shows. */
import { createHash } from "node:crypto";
import path from "node:path";
import Libsql from "libsql";
import { expect, test } from "vitest";
import type { DecisionBody } from "../contract/decision.ts";
import { digestText } from "../contract/decision.ts";
import { createAuditLog } from "./audit-log.ts";
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
  expect(audit.firstBroken()).toBeUndefined();
  db.close();

  const raw = new Libsql(path.join(dataDir, "runlight.db"));
  const broken = (sql: string): number | undefined => {
    raw.exec("SAVEPOINT s");
    raw.exec(sql);
    const line = createAuditLog({ ...db, prepare: (text) => raw.prepare(text) as never }).firstBroken();
    raw.exec("ROLLBACK TO s");
    return line;
  };
  expect(broken("UPDATE audit SET entry = replace(entry, 'approve', 'approvf') WHERE n = 3")).toBe(3);
  expect(broken("UPDATE audit SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE n = 2")).toBe(2);
  expect(broken("DELETE FROM audit WHERE n = 4")).toBe(4);
  expect(broken("UPDATE audit SET n = 9 WHERE n = 5")).toBe(5);
  raw.close();
});
