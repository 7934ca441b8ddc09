// @vitest-environment happy-dom
/** Watching a run: how often it asks, when it does not, and what return, pause and a check cost. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { setNoticesOff, setPausedKey } from "./page-conditions.ts";
import { useWatchRun } from "./watch-run.ts";

const running = { workflowId: "wf_1_run_1", agentId: 1, status: "running", source: "live-query", temporalRunId: "t" };
const json = { "content-type": "application/json" };
type Answer = (init: RequestInit) => Response | Promise<Response>;

let requests: { url: string; at: number; headers: Headers }[] = [];
let answer: Answer;
let visibility: DocumentVisibilityState = "visible";

const ok =
  (fields: object = {}, headers: object = {}): Answer =>
  () =>
    new Response(JSON.stringify({ ...running, ...fields }), { headers: { ...json, ...headers } });
const status =
  (code: number, headers: object = {}): Answer =>
  () =>
    new Response("", { status: code, headers: { ...headers } });
const hang: Answer = ({ signal }) =>
  new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError"))));

// Loading the reader of refusals takes real time, which pretended time does not wait for.
beforeAll(() => import("../contract/problem-read.ts"));
beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-11-24T12:00:00Z") });
  requests = [];
  visibility = "visible";
  setPausedKey(undefined);
  setNoticesOff(false);
  Object.defineProperty(document, "visibilityState", { configurable: true, get: () => visibility });
  Object.defineProperty(navigator, "onLine", { configurable: true, writable: true, value: true });
  vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), ms);
    return stop.signal;
  });
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    requests.push({ url, at: Date.now(), headers: new Headers(init.headers) });
    return Promise.resolve(answer(init));
  });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function watch(first: Answer, runId = "wf_1_run_1") {
  answer = first;
  const client = new QueryClient();
  const wrapper = ({ children }: { children: React.ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const hook = renderHook(() => useWatchRun(1, runId), { wrapper });
  await pass(50);
  return {
    hook,
    client,
    get is() {
      return hook.result.current;
    },
  };
}
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
async function show(to: DocumentVisibilityState) {
  visibility = to;
  await act(async () => void document.dispatchEvent(new Event("visibilitychange")));
}
async function online(isOnline: boolean) {
  Object.defineProperty(navigator, "onLine", { configurable: true, writable: true, value: isOnline });
  await act(async () => void window.dispatchEvent(new Event(isOnline ? "online" : "offline")));
}
/** Requests sent by doing this and in the time after it. */
async function cost(ms: number, what: () => void | Promise<void> = () => {}) {
  const before = requests.length;
  await act(async () => what());
  await pass(ms);
  return requests.length - before;
}

test("a young run is asked for every 2 s, with its ETag, however often the page renders", async () => {
  const { hook } = await watch(ok({}, { etag: '"e1"' }));
  expect(requests[0]?.url).toBe("/api/v1/agents/1/runs/wf_1_run_1?maxFieldBytes=262144");
  const before = requests.length;
  for (let i = 0; i < 600; i++) {
    hook.rerender();
    await pass(100);
  }
  expect(requests.length - before).toBeGreaterThanOrEqual(27);
  expect(requests.length - before).toBeLessThanOrEqual(33);
  expect(requests.at(-1)?.headers.get("if-none-match")).toBe('"e1"');
});

test("an unchanged answer is the same run object; the page keeps it through errors", async () => {
  const watched = await watch(ok({}, { etag: '"e1"' }));
  const { run } = watched.is.watched ?? {};
  answer = status(304);
  await pass(5_000);
  expect(watched.is.watched?.run).toBe(run);
  answer = status(500);
  await pass(5_000);
  expect(watched.is.watched).toMatchObject({ problem: { status: 500 } });
  expect(watched.is.watched?.run).toBe(run);
  expect(watched.is.decision.strip.kind).toBe("reconnecting");
});

test("history is final: no request for ten minutes, tabs and networks flipping", async () => {
  const watched = await watch(ok({ status: "completed", source: "history" }));
  expect(watched.is.decision.strip.kind).toBe("final");
  const before = requests.length;
  for (let i = 0; i < 20; i++) {
    await show("hidden");
    await pass(15_000);
    await show("visible");
    window.dispatchEvent(new Event("focus"));
    await online(false);
    await online(true);
    await pass(15_000);
  }
  expect(requests.length).toBe(before);
  expect(await cost(600_000, () => watched.is.checkAgain())).toBe(1);
});

