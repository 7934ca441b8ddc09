/** Requests that are held until a run changes: who is answered what, and when. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ProblemError } from "../problems.ts";
import { readWaitMs } from "./prefer.ts";
import { runWith, watchBench } from "./watch-bench.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const etagOf = (response: Response): string => response.headers.get("etag") ?? "";

/** What became of a request by now. */
function watchOutcome(request: Promise<Response>): { response: Response | undefined } {
  const seen: { response: Response | undefined } = { response: undefined };
  void request.then((response) => (seen.response = response));
  return seen;
}

test.each([
  [null, 0],
  ["", 0],
  ["wait=20", 20_000],
  ["respond-async, wait=10", 10_000],
  ['Wait = "7" ; foo=bar', 7_000],
  ["wait=1", 1_000],
  ["wait=999999999", 25_000],
  ["wait=0", 0],
  ["wait=-1", 0],
  ["wait=2.5", 0],
  ["wait", 0],
  ["wait=5, wait=9", 5_000],
  ["waiting=9", 0],
] as const)("Prefer: %s holds for %i ms", (prefer, ms) => {
  expect(readWaitMs(prefer)).toBe(ms);
});

test("a request for a state that is no more is answered at once, and told that the next one may be held", async () => {
  const bench = watchBench(true);
  const first = await bench.get({ prefer: "wait=20" });
  expect([first.status, first.headers.get("preference-applied")]).toEqual([200, "wait"]);
  expect((await bench.get()).headers.get("preference-applied")).toBeNull();
  bench.change(runWith("news"));
  const second = await bench.hold(etagOf(first));
  expect([second.status, second.headers.get("preference-applied")]).toEqual([200, "wait"]);
  expect(await second.text()).toContain("news");
});

test("a held request is answered when the run changes, for all viewers from one reading", async () => {
  const bench = watchBench(true);
  const etag = etagOf(await bench.get());
  const held = Array.from({ length: 1_000 }, () => watchOutcome(bench.hold(etag)));
  await pass(3_000);
  expect(held.filter(({ response }) => response)).toEqual([]);
  bench.change(runWith("news"));
  await pass(5);
  expect(held.map(({ response }) => response?.status)).toEqual(held.map(() => 200));
  expect(held[999]?.response?.headers.get("preference-applied")).toBe("wait");
  expect(bench.readings()).toBe(2);
});

test("a change that changes nothing a viewer is served goes by", async () => {
  const bench = watchBench(true);
  const etag = etagOf(await bench.get());
  const held = watchOutcome(bench.hold(etag));
  bench.change(runWith("news").replace("news", "")); // Another reading, other bytes…
  await pass(5);
  expect(held.response?.status).toBe(200);
  const again = watchOutcome(bench.hold(etagOf(await bench.get())));
  for (const listener of bench.listeners) listener();
  await pass(5_000);
  expect(again.response).toBeUndefined();
});

test("without a change it ends with 304 before its time is over, and not all in one moment", async () => {
  const bench = watchBench(true);
  const etag = etagOf(await bench.get());
  const held = Array.from({ length: 200 }, () => watchOutcome(bench.hold(etag)));
  await pass(16_500);
  expect(held.filter(({ response }) => response)).toEqual([]);
  await pass(2_000);
  const early = held.filter(({ response }) => response).length;
  expect([early > 50, early < 150]).toEqual([true, true]);
  await pass(2_000);
  for (const { response } of held)
    expect([response?.status, response?.headers.get("preference-applied")]).toEqual([304, "wait"]);
});

test("a run that is over, and a request without Prefer, are answered at once", async () => {
  const bench = watchBench(true);
  const etag = etagOf(await bench.get());
  expect((await bench.get({ "if-none-match": etag })).status).toBe(304);
  bench.change(runWith("done", { status: "completed", source: "history" }));
  const ended = await bench.get({ prefer: "wait=20" });
  expect(ended.headers.get("preference-applied")).toBeNull();
  const held = await bench.hold(etagOf(ended));
  expect([held.status, held.headers.get("preference-applied")]).toEqual([304, null]);
});

test("a run that changes all the time is read ten times a second at most", async () => {
  const bench = watchBench(true);
  let etag = etagOf(await bench.get());
  let answers = 0;
  const from = bench.readings();
  const follow = async (): Promise<void> => {
    for (;;) {
      etag = etagOf(await bench.hold(etag));
      answers++;
    }
  };
  void follow();
  for (let i = 0; i < 500; i++) {
    bench.change(runWith(`change ${i}`));
    await pass(2);
  }
  expect(bench.readings() - from).toBeLessThanOrEqual(11);
  expect(answers).toBeGreaterThanOrEqual(9);
  await pass(200);
  expect(etag).toBe(etagOf(await bench.get()));
});

test("a client that goes away frees its place at once", async () => {
  const bench = watchBench(true);
  const etag = etagOf(await bench.get());
  const gone = new AbortController();
  const held = watchOutcome(bench.hold(etag, 20, "a", gone.signal));
  await pass(100);
  gone.abort();
  await pass(1);
  expect(held.response?.status).toBe(304);
});

test("when the process stops, everybody who waits is answered at once and told to come back, spread out", async () => {
  const bench = watchBench(true);
  const etag = etagOf(await bench.get());
  const held = Array.from({ length: 300 }, () => watchOutcome(bench.hold(etag)));
  await pass(100);
  bench.stop();
  await pass(1);
  const after = held.map(({ response }) => response?.headers.get("retry-after"));
  expect(held.every(({ response }) => response?.status === 304)).toBe(true);
  expect(new Set(after)).toEqual(new Set(["1", "2", "3", "4"]));
  expect(held[0]?.response?.headers.get("connection")).toBe("close");
  expect((await bench.hold(etag)).headers.get("retry-after")).not.toBeNull();
});

test("rights lost while a request was held are lost for its answer", async () => {
  const bench = watchBench(true);
  const etag = etagOf(await bench.get());
  const byTime = watchOutcome(bench.hold(etag, 5));
  const byChange = watchOutcome(bench.hold(etag));
  bench.revoke("a");
  await pass(6_000);
  expect(byTime.response?.status).toBe(404);
  bench.change(runWith("secret"));
  await pass(5);
  expect(byChange.response?.status).toBe(404);
});

test("viewers of two scopes never share a reading, nor a state", async () => {
  const bench = watchBench(true);
  const etag = etagOf(await bench.get({}, "a"));
  expect((await bench.get({ "if-none-match": etag }, "b")).status).toBe(304);
  expect(bench.readings()).toBe(2);
  bench.breakWith(() => Promise.reject(new ProblemError("not-found", "Gone.")));
  bench.change(runWith("news"));
  expect((await bench.get({ "if-none-match": etag }, "b")).status).toBe(404);
});

test("the source is listened to once a run and scope, and no more half a minute after the last viewer", async () => {
  const bench = watchBench(true);
  const etag = etagOf(await bench.get());
  void bench.hold(etag, 20);
  await pass(19_000);
  expect(bench.listeners.size).toBe(1);
  await pass(20_000);
  expect(bench.listeners.size).toBe(1);
  await pass(20_000);
  expect(bench.listeners.size).toBe(0);
});
