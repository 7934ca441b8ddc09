// @vitest-environment happy-dom
/** The banner as assistive technology and hands meet it: names, order, inert buttons, a request that changes. */
import { createHash } from "node:crypto";
import { QueryClient } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { waitingQuery } from "../api/list-queries.ts";
import { Payload } from "../contract/payload.ts";
import type { ApprovalBannerProps } from "./approval-banner.tsx";
import { LIVE, NOW, sampleBanner, watchedWith } from "./sample-banner.tsx";

const onAskNow = vi.fn();
const queries = new QueryClient();
const banner = (over: Partial<ApprovalBannerProps> = {}) => sampleBanner(queries, { onAskNow, ...over });

describe("what else waits", () => {
  const other = (workflowId: string, inMs: number) => ({
    agentId: 58,
    agentName: "Board Pack",
    workflowId,
    temporalRunId: "t",
    request: new Payload(`{"id":"a","expiresAt":"${new Date(NOW + inMs).toISOString()}"}`),
  });
  const shown = () => screen.queryByRole("navigation", { name: "Other approvals" });

  test("its place in the inbox, and the way to its neighbours", async () => {
    const own = { ...other("wf_57_run_89", 842_000), agentId: 57 };
    const approvals = [other("wf_58_run_2", 900_000), own, other("wf_58_run_1", 60_000)];
    queries.setQueryData(waitingQuery().queryKey, {
      page: { approvals, unreadable: [], nextPageToken: null },
      clockOffsetMs: 0,
    });
    render(banner());
    await vi.waitFor(() => expect(shown()).not.toBeNull());
    expect(shown()?.textContent).toBe("2 of 3 waitingPreviousNext");
    expect(screen.getByRole("link", { name: "Previous" }).getAttribute("href")).toBe("/agents/58/runs/wf_58_run_1");
    expect(screen.getByRole("link", { name: "Next" }).getAttribute("href")).toBe("/agents/58/runs/wf_58_run_2");
  });
});

/** Lets timers run, and what they set off settle. */
async function pass(ms: number): Promise<void> {
  await act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
    for (let i = 0; i < 20; i++) await Promise.resolve();
  });
}
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const isInert = (name: string | RegExp) => button(name).getAttribute("aria-disabled") === "true";

beforeEach(() => {
  vi.useFakeTimers({
    now: NOW,
    toFake: ["Date", "setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"],
  });
  // The browser hashes on another thread, whose time no fake clock knows.
  vi.spyOn(crypto.subtle, "digest").mockImplementation(async (_name, data) => {
    return new Uint8Array(
      createHash("sha256")
        .update(data as Uint8Array)
        .digest(),
    ).buffer;
  });
  vi.stubGlobal(
    "fetch",
    vi.fn(() => new Promise(() => {})),
  );
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  onAskNow.mockClear();
  queries.clear();
});