test("hidden: one a minute; none with notices off; one at once on return; flips cost one at most", async () => {
  await watch(ok());
  await show("hidden");
  expect(await cost(600_000)).toBeLessThanOrEqual(10);
  act(() => setNoticesOff(true));
  expect(await cost(600_000)).toBe(0);
  expect(await cost(900, () => show("visible"))).toBe(1);
  await pass(1_000);
  const before = requests.length;
  for (let i = 0; i < 25; i++) {
    await show("hidden");
    await pass(10);
    await show("visible");
    await pass(10);
  }
  expect(requests.length - before).toBeLessThanOrEqual(1);
});

test("offline: nothing; exactly one at once on return, also when a request hung", async () => {
  await watch(ok());
  answer = hang;
  await pass(3_000);
  await online(false);
  expect(await cost(60_000)).toBe(0);
  answer = ok();
  expect(await cost(1_000, () => online(true))).toBe(1);
});

test("after sleep: exactly one at once", async () => {
  await watch(ok());
  answer = ok();
  vi.setSystemTime(Date.now() + 3_600_000);
  const before = requests.length;
  await pass(5_001);
  // The sleep's own, and the usual ones of five seconds.
  expect(requests.length - before).toBeGreaterThanOrEqual(1);
  expect(requests.length - before).toBeLessThanOrEqual(4);
});

test("paused: nothing, and what is under way is dropped; resuming asks once", async () => {
  const watched = await watch(ok());
  let release: (response: Response) => void = () => {};
  answer = () => new Promise((resolve) => (release = resolve));
  await pass(2_500);
  act(() => watched.is.pause());
  release(new Response(JSON.stringify({ ...running, summary: "late" }), { headers: json }));
  await show("hidden");
  await show("visible");
  expect(await cost(60_000)).toBe(0);
  expect(watched.is.watched?.run?.summary).toBeUndefined();
  expect(watched.is.decision.strip.kind).toBe("paused");
  answer = ok();
  expect(await cost(1_000, () => watched.is.resume())).toBe(1);
  expect(watched.is.isPaused).toBe(false);
});

test("a hung request ends after 10 s and is a timeout; a click does not wait for it", async () => {
  const watched = await watch(ok());
  answer = hang;
  await pass(12_600);
  expect(watched.is.watched?.problem?.name).toBe("timeout");
  await pass(4_000);
  answer = ok({ summary: "fresh" });
  act(() => watched.is.checkAgain());
  await pass(50);
  expect(watched.is.watched?.run?.summary).toBe("fresh");
});

test("focus and online during a backoff ask at once, but not earlier than a busy server allows", async () => {
  const watched = await watch(ok());
  answer = status(500);
  await pass(60_000);
  expect(await cost(900, () => void window.dispatchEvent(new Event("focus")))).toBe(1);
  answer = hang;
  while (watched.is.watched?.problem?.name !== "timeout") await pass(1_000);
  while (!watched.is.isAsking) await pass(1_000);
  await pass(1_000);
  answer = ok();
  expect(await cost(900, () => void window.dispatchEvent(new Event("focus")))).toBe(1);
  expect(watched.is.watched?.problem).toBeUndefined();
  answer = hang;
  act(() => watched.is.checkAgain());
  while (watched.is.watched?.problem?.name !== "timeout") await pass(1_000);
  while (!watched.is.isAsking) await pass(100);
  answer = ok();
  // The request that hangs was sent an instant ago.
  expect(await cost(900, () => void window.dispatchEvent(new Event("focus")))).toBe(1);
  expect(watched.is.watched?.problem).toBeUndefined();
  answer = status(503, { "retry-after": "120" });
  act(() => watched.is.checkAgain());
  await pass(5_000);
  expect(watched.is.decision.strip.kind).toBe("busy");
  act(() => void window.dispatchEvent(new Event("focus")));
  await online(false);
  await online(true);
  expect(await cost(100_000)).toBe(0);
  expect(await cost(60_000)).toBe(1);
});

test.each([401, 403, 410])("%i stops at once", async (code) => {
  await watch(ok());
  answer = status(code);
  await pass(3_000);
  const comeBack = async () => {
    await show("hidden");
    await show("visible");
    window.dispatchEvent(new Event("focus"));
  };
  expect(await cost(600_000, comeBack)).toBe(0);
});

test("an id that no run can have is never asked for", async () => {
  const watched = await watch(ok(), "a/../b");
  expect(requests).toEqual([]);
  expect(watched.is.decision.strip.kind).toBe("bad-link");
});

test("another run of the same page is never shown under this one's URL", async () => {
  const watched = await watch(ok({ workflowId: "wf_1_run_2" }));
  expect(watched.is.watched?.run).toBeUndefined();
  expect(watched.is.watched?.problem?.name).toBe("wrong-run");
});
