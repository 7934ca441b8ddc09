/** The first start's runs: there at once, of every kind, true to the engine, and only on the first start. */
import { expect, test } from "vitest";
import { EVERYTHING, openTestSource, START_AT, tempDir, VIEWER } from "./test-bench.ts";

interface Item {
  readonly agentId: number;
  readonly workflowId: string;
  readonly temporalRunId: string;
  readonly status: string;
  readonly statusReason?: string;
  readonly startedAt: string;
  readonly endedAt?: string;
}

async function allRuns(source: Awaited<ReturnType<typeof openTestSource>>["source"]): Promise<Item[]> {
  const items: Item[] = [];
  for (const agentId of [42, 57, 58, 59, 61, 62, 63]) {
    const page = await source.listRuns(agentId, EVERYTHING, VIEWER);
    items.push(...page.items.map((item) => JSON.parse(item) as Item));
  }
  return items;
}

test("a first start shows finished runs of every end, one live, one that waits a day, one whose history is gone", async () => {
  const from = process.cpuUsage();
  const dataDir = tempDir();
  const { source, read, clock } = await openTestSource({ dataDir, isSeeded: true });
  // Time of the processor: whatever else the machine does is not ours.
  expect(process.cpuUsage(from).user / 1_000).toBeLessThan(10_000);
  const items = await allRuns(source);
  const has = (agentId: number, status: string) =>
    items.filter((item) => item.agentId === agentId && item.status === status).length;
  expect([has(42, "completed"), has(42, "error"), has(62, "completed"), has(63, "completed")]).toEqual([1, 1, 1, 1]);
  expect([has(57, "completed"), has(57, "error"), has(59, "error"), has(61, "running")]).toEqual([4, 1, 2, 1]);
  expect(items.find((item) => item.agentId === 58)?.statusReason).toBe("approval_timeout");
  for (const item of items) {
    expect(Date.parse(item.startedAt)).toBeLessThan(START_AT);
    expect(Date.parse(item.endedAt ?? item.startedAt)).toBeLessThanOrEqual(START_AT);
  }

  const waiting = items.find((item) => item.status === "awaiting_human");
  const asked = await read(57, waiting ?? { workflowId: "" });
  const { expiresAt } = JSON.parse(asked.pendingApproval?.text ?? "{}") as { expiresAt: string };
  expect(Date.parse(expiresAt) - clock.now()).toBeGreaterThan(23.9 * 3_600_000);

  const runs = await Promise.all(items.map((item) => read(item.agentId, item)));
  const gone = runs.filter((run) => run.historyUnavailableReason !== undefined);
  expect(gone).toHaveLength(1);
  expect(gone[0]).toMatchObject({
    status: "completed",
    source: "live-query",
    runlight: { decisions: [{ by: "Mira Holm" }] },
  });
  expect(gone[0]?.workflowNodes?.text).toContain('"status":"running"');
  expect(runs.find((run) => run.agentId === 62)?.taskResult?.text.length).toBeGreaterThan(5_000_000);
  expect(runs.filter((run) => run.agentId === 59).map((run) => run.runlight.attempt)).toEqual([
    { number: 2, of: 2 },
    { number: 1, of: 2 },
  ]);

  await source.close();
  const again = await openTestSource({ dataDir, isSeeded: true });
  expect(await allRuns(again.source)).toHaveLength(items.length);
});

test("without samples a first start is empty", async () => {
  const { source } = await openTestSource();
  expect(await allRuns(source)).toEqual([]);
});
