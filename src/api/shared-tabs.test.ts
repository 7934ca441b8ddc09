// @vitest-environment happy-dom
/** Tabs that share a run's requests: one asks, the others hear; hiding and leaving hand over. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Reply } from "./client.ts";
import { sessionQuery } from "./session-query.ts";
import { queries } from "./queries.ts";

const PATH = "/api/v1/agents/57/runs/wf_57_run_1";
const SESSION = sessionQuery().queryKey;
let tabs: Tab[] = [];
let held: { name: string; queue: (() => void)[] }[] = [];

/** A browser's locks, as far as they are used. */
const locks = {
  request(
    name: string,
    options: { signal?: AbortSignal; ifAvailable?: boolean },
    work: (lock: object | null) => unknown,
  ) {
    const lock = held.find((one) => one.name === name);
    const run = async (): Promise<unknown> => {
      const own = held.find((one) => one.name === name) ?? { name, queue: [] };
      if (!held.includes(own)) held.push(own);
      try {
        return await work({});
      } finally {
        const next = own.queue.shift();
        if (next) next();
        else held = held.filter((one) => one !== own);
      }
    };
    if (!lock) return run();
    if (options.ifAvailable) return Promise.resolve(work(null));
    return new Promise((resolve, reject) => {
      const start = (): void => resolve(run());
      lock.queue.push(start);
      options.signal?.addEventListener("abort", () => {
        lock.queue = lock.queue.filter((one) => one !== start);
        reject(new Error("aborted"));
      });
    });
  },
};

interface Tab {
  readonly ask: (etag: string) => Promise<string>;
  readonly asked: () => number;
  readonly answer: (status: number, etag: string) => void;
  readonly leave: () => void;
}

/** Another copy of the module, as another tab has it; the person is the same unless a test says otherwise. */
async function openTab(): Promise<Tab> {
  vi.resetModules();
  vi.doMock("./queries.ts", () => ({ queries }));
  const module = await import("./shared-tabs.ts");
  const leave = module.shareTabs(PATH);
  let asked = 0;
  let settle: (reply: Reply) => void = () => undefined;
  const own = (): Promise<Reply> => {
    asked++;
    return new Promise((resolve) => (settle = resolve));
  };
  const tab: Tab = {
    ask: async (etag) => {
      const reply = await module.askThroughTabs(PATH, etag, own, new AbortController().signal);
      return reply.kind === "reply" ? `${reply.status} ${reply.headers.get("etag")}` : reply.problem.name;
    },
    asked: () => asked,
    answer: (status, etag) => {
      const now = Date.now();
      const headers = new Headers({ etag });
      settle({ kind: "reply", request: 1, sentAt: now, settledAt: now, status, headers, text: "{}" });
    },
    leave,
  };
  tabs.push(tab);
  return tab;
}

function signInAs(name: string): void {
  queries.setQueryData(SESSION, { source: "modus", viewer: { name } } as never);
}

beforeEach(() => {
  vi.stubGlobal("navigator", { ...navigator, locks });
  signInAs("ada");
});
afterEach(() => {
  for (const tab of tabs.splice(0)) tab.leave();
  held = [];
  tabs = [];
  vi.unstubAllGlobals();
});

test("one tab asks, the other hears the same answer and asks nothing", async () => {
  const [first, second] = [await openTab(), await openTab()];
  const answers = [first.ask('"1"'), second.ask('"1"')];
  await vi.waitFor(() => expect(first.asked()).toBe(1));
  first.answer(200, '"2"');
  expect(await Promise.all(answers)).toEqual(['200 "2"', '200 "2"']);
  expect(second.asked()).toBe(0);
});

test("“unchanged” is heard only by a tab that has that state; another asks for itself", async () => {
  const [first, same, behind] = [await openTab(), await openTab(), await openTab()];
  void first.ask('"2"');
  const heard = same.ask('"2"');
  const old = behind.ask('"1"');
  await vi.waitFor(() => expect(first.asked()).toBe(1));
  first.answer(304, '"2"');
  expect(await heard).toBe('304 "2"');
  await vi.waitFor(() => expect(behind.asked()).toBe(1));
  behind.answer(200, '"2"');
  expect(await old).toBe('200 "2"');
  expect(same.asked()).toBe(0);
});

test("a refusal is nobody else's: every tab finds out for itself", async () => {
  const [first, second] = [await openTab(), await openTab()];
  void first.ask('"1"');
  const own = second.ask('"1"');
  await vi.waitFor(() => expect(first.asked()).toBe(1));
  first.answer(403, "");
  await vi.waitFor(() => expect(second.asked()).toBe(1));
  second.answer(403, '"x"');
  expect(await own).toBe('403 "x"');
});

test("when the tab that leads closes, the next one asks at once", async () => {
  const [first, second] = [await openTab(), await openTab()];
  void second.ask('"1"');
  await new Promise((resolve) => setTimeout(resolve));
  expect(second.asked()).toBe(0);
  first.leave();
  await vi.waitFor(() => expect(second.asked()).toBe(1));
});

test("an answer told by a tab of somebody else is not heard", async () => {
  const [first, second] = [await openTab(), await openTab()];
  void first.ask('"1"');
  let heard: string | undefined;
  void second.ask('"1"').then((answer) => (heard = answer));
  await vi.waitFor(() => expect(first.asked()).toBe(1));
  const channel = new BroadcastChannel(`runlight ${PATH}`);
  const foreign = { kind: "reply", who: "modus eve", reply: { status: 200, headers: [["etag", '"9"']], text: "{}" } };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A channel reaches its own origin only.
  channel.postMessage(foreign);
  first.answer(200, '"2"');
  await vi.waitFor(() => expect(heard).toBe('200 "2"'));
  channel.close();
});

test("without locks every tab asks for itself", async () => {
  vi.stubGlobal("navigator", { ...navigator, locks: undefined });
  const [first, second] = [await openTab(), await openTab()];
  void first.ask('"1"');
  void second.ask('"1"');
  expect([first.asked(), second.asked()]).toEqual([1, 1]);
});
