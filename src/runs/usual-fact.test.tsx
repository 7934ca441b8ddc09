// @vitest-environment happy-dom
/** What is usual and what is stuck, on screen: asked once, on the server's clock, true also when the page does not follow. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { Payload } from "../contract/payload.ts";
import { readSteps } from "../contract/read-steps.ts";
import { parseRun, type Run } from "../contract/run.ts";
import { StuckNotice } from "./stuck-notice.tsx";
import { UsualFact } from "./usual-fact.tsx";

const MINUTE = 60_000;
const HOUR_AHEAD = 60 * MINUTE;
/** On the server's clock, which is an hour ahead of this one. */
const ago = (ms: number) => new Date(Date.now() + HOUR_AHEAD - ms).toISOString();

const runOf = (over: object): Run =>
  parseRun(
    JSON.stringify({ workflowId: "wf_57_run_1", agentId: 57, status: "running", source: "live-query", ...over }),
  );
const completed = (ms: number, i: number) => ({
  workflowId: `w${i}`,
  agentId: 57,
  status: "completed",
  durationMs: ms,
});

let asked: string[] = [];
function answer(durationsMs: readonly number[] | undefined) {
  asked = [];
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    const body = { runs: (durationsMs ?? []).map(completed), counts: {}, nextPageToken: null };
    const headers = { "content-type": "application/json" };
    return new Response(durationsMs ? JSON.stringify(body) : "{}", { status: durationsMs ? 200 : 500, headers });
  });
}

function show(children: ReactNode, client = new QueryClient()) {
  return render(<QueryClientProvider client={client}>{children}</QueryClientProvider>);
}
const fact = (run: Run) => (
  <dl>
    <UsualFact agentId={57} run={run} clockOffsetMs={HOUR_AHEAD} />
  </dl>
);

// Lists bring their readers with them; the first time that takes longer than a test waits.
beforeAll(() => import("../contract/pages.ts"));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const TEN = [60, 70, 80, 90, 130, 140, 150, 160, 240, 600].map((s) => s * 1_000);

describe("usual", () => {
  it("says p50 and p90, and how an ended run compares", async () => {
    answer(TEN);
    show(fact(runOf({ status: "completed", source: "history", durationMs: 300_000 })));
    const term = await screen.findByRole("term");
    expect(term.textContent).toBe("Usual · slower than 9 of 10");
    expect(screen.getByRole("definition").textContent).toBe("2 min 10 s (p50) to 4 min 00 s (p90)");
    expect(asked).toEqual(["/api/v1/agents/57/runs?status=completed&pageSize=100"]);
  });

  it("says since when a run that goes on takes longer, but not while a person is waited for", async () => {
    answer(TEN);
    const client = new QueryClient();
    const { unmount } = show(fact(runOf({ startedAt: ago(10 * MINUTE) })), client);
    expect((await screen.findByRole("term")).textContent).toMatch(/^Usual · longer than usual since /);
    unmount();
    show(fact(runOf({ startedAt: ago(10 * MINUTE), status: "awaiting_human" })), client);
    expect((await screen.findByRole("term")).textContent).toBe("Usual, p50 to p90");
    expect(asked).toHaveLength(1);
  });

  it.each([
    ["too few runs", TEN.slice(0, 4)],
    ["an answer that failed", undefined],
  ])("says nothing after %s, and asks no second time", async (_, durations) => {
    answer(durations);
    const client = new QueryClient();
    for (let i = 0; i < 3; i++) {
      const { unmount } = show(fact(runOf({})), client);
      await vi.waitFor(() => expect(client.isFetching()).toBe(0));
      expect(screen.queryByRole("term")).toBeNull();
      unmount();
      window.dispatchEvent(new Event("focus"));
      window.dispatchEvent(new Event("online"));
    }
    expect(asked).toHaveLength(1);
  });
});

describe("no progress", () => {
  const stepsOf = (nodes: object[]) => readSteps(new Payload(JSON.stringify(nodes)));
  const fetching = () => ({ id: "b", name: "Fetch orders", status: "running", startedAt: ago(14 * MINUTE + 5_000) });
  const notice = (nodes: object[], over: object = {}, seenAt?: number) => (
    <StuckNotice
      agentId={57}
      run={runOf({ startedAt: ago(15 * MINUTE), ...over })}
      steps={stepsOf(nodes)}
      clockOffsetMs={HOUR_AHEAD}
      seenAt={seenAt}
    />
  );

  it("is said in minutes of the server's clock, with the step that changed last", async () => {
    answer([]);
    show(notice([fetching()]));
    const region = await screen.findByRole("region", { name: "No progress" });
    expect(region.textContent).toBe("No step changed for 14 min. Last: Fetch orders. ");
  });

  it("names attempt, last failure and next try of a step that retries", async () => {
    answer([]);
    const attempts = [1, 2].map((attempt) => ({
      attempt,
      status: "failed",
      startedAt: ago(14 * MINUTE),
      endedAt: ago(2 * MINUTE + 5_000),
      error: { type: "HttpError 502", message: "upstream <b>down</b>" },
    }));
    const node = {
      ...fetching(),
      status: "retrying",
      attempt: 7,
      maxAttempts: 10,
      attempts,
      nextAttemptAt: ago(-41_000),
    };
    show(notice([node]));
    const { textContent } = await screen.findByRole("region", { name: "No progress" });
    expect(textContent).toMatch(
      /^No step changed for 14 min\. Last: Fetch orders, attempt 7 of 10, last failed 2 min ago: HttpError 502, upstream <b>down<\/b>, next try in 4\d\.0 s\.$/,
    );
  });

  it("names why the running workflow was not read, at once", async () => {
    answer([]);
    show(notice([{ ...fetching(), startedAt: ago(1_000) }], { runlight: { cause: "No worker is polling." } }));
    const region = await screen.findByRole("region", { name: "Not live" });
    expect(region.textContent).toBe("Not read from the running workflow: No worker is polling.");
  });

  it("is not said of a run that waits for a person, nor of time in which nobody looked", () => {
    answer([]);
    const { rerender } = show(notice([fetching()], { status: "awaiting_human" }));
    expect(screen.queryByRole("region")).toBeNull();
    rerender(
      <QueryClientProvider client={new QueryClient()}>
        {notice([fetching()], {}, Date.now() + HOUR_AHEAD - 10 * MINUTE)}
      </QueryClientProvider>,
    );
    expect(screen.queryByRole("region")).toBeNull();
  });
});
