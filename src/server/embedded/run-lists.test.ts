/** Lists over 10,000 runs: fast, each run once, counts that add up, an order that stays while runs are added. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { RunHead } from "../../contract/answer.ts";
import { type Database, openDatabase } from "../database.ts";
import { createRunLists, type RunLists } from "./run-lists.ts";
import { EVERYTHING, tempDir } from "./test-bench.ts";
import { isDoneWithin } from "../../contract/cpu-time.ts";

const RUNS = 10_000;
const STATUSES = ["running", "awaiting_human", "completed", "error", "cancelled"] as const;
/** Time of the processor: whatever else the machine does is not ours. */
const PAGE_MS = 100;

function fill(db: Database, from: number, to: number): void {
  const insert = db.prepare(
    "INSERT INTO runs (workflow_id, temporal_run_id, agent_id, attempt, status, started_at, ended_at, deadline, head) VALUES (?, ?, 57, 1, ?, ?, ?, ?, ?)",
  );
  db.transaction(() => {
    for (let n = from; n < to; n++) {
      const status = STATUSES[n % 5] ?? "error";
      // Three runs share each moment.
      const startedAt = Math.floor(n / 3) * 1_000;
      const isOpen = status === "running" || status === "awaiting_human";
      const head: RunHead = {
        workflowId: `wf_57_run_${n}`,
        temporalRunId: `t${n}`,
        agentId: 57,
        agentName: "Refund Review",
        agentType: "workflow",
        triggerType: n % 100 === 0 ? "slack" : "api",
        startedBy: "x",
        attempt: 1,
        status,
        startedAt,
      };
      const deadline = status === "awaiting_human" ? 1_000_000 - n : null;
      insert.run(
        head.workflowId,
        head.temporalRunId,
        status,
        startedAt,
        isOpen ? null : startedAt + 5,
        deadline,
        JSON.stringify(head),
      );
    }
  });
}

describe("10,000 runs", () => {
  let db: Database;
  let lists: RunLists;
  // One database for all: the fill is the slow part, and no test here changes another's runs.
  beforeAll(() => {
    const dir = mkdtempSync(path.join(tmpdir(), "runlight-lists-"));
    db = openDatabase(dir);
    fill(db, 0, RUNS);
    lists = createRunLists(db);
    return () => {
      db.close();
      rmSync(dir, { recursive: true });
    };
  });

  test.each<string>(["all_executions", ...STATUSES])("a page of %s with counts is fast, first or deep", (status) => {
    for (const after of ["", "600000.1900"]) {
      const ask = () => ({
        page: lists.page(57, { ...EVERYTHING, status, after }, 0),
        counts: lists.counts(57, 0),
      });
      expect(isDoneWithin(PAGE_MS, ask)).toBe(true);
      const { page, counts } = ask();
      expect(page.rows.length).toBeGreaterThan(0);
      expect(counts["all_executions"]).toBeGreaterThanOrEqual(RUNS);
    }
  });

  test("page by page every run comes once, latest start first", () => {
    const seen: number[] = [];
    for (let after: string | undefined = ""; after !== undefined;) {
      const page = lists.page(57, { ...EVERYTHING, pageSize: 97, after }, 0);
      seen.push(...page.rows.map((row) => row.head.startedAt));
      after = page.next;
    }
    expect(seen).toHaveLength(RUNS);
    expect(seen).toEqual(seen.toSorted((a, b) => b - a));
  });

  test("status and time filters let only their own through, and counts follow the time filter only", () => {
    const since = 3_000_000;
    const page = lists.page(57, { ...EVERYTHING, status: "error" }, since);
    for (const { head } of page.rows) {
      expect(head.status).toBe("error");
      expect(head.startedAt).toBeGreaterThanOrEqual(since);
    }
    const counts = lists.counts(57, since);
    expect(counts["all_executions"]).toBe(RUNS - 9_000);
    expect(counts).toMatchObject({ running: 200, awaiting_human: 200, completed: 200, error: 200, cancelled: 200 });
  });

  test("a trigger that few runs have fills its pages from all of them, fast, and is counted alone", () => {
    const query = { ...EVERYTHING, triggerType: "slack", pageSize: 30 };
    const ask = () => lists.page(57, query, 0);
    expect(isDoneWithin(PAGE_MS, () => ({ page: ask(), counts: lists.counts(57, 0, "slack") }))).toBe(true);
    const first = ask();
    const second = lists.page(57, { ...query, after: first.next ?? "" }, 0);
    const ids = [...first.rows, ...second.rows].map(({ head }) => head.workflowId);
    expect(ids).toEqual(Array.from({ length: 60 }, (_, nth) => `wf_57_run_${RUNS - 100 - 100 * nth}`));
    expect(lists.counts(57, 0, "slack")).toMatchObject({ all_executions: 100, running: 100, error: 0 });
    expect(lists.page(57, { ...query, status: "error" }, 0).rows).toEqual([]);
    expect(lists.page(57, { ...query, status: "running" }, 0).rows).toHaveLength(30);
  });

  test("what waits comes nearest deadline first", () => {
    const first = lists.waiting("", 10);
    const second = lists.waiting(first.next ?? "", 10);
    const deadlines = [...first.rows, ...second.rows].map(({ head }) => -Number(head.temporalRunId.slice(1)));
    expect(deadlines).toEqual(deadlines.toSorted((a, b) => a - b));
    expect(new Set(deadlines).size).toBe(20);
  });

  test("a key that is none begins at the start, and an unknown agent has no runs", () => {
    expect(lists.page(57, { ...EVERYTHING, after: "1.x" }, 0).rows[0]?.head.workflowId).toBe(`wf_57_run_${RUNS - 1}`);
    expect(lists.page(1, EVERYTHING, 0)).toEqual({ rows: [] });
    expect(lists.counts(1, 0)["all_executions"]).toBe(0);
  });
});

test("runs begun while somebody pages do not move the pages", () => {
  const db = openDatabase(tempDir());
  fill(db, 0, 30);
  const lists = createRunLists(db);
  const first = lists.page(57, { ...EVERYTHING, pageSize: 10 }, 0);
  const before = lists.page(57, { ...EVERYTHING, pageSize: 10, after: first.next ?? "" }, 0);
  fill(db, 30, 60);
  expect(lists.page(57, { ...EVERYTHING, pageSize: 10, after: first.next ?? "" }, 0)).toEqual(before);
  db.close();
});
