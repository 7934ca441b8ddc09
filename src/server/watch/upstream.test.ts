/** An upstream that tells nothing, fails, hangs or refuses: how often it is asked, and what viewers are told. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ProblemError } from "../problems.ts";
import { createLane } from "./lane.ts";
import { runWith, watchBench } from "./watch-bench.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const etagOf = (response: Response): string => response.headers.get("etag") ?? "";
const YOUNG = { status: "running", startedAt: new Date().toISOString(), pendingApproval: undefined };

test("an upstream that tells nothing is asked by the page's rule while somebody waits, and by nobody afterwards", async () => {
  const bench = watchBench(false);
  bench.change(runWith("first", { ...YOUNG, startedAt: new Date().toISOString() }));
  const etag = etagOf(await bench.get());
  const held = Promise.all(Array.from({ length: 1_000 }, () => bench.hold(etag, 25)));
  const from = bench.readings();
  await pass(15_000);
  const readings = bench.readings() - from;
  // 2 s, a fifth more or less.
  expect([readings >= 6, readings <= 10]).toEqual([true, true]);
  bench.change(runWith("second", YOUNG));
  await pass(2_500);
  expect((await held).map(({ status }) => status)).toEqual(Array.from({ length: 1_000 }, () => 200));
  const after = bench.readings();
  await pass(60_000);
  expect(bench.readings()).toBe(after);
});

test("a thousand who poll share one reading a second", async () => {
  const bench = watchBench(false);
  for (let second = 0; second < 10; second++) {
    for (let i = 0; i < 4; i++) {
      await Promise.all(Array.from({ length: 250 }, () => bench.get()));
      await pass(250);
    }
  }
  expect(bench.readings()).toBeLessThanOrEqual(10);
});

test("while the upstream fails, the last answer is given with its age, and nobody is held", async () => {
  const bench = watchBench(true);
  const etag = etagOf(await bench.get());
  const held = bench.hold(etag);
  bench.breakWith(() => Promise.reject(new ProblemError("bad-upstream", "Down.")));
  await pass(2_000);
  bench.change(runWith("not seen"));
  await pass(5);
  const woken = await held;
  expect([woken.status, woken.headers.get("age"), woken.headers.get("preference-applied")]).toEqual([304, "2", null]);
  const statuses: string[] = [];
  for (let at = 22; at <= 322; at += 20) {
    await pass(20_000);
    const { status, headers } = await bench.get();
    statuses.push(`${at} s: ${status}${headers.get("age") === String(at) ? "" : " without its age"}`);
  }
  expect(statuses.slice(0, 14)).toEqual(Array.from({ length: 14 }, (_, i) => `${22 + 20 * i} s: 200`));
  expect(statuses.at(-1)).toBe("322 s: 502 without its age");
  bench.breakWith();
  await pass(1_000);
  const fresh = await bench.get();
  expect([fresh.status, fresh.headers.get("age")]).toEqual([200, null]);
  expect(await fresh.text()).toContain("not seen");
});

test("a failing upstream is asked once a second, or when it said, however many ask", async () => {
  const bench = watchBench(true);
  bench.breakWith(() => Promise.reject(new ProblemError("busy", "Later.", {}, { "retry-after": "10" })));
  const refused = await Promise.all(Array.from({ length: 100 }, () => bench.get()));
  expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([429]));
  await pass(9_000);
  await bench.get();
  expect(bench.readings()).toBe(1);
  await pass(1_500);
  await bench.get();
  expect(bench.readings()).toBe(2);
});

test.each([
  ["forbidden", 403],
  ["not-found", 404],
  ["not-signed-in", 401],
] as const)("%s from the upstream goes to all who wait, and leaves nothing to be shown", async (problem, status) => {
  const bench = watchBench(true);
  const etag = etagOf(await bench.get());
  const held = bench.hold(etag);
  await pass(100);
  bench.breakWith(() => Promise.reject(new ProblemError(problem, "No.")));
  bench.change(runWith("not yours"));
  await pass(5);
  expect((await held).status).toBe(status);
  expect((await bench.get({ "if-none-match": etag })).status).toBe(status);
});

test("an upstream that hangs is given up after eight seconds, for all who wait for it and for those who come later", async () => {
  const bench = watchBench(true, { listAgents: () => new Promise<never>(() => undefined) });
  const etag = etagOf(await bench.get());
  bench.breakWith(() => new Promise<never>(() => undefined));
  bench.change(runWith("never seen"));
  const asked = Date.now();
  const joined = bench.get();
  const other = bench.get({}, "b");
  await pass(4_000);
  const late = bench.get({ "if-none-match": etag });
  await pass(4_100);
  expect([(await joined).status, (await late).status, (await other).status]).toEqual([200, 304, 503]);
  expect((await late).headers.get("age")).toBe("8");
  expect(Date.now() - asked).toBeLessThanOrEqual(8_500);
});

test("a lane runs so many at a time, holds so many more, refuses the rest at once, and frees what is given up", async () => {
  const late = (): ProblemError => new ProblemError("unavailable", "Late.");
  const lane = createLane({ late, concurrent: 2, queued: 3, deadlineMs: 1_000 });
  let running = 0;
  let most = 0;
  const hang = (): Promise<never> => {
    most = Math.max(most, ++running);
    return new Promise(() => undefined);
  };
  const outcomes = Array.from({ length: 10 }, () =>
    lane.run(hang).catch((error: unknown) => (error as ProblemError).problem),
  );
  await pass(1_000);
  const ended = await Promise.all(outcomes);
  expect(ended.filter((one) => one === "unavailable")).toHaveLength(5);
  expect(ended.filter((one) => one === "busy")).toHaveLength(5);
  expect(most).toBeLessThanOrEqual(5);
  await expect(lane.run(async () => "free again")).resolves.toBe("free again");
  await expect(lane.run(() => Promise.reject(new Error("its own")))).rejects.toThrow("its own");
});

test("readers who hang keep nobody from deciding", async () => {
  const { guardSource } = await import("./guard-source.ts");
  const { fixedSource } = await import("../fixed-source.ts");
  const hang = (): Promise<never> => new Promise(() => undefined);
  const { source } = fixedSource({ listAgents: hang });
  const guarded = guardSource(source, { concurrent: 1, queued: 1 });
  const viewer = {
    name: "a",
    isLocal: true,
    roles: new Set(["approver"] as const),
    agents: "all",
    scope: "a",
  } as const;
  for (let i = 0; i < 5; i++) guarded.listAgents({ pageSize: 1, after: "" }, viewer).catch(() => undefined);
  const request = {
    approvalId: "approval-1",
    body: { decision: "approve" },
    digest: "a".repeat(64),
    idempotencyKey: "k",
    asServed: (text: string) => text,
  } as const;
  const ref = { workflowId: "wf_57_run_1" };
  await expect(guarded.decide(57, ref, request, viewer)).resolves.toMatchObject({ decision: "approve" });
});
