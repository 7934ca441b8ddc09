// @vitest-environment happy-dom
/** What tabs agree on: one claims, one leads, all know what is looked at; storage that fails is no error. */
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type * as NoticeTabs from "./notice-tabs.ts";
import { forgetPerson, TOLD_KEY } from "./person-memory.ts";

interface Held {
  readonly name: string;
  readonly mode: LockMode;
}

let held: Held[] = [];
let waiting: { readonly name: string; readonly start: () => void }[] = [];

/** A browser's locks, as far as they are used. */
const locks = {
  async request(name: string, options: LockOptions, work: (lock: object | null) => unknown): Promise<unknown> {
    const mode = options.mode ?? "exclusive";
    const isTaken = () => held.some((one) => one.name === name && (mode === "exclusive" || one.mode === "exclusive"));
    if (isTaken()) {
      if (options.ifAvailable) return work(null);
      await new Promise<void>((start, refuse) => {
        waiting.push({ name, start });
        options.signal?.addEventListener("abort", () => refuse(new Error("aborted")));
      });
    }
    const own = { name, mode };
    held.push(own);
    try {
      return await work({});
    } finally {
      held = held.filter((one) => one !== own);
      const next = waiting.find((one) => one.name === name);
      waiting = waiting.filter((one) => one !== next);
      next?.start();
    }
  },
  query: async () => ({ held }),
};

/** Another copy of the module, as another tab has it. */
async function openTab(): Promise<typeof NoticeTabs> {
  vi.resetModules();
  return import("./notice-tabs.ts");
}

beforeEach(() => {
  localStorage.clear();
  [held, waiting] = [[], []];
  vi.stubGlobal("navigator", { ...navigator, locks });
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("of all tabs one may tell a thing, once; for somebody else it is another thing", async () => {
  const [one, other] = [await openTab(), await openTab()];
  const all = await Promise.all([one.claim("ann", "a"), other.claim("ann", "a"), one.claim("ann", "a")]);
  expect(all).toEqual([true, false, false]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await other.claim("ann", "a")).toBe(false);
  expect(await other.claim("ann", "b")).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await other.claim("bob", "a")).toBe(true);
  expect(localStorage.getItem(TOLD_KEY)).not.toContain("ann");
});

test("storage that hears late does not let two tabs tell", async () => {
  const [one, other] = [await openTab(), await openTab()];
  expect(await one.claim("ann", "a")).toBe(true);
  localStorage.clear();
  expect(await other.claim("ann", "a")).toBe(false);
});

test("what was seen is not told, and signing out forgets", async () => {
  const tab = await openTab();
  tab.noteTold("ann", ["a", "b"]);
  expect([await tab.claim("ann", "a"), await tab.claim("ann", "b"), await tab.claim("ann", "c")]).toEqual([
    false,
    false,
    true,
  ]);
  await vi.advanceTimersByTimeAsync(60_000);
  forgetPerson();
  expect(await tab.claim("ann", "a")).toBe(true);
});

test("one leads until it gives up, then the next", async () => {
  const [one, other] = [await openTab(), await openTab()];
  const heard: string[] = [];
  const stop = one.lead((isLeader) => heard.push(`one ${isLeader}`));
  const stopOther = other.lead((isLeader) => heard.push(`other ${isLeader}`));
  await vi.advanceTimersByTimeAsync(0);
  expect(heard).toEqual(["one true"]);
  stop();
  await vi.advanceTimersByTimeAsync(0);
  expect(heard).toEqual(["one true", "one false", "other true"]);
  stopOther();
  expect(heard.at(-1)).toBe("other false");
});

test("every tab knows what is looked at in another, as long as it is", async () => {
  const [one, other] = [await openTab(), await openTab()];
  const stop = one.lookAt("run 57 a");
  const stopOther = other.lookAt("run 57 a");
  expect(await other.isLookedAt("the inbox", "run 57 a")).toBe(true);
  expect(await other.isLookedAt("the inbox")).toBe(false);
  stop();
  await vi.advanceTimersByTimeAsync(0);
  expect(await one.isLookedAt("run 57 a")).toBe(true);
  stopOther();
  await vi.advanceTimersByTimeAsync(0);
  expect(await one.isLookedAt("run 57 a")).toBe(false);
});

test("without locks a tab leads, looks and claims for itself", async () => {
  vi.stubGlobal("navigator", { ...navigator, locks: undefined });
  const tab = await openTab();
  const heard: boolean[] = [];
  tab.lead((isLeader) => heard.push(isLeader))();
  expect(heard).toEqual([true, false]);
  const stop = tab.lookAt("the inbox");
  expect(await tab.isLookedAt("the inbox")).toBe(true);
  stop();
  expect(await tab.isLookedAt("the inbox")).toBe(false);
  expect([await tab.claim("ann", "a"), await tab.claim("ann", "a")]).toEqual([true, false]);
});

test("property: whatever stands in the storage, a thing is told once and the memory stays bounded", async () => {
  const tab = await openTab();
  const stored = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((keys) => `{"who":"ann","keys":${keys}}`),
    fc.array(fc.string(), { maxLength: 400 }).map((keys) => JSON.stringify({ who: "ann", keys })),
  );
  await fc.assert(
    fc.asyncProperty(stored, fc.array(fc.string(), { maxLength: 400 }), async (text, keys) => {
      localStorage.setItem(TOLD_KEY, text);
      tab.noteTold("ann", [...keys, "one"]);
      expect(await tab.claim("ann", "one")).toBe(keys.length >= tab.TOLD_MAX);
      const { keys: kept } = JSON.parse(localStorage.getItem(TOLD_KEY) ?? "") as { keys: string[] };
      expect(kept.length).toBeLessThanOrEqual(tab.TOLD_MAX);
      held = [];
    }),
    { numRuns: 2_000 },
  );
});
