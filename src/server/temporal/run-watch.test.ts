/** What a watcher of one run does while the cluster refuses, is away, or holds open all it may. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRoom } from "./budget.ts";
import type { ClusterCalls } from "./cluster-calls.ts";
import { createHistory } from "./history-builder.ts";
import { createQueueHealth } from "./queue-health.ts";
import { createRunWatch } from "./run-watch.ts";

const RUN = { workflowId: "w", temporalRunId: "r" };
const BEGAN_AT = Date.UTC(2026, 0, 1);

beforeEach(() => void vi.useFakeTimers({ now: BEGAN_AT }));
afterEach(() => void vi.useRealTimers());

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

/** A cluster of one running workflow. `refuse` says what a call of that kind throws now, if anything. */
function bench(refuse: (call: string) => Error | undefined, places = 10) {
  const history = createHistory();
  history.add("workflowExecutionStarted", { workflowType: { name: "anyones" }, attempt: 1 }, BEGAN_AT);
  const asked = new Map<string, number>();
  const wakes = new Set<() => void>();
  const ask = (call: string): void => {
    asked.set(call, (asked.get(call) ?? 0) + 1);
    const refusal = refuse(call);
    if (refusal) throw refusal;
  };
  const seen = { changes: 0, dropped: 0, isListenedTo: true };
  const waits = createRoom(places);
  const calls = {
    describe: async () => {
      ask("describe");
      return { workflowExecutionInfo: { historyLength: history.events.length } };
    },
    history: async (_id: string, _run: string, token: Uint8Array | undefined, isWaiting: boolean) => {
      ask(isWaiting ? "wait" : "history");
      const from = token?.[0] ?? 0;
      if (isWaiting && from === history.events.length)
        await new Promise<void>((resolve) => {
          wakes.add(resolve);
          setTimeout(resolve, 20_000);
        });
      if (isWaiting) ask("answer");
      const next = isWaiting ? Uint8Array.of(history.events.length) : undefined;
      return { events: history.events.slice(from), nextPageToken: next };
    },
    query: async () => undefined,
  } as unknown as ClusterCalls;
  const unlimited = { take: () => true };
  const watch = createRunWatch({
    calls,
    run: RUN,
    health: createQueueHealth(unlimited),
    describes: unlimited,
    queries: unlimited,
    waits,
    isListenedTo: () => seen.isListenedTo,
    onChange: () => void seen.changes++,
    onDrop: () => void seen.dropped++,
  });
  const signal = (name: string): void => {
    history.add("workflowExecutionSignaled", { signalName: name }, Date.now());
  };
  const wake = (): void => {
    for (const one of wakes) one();
    wakes.clear();
  };
  const names = (): string[] => watch.snapshot()?.state.nodes.map((node) => node.name) ?? [];
  return { watch, asked, seen, signal, wake, names, waits };
}

const away = (): Error => Object.assign(new Error("14 UNAVAILABLE"), { code: 14 });
const throttled = (): Error => Object.assign(new Error("8 RESOURCE_EXHAUSTED"), { code: 8 });

test("while the cluster is away nothing old is given as new; once it is back everything is there, and told", async () => {
  let isAway = false;
  const { watch, seen, signal, wake, names } = bench(() => (isAway ? away() : undefined));
  await watch.open();
  signal("first");
  wake();
  await pass(10);
  expect(names()).toEqual(["first"]);
  isAway = true;
  const before = seen.changes;
  wake();
  await pass(10);
  expect(() => watch.snapshot()).toThrow("UNAVAILABLE");
  expect(seen.changes).toBeGreaterThan(before);
  signal("second");
  await pass(30_000);
  expect(() => watch.snapshot()).toThrow("UNAVAILABLE");
  isAway = false;
  const away30 = seen.changes;
  await pass(6_000);
  expect(names()).toEqual(["first", "second"]);
  expect(seen.changes).toBeGreaterThan(away30);
});

test("where long-polls are refused the run is asked for plainly, a few times a minute", async () => {
  const { watch, asked, signal, names } = bench((call) => (call === "wait" ? throttled() : undefined));
  await watch.open();
  for (let n = 0; n < 12; n++) {
    signal(`s${n}`);
    await pass(5_100);
    expect(names()).toHaveLength(n + 1);
  }
  expect(asked.get("wait")).toBeLessThanOrEqual(13);
  expect(asked.get("describe")).toBeLessThanOrEqual(40);
});

test("no more long-polls are open than may be; a run without one is asked for plainly", async () => {
  const { watch, asked, signal, names, waits } = bench(() => undefined, 1);
  expect(waits.enter()).toBe(true);
  await watch.open();
  const read = asked.get("history");
  await pass(60_000);
  expect([asked.get("wait"), asked.get("history")]).toEqual([undefined, read]);
  signal("late");
  await pass(5_100);
  expect(names()).toEqual(["late"]);
  waits.leave();
  await pass(6_000);
  expect(asked.get("wait")).toBeGreaterThan(0);
  expect(waits.enter()).toBe(false);
});

test("nobody asks and nobody listens: it is dropped, and its long-poll given back", async () => {
  const { watch, seen, waits } = bench(() => undefined, 1);
  await watch.open();
  await pass(120_000);
  expect([seen.dropped, waits.enter()]).toEqual([0, false]);
  seen.isListenedTo = false;
  await pass(60_000);
  expect([seen.dropped, waits.enter()]).toEqual([1, true]);
});
