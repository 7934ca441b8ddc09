/** History that is gone: what was last seen stays, said to be that; decisions stay; what nobody saw is not invented. */
import { expect, test } from "vitest";
import { isEnded } from "../../contract/run.ts";
import { DAY_MS, openTestSource, tempDir } from "./test-bench.ts";

const statuses = (text: string | undefined) =>
  (JSON.parse(text ?? "[]") as { status: string }[]).map((node) => node.status);
/** Answers ask nobody's clock, so looking is only asking. */
const hasStarted = (text: string | undefined, count: number) =>
  statuses(text).filter((one) => one === "completed").length >= count;

test("the last live answer is served with the end from the index, and says as of when", async () => {
  const bench = await openTestSource({ retentionMs: 30 * DAY_MS });
  const ref = await bench.start(58);
  const seen = await bench.until(58, ref, (run) => hasStarted(run.workflowNodes?.text, 1));
  const seenAt = bench.clock.now();
  // Nobody looks again until it is over.
  await bench.clock.runUntil(() => false, seenAt + 10 * 60_000);
  const closed = await bench.read(58, ref);
  bench.source.sweep(bench.clock.now());
  const gone = await bench.read(58, ref);
  expect(gone).toMatchObject({
    source: "live-query",
    historyUnavailableReason: "Event log deleted: the retention period of 30 days has passed",
    status: "error",
    statusReason: "approval_timeout",
    endedAt: closed.endedAt,
    durationMs: closed.durationMs,
    summary: closed.summary,
  });
  expect(gone.runlight.asOf).toBe(new Date(seenAt).toISOString());
  expect(gone.workflowNodes?.text).toBe(seen.workflowNodes?.text);
  expect(statuses(gone.workflowNodes?.text)).toContain("running");
  expect(gone.runlight.decisions).toEqual(closed.runlight.decisions);
  expect((await bench.read(58, ref)).text).toBe(gone.text);
});

test("a run nobody looked at while it was live has index fields only", async () => {
  const bench = await openTestSource();
  const ref = await bench.start(57, '{"amount":5}');
  await bench.clock.runUntil(() => false, bench.clock.now() + 60_000);
  bench.source.sweep(bench.clock.now());
  const gone = await bench.read(57, ref);
  expect(gone).toMatchObject({ status: "completed", summary: "Refunded €5.00 to Ada Novak without approval." });
  expect(gone.historyUnavailableReason).toBeDefined();
  expect(gone.workflowNodes).toBeUndefined();
  expect(gone.runlight.asOf).toBeUndefined();
});

test("open runs and young ones keep their log; the retention period is the time since the end", async () => {
  const bench = await openTestSource();
  const open = await bench.start(57);
  const ref = await bench.start(42);
  await bench.until(57, open, (run) => run.status === "awaiting_human");
  const endedAt = Date.parse((await bench.until(42, ref, isEnded)).endedAt ?? "");
  bench.source.sweep(endedAt);
  expect((await bench.read(42, ref)).source).toBe("history");
  bench.source.sweep(endedAt + 1);
  expect((await bench.read(42, ref)).source).toBe("live-query");
  expect((await bench.read(57, open)).historyUnavailableReason).toBeUndefined();
});

test("what was seen survives a restart, and the sweep of the next start serves it", async () => {
  const dataDir = tempDir();
  const first = await openTestSource({ dataDir });
  const ref = await first.start(58);
  const seen = await first.until(58, ref, (run) => hasStarted(run.workflowNodes?.text, 1));
  await first.clock.runUntil(() => false, first.clock.now() + 10 * 60_000);
  await first.source.close();
  const second = await openTestSource({ dataDir, retentionMs: 1 });
  await second.clock.runUntil(() => false, second.clock.now() + DAY_MS);
  second.source.sweep(second.clock.now());
  const gone = await second.read(58, ref);
  expect(gone.historyUnavailableReason).toBe("Event log deleted: the retention period of 1 millisecond has passed");
  expect(gone.workflowNodes?.text).toBe(seen.workflowNodes?.text);
});
