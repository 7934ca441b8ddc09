// @vitest-environment happy-dom
/** Turning desktop notices on: asked by a press only, believed when the browser says no, and never an error. */
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

let asked = 0;
let shown: { title: string; options: NotificationOptions; notice: EventTarget }[] = [];

function browserWith(permission: NotificationPermission, answer: NotificationPermission = permission): void {
  class Fake extends EventTarget {
    static permission = permission;
    static requestPermission(): Promise<NotificationPermission> {
      asked++;
      Fake.permission = answer;
      return Promise.resolve(answer);
    }
    close = () => undefined;
    constructor(title: string, options: NotificationOptions = {}) {
      super();
      if (Fake.permission === "granted") shown.push({ title, options, notice: this });
    }
  }
  vi.stubGlobal("Notification", Fake);
}

async function openTab() {
  vi.resetModules();
  return import("./desktop-notices.ts");
}

const NOTICE = { key: "k", title: "Approval needed", body: "Agent 57, run a", onOpen: () => undefined };

beforeEach(() => {
  localStorage.clear();
  [asked, shown] = [0, []];
});
afterEach(() => vi.unstubAllGlobals());

test("off until somebody wants them; then the browser is asked once", async () => {
  browserWith("default", "granted");
  const tab = await openTab();
  expect(tab.getNoticesState()).toBe("off");
  tab.showNotice(NOTICE);
  expect([asked, shown]).toEqual([0, []]);
  expect(await tab.turnNoticesOn()).toBe("on");
  tab.turnNoticesOff();
  expect(await tab.turnNoticesOn()).toBe("on");
  expect(asked).toBe(1);
  expect((await openTab()).getNoticesState()).toBe("on");
});

test.each([
  ["refuses", "denied", "refused"],
  ["lets the question stand", "default", "off"],
] as const)("a browser that %s leaves them off", async (_, answer, state) => {
  browserWith("default", answer);
  const tab = await openTab();
  expect(await tab.turnNoticesOn()).toBe(state);
  expect(tab.getNoticesState()).toBe(state);
});

test("a browser without them, or where pages may show none, is told from one that refuses", async () => {
  vi.stubGlobal("Notification", undefined);
  expect(await (await openTab()).turnNoticesOn()).toBe("missing");
  class Illegal {
    static permission = "default";
    static requestPermission = () => Promise.reject(new Error("asked"));
    constructor() {
      throw new TypeError("Illegal constructor");
    }
  }
  vi.stubGlobal("Notification", Illegal);
  expect(await (await openTab()).turnNoticesOn()).toBe("missing");
  Illegal.permission = "granted";
  const tab = await openTab();
  tab.showNotice(NOTICE);
  expect(tab.getNoticesState()).toBe("missing");
});

test("a notice has its words and nothing else, and a press opens and closes it", async () => {
  browserWith("granted");
  const tab = await openTab();
  const onOpen = vi.fn();
  tab.showNotice({ ...NOTICE, onOpen });
  expect(shown.map(({ title, options }) => [title, options])).toEqual([
    ["Approval needed", { body: "Agent 57, run a", tag: "k", dir: "ltr" }],
  ]);
  expect(onOpen).not.toHaveBeenCalled();
  const focus = vi.spyOn(window, "focus").mockReturnValue();
  shown[0]?.notice.dispatchEvent(new Event("click"));
  expect([onOpen.mock.calls.length, focus.mock.calls.length]).toEqual([1, 1]);
});

test("property: they are on only when wanted and allowed, and what the browser says is never hidden by a choice", async () => {
  const { stateOf } = await openTab();
  const access = fc.constantFrom("allowed", "unasked", "refused", "missing");
  fc.assert(
    fc.property(access, fc.boolean(), (said, isWanted) => {
      const state = stateOf(said as Parameters<typeof stateOf>[0], isWanted);
      expect(state === "on").toBe(said === "allowed" && isWanted);
      if (said === "refused" || said === "missing") expect(state).toBe(said);
    }),
  );
});