describe("what it shows", () => {
  test("is a region; the raw action, as written, stands before the agent's words, which are labelled", async () => {
    render(banner());
    await pass(0);
    const region = screen.getByRole("region", { name: "Approval needed" });
    const text = region.textContent ?? "";
    expect(text.indexOf("payments.refund")).toBeGreaterThan(0);
    expect(text.indexOf("1240.00")).toBeGreaterThan(text.indexOf("payments.refund"));
    expect(text.indexOf("The agent writes")).toBeGreaterThan(text.indexOf("1240.00"));
    expect(text.indexOf("Fraud score low.")).toBeGreaterThan(text.indexOf("The agent writes"));
    expect(within(region).getByRole("timer", { name: "Time left" }).textContent).toBe("14:02");
    expect(text).toContain("unknown: the steps do not say");
  });
  test.each(["{}", "[]", '""', "null"])(
    "%s: says that the details were not returned, and offers nothing",
    async (pendingApproval) => {
      render(banner({ watched: watchedWith({ pendingApproval }) }));
      await pass(600);
      expect(screen.getByText("The approval’s details were not returned.")).toBeTruthy();
      expect(screen.queryByRole("button", { name: "Approve…" })).toBeNull();
    },
  );
  test("a source that takes no decisions: informs, and has no buttons", async () => {
    render(banner({ canDecide: false }));
    await pass(600);
    expect(screen.getByText(/takes no decisions/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Reject…" })).toBeNull();
  });
  test("a viewer whose role may not decide: informs, and has no buttons", async () => {
    render(banner({ isApprover: false }));
    await pass(600);
    expect(screen.getByText(/Your role may look, not decide/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Approve…" })).toBeNull();
  });
  test("a part that is still encoded is marked", async () => {
    const pendingApproval =
      '{"id":"a","action":{"name":"x","args":{"blob":{"metadata":{"encoding":"binary/encrypted"},"data":"AA"}}}}';
    render(banner({ watched: watchedWith({ pendingApproval }) }));
    expect(screen.getByText(/cannot be inspected: it is encoded as binary\/encrypted/)).toBeTruthy();
  });
  test("nothing while no approval waits", () => {
    render(banner({ watched: watchedWith({ status: "running" }) }));
    expect(screen.queryByRole("region")).toBeNull();
  });
});

describe("inert buttons", () => {
  test("for half a second after they appear", async () => {
    render(banner());
    await pass(400);
    expect(isInert("Approve…")).toBe(true);
    fireEvent.click(button("Approve…"));
    expect(screen.queryByRole("dialog")).toBeNull();
    await pass(200);
    expect(isInert("Approve…")).toBe(false);
    fireEvent.click(button("Approve…"));
    expect(screen.getByRole("dialog")).toBeTruthy();
  });
  test("a press on buttons that moved since the last look hits nothing", async () => {
    render(banner());
    await pass(700);
    vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockReturnValue(new DOMRect(0, 60, 200, 36));
    fireEvent.click(button("Approve…"));
    expect(screen.queryByRole("dialog")).toBeNull();
    await pass(700);
    fireEvent.click(button("Approve…"));
    expect(screen.getByRole("dialog")).toBeTruthy();
  });
  test.each<[string, Partial<ApprovalBannerProps>, RegExp]>([
    ["paused", { isPaused: true }, /Paused/],
    ["offline", { decision: { ...LIVE, delayMs: null, strip: { kind: "offline" } } }, /Offline/],
    ["signed out", { decision: { ...LIVE, delayMs: null, strip: { kind: "signed-out" } } }, /Out of date/],
    ["two answers overdue", { watched: { ...watchedWith(), confirmedAt: NOW - 60_000 } }, /Out of date/],
    ["expired", { watched: watchedWith({ leftMs: 500 }) }, /Expired, waiting for the server/],
  ])("%s, and says why", async (_name, over, words) => {
    render(banner(over));
    await pass(700);
    expect(isInert("Approve…")).toBe(true);
    expect(isInert("Reject…")).toBe(true);
    const describedBy = button("Approve…").getAttribute("aria-describedby") ?? "";
    expect(document.getElementById(describedBy)?.textContent).toMatch(words);
    fireEvent.click(button("Approve…"));
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

test("after a jump of the clock only an answer wakes the buttons, not a request that failed", async () => {
  const watched = watchedWith();
  const { rerender } = render(banner({ watched }));
  await pass(700);
  expect(isInert("Approve…")).toBe(false);
  vi.setSystemTime(Date.now() - 1_800_000);
  await pass(700);
  expect(isInert("Approve…")).toBe(true);
  rerender(banner({ watched: { ...watched, settled: 2, settledAt: Date.now() } }));
  await pass(700);
  expect(isInert("Approve…")).toBe(true);
  rerender(banner({ watched: { ...watchedWith(), settled: 3 } }));
  await pass(700);
  expect(isInert("Approve…")).toBe(false);
});

describe("a request that changes under the eyes", () => {
  test("rests the buttons, marks the field, and wants a second look of a second", async () => {
    const { rerender } = render(banner());
    await pass(700);
    rerender(banner({ watched: watchedWith({ amount: "12400.00" }) }));
    await pass(700);
    expect(isInert("Approve…")).toBe(true);
    expect(screen.getByRole("alert").textContent).toMatch(/amount.*1240\.00 → .*12400\.00/);
    fireEvent.click(button("Look again"));
    await pass(900);
    expect(isInert("Approve…")).toBe(true);
    await pass(300);
    expect(isInert("Approve…")).toBe(false);
  });
  test("closes an open dialog, with words, and sends nothing", async () => {
    const { rerender } = render(banner());
    await pass(700);
    fireEvent.click(button("Approve…"));
    rerender(banner({ watched: watchedWith({ amount: "12400.00" }) }));
    await pass(0);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByRole("status", { name: "Your decision" }).textContent).toMatch(
      /The request changed.*Nothing was sent/,
    );
    expect(fetch).not.toHaveBeenCalled();
  });
  test("so does a new attempt", async () => {
    const { rerender } = render(banner());
    await pass(700);
    fireEvent.click(button("Reject…"));
    rerender(banner({ watched: watchedWith({ temporalRunId: "00000090-4a2b-4c3d-8e4f-5a6b7c8d9e0f" }) }));
    await pass(0);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByRole("status", { name: "Your decision" }).textContent).toMatch(/new attempt started/i);
  });
});

describe("the dialog", () => {
  const open = async (choice: "Approve…" | "Reject…") => {
    const view = render(banner());
    await pass(700);
    fireEvent.click(button(choice));
    return view;
  };
  test("begins on Cancel, names the action, shows the digest; Escape and Cancel send nothing", async () => {
    await open("Approve…");
    expect(document.querySelector("[data-autofocus]")?.textContent).toBe("Cancel");
    expect(
      within(screen.getByRole("dialog", { name: "Approve this action?" })).getByText(/sha256 [0-9a-f]{6}…[0-9a-f]{4}/),
    ).toBeTruthy();
    expect(button("Approve payments.refund")).toBeTruthy();
    fireEvent.click(button("Cancel"));
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(fetch).not.toHaveBeenCalled();
  });
  test("a rejection needs its reason: 10 to 2,000 characters", async () => {
    await open("Reject…");
    const reason = screen.getByLabelText("Reason");
    const submit = () => fireEvent.click(button("Reject payments.refund"));
    submit();
    expect(reason.getAttribute("aria-invalid")).toBe("true");
    fireEvent.change(reason, { target: { value: "  too short  " } });
    fireEvent.change(reason, { target: { value: "    short    " } });
    submit();
    fireEvent.change(reason, { target: { value: "x".repeat(2_001) } });
    submit();
    expect(fetch).not.toHaveBeenCalled();
    fireEvent.change(reason, { target: { value: "Wrong parcel" } });
    submit();
    expect(fetch).toHaveBeenCalledTimes(1);
    const [path, sent] = vi.mocked(fetch).mock.calls[0] ?? [];
    expect(path).toContain("/approvals/apr_1/decision");
    expect(sent?.body).toBe('{"decision":"reject","comment":"Wrong parcel"}');
    expect(screen.getByRole("status", { name: "Your decision" }).textContent).toMatch(/Sending your rejection/);
  });
  test("no success without an answer: silence turns into doubt, with the same key", async () => {
    await open("Approve…");
    fireEvent.click(button("Approve payments.refund"));
    await pass(5_100);
    const status = screen.getByRole("status", { name: "Your decision" });
    expect(status.textContent).toMatch(/Unknown whether your approval was recorded/);
    expect(screen.queryByRole("button", { name: "Approve…" })).toBeNull();
    await pass(1_000);
    const keys = vi.mocked(fetch).mock.calls.map(([, sent]) => new Headers(sent?.headers).get("idempotency-key"));
    expect(keys.length).toBe(2);
    expect(new Set(keys).size).toBe(1);
    expect(status.textContent).not.toMatch(/Approved/);
  });
});
