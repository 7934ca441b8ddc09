// @vitest-environment happy-dom
/** Attempts by role and name: which is shown, that another is newer, and one request to find out. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { parseRun, type Run } from "../contract/run.ts";
import { Announcer } from "../ui/announce.tsx";
import { AttemptNews, AttemptsFact, NewerAttemptButton, OldAttemptNotice } from "./attempts-switcher.tsx";
import { useAttempts } from "./use-attempts.ts";

const UUID = (n: number) => `0000000${n}-4a2b-4c3d-8e4f-5a6b7c8d9e0f`;
const runOf = (n: number, status = "completed"): Run =>
  parseRun(JSON.stringify({ workflowId: "wf_57_run_1", agentId: 57, status, temporalRunId: UUID(n) }));

let asked = 0;
let known: readonly number[] | undefined;
function answer(...attempts: number[]) {
  asked = 0;
  known = attempts;
  vi.stubGlobal("fetch", async () => {
    asked++;
    const list = (known ?? []).map((n) => ({ temporalRunId: UUID(n), attempt: n, status: "running", startedAt: "" }));
    const headers = { "content-type": "application/json" };
    return new Response(JSON.stringify({ attempts: list }), { status: known ? 200 : 500, headers });
  });
}

const onPick = vi.fn();
const onAskRun = vi.fn();

function Page({ run, previous, isOffered = true }: { run: Run; previous?: number; isOffered?: boolean }) {
  const attempts = useAttempts(57, run, isOffered);
  return (
    <>
      <dl>
        <AttemptsFact attempts={attempts} onPick={onPick} />
      </dl>
      <AttemptNews run={run} previous={previous === undefined ? undefined : UUID(previous)} attempts={attempts} />
      <OldAttemptNotice attempts={attempts} onNewest={onPick} />
      <NewerAttemptButton attempts={attempts} onAskRun={isOffered ? undefined : onAskRun} />
      <Announcer />
    </>
  );
}

function show(props: Parameters<typeof Page>[0]) {
  const client = new QueryClient();
  const page = (next: Parameters<typeof Page>[0]) => (
    <QueryClientProvider client={client}>
      <Page {...next} />
    </QueryClientProvider>
  );
  const { rerender } = render(page(props));
  return (next: Parameters<typeof Page>[0]) => rerender(page(next));
}

// Lists bring their readers with them; the first time that takes longer than a test waits.
beforeAll(() => import("../contract/pages.ts"));
afterEach(() => {
  cleanup();
  onPick.mockReset();
  onAskRun.mockReset();
  vi.unstubAllGlobals();
});

describe("several attempts", () => {
  it("are a choice, with the shown one's status as the run says it", async () => {
    answer(2, 1);
    show({ run: runOf(2, "error") });
    const choice = await screen.findByRole("combobox", { name: "Attempt" });
    expect([...choice.querySelectorAll("option")].map((o) => o.textContent)).toEqual([
      "2 of 2 · Error",
      "1 of 2 · Running",
    ]);
    fireEvent.change(choice, { target: { value: UUID(1) } });
    expect(onPick).toHaveBeenCalledWith(UUID(1));
    expect(screen.queryByRole("region", { name: "Earlier attempt" })).toBeNull();
  });

  it("have a banner on an old one, which leads to the newest", async () => {
    answer(2, 1);
    show({ run: runOf(1, "error") });
    const banner = await screen.findByRole("region", { name: "Earlier attempt" });
    expect(banner.textContent).toContain("This is attempt 1. Attempt 2 came after it: Running.");
    fireEvent.click(screen.getByRole("button", { name: "Show attempt 2" }));
    expect(onPick).toHaveBeenCalledWith(UUID(2));
    expect(screen.queryByRole("button", { name: "Check for a newer attempt" })).toBeNull();
  });

  it("are asked for again when a new one takes the place of the shown one, and it is said", async () => {
    answer(1);
    const showNext = show({ run: runOf(1, "running") });
    await vi.waitFor(() => expect(screen.getByRole("definition").textContent).toBe("1 of 1"));
    known = [2, 1];
    showNext({ run: runOf(2, "running"), previous: 1 });
    const news = await screen.findByRole("region", { name: "New attempt" });
    await vi.waitFor(() => expect(news.textContent).toBe("Attempt 2 started, showing it."));
    expect((await screen.findByRole("combobox", { name: "Attempt" })).textContent).toContain("2 of 2");
    expect(document.querySelector("[aria-live]")?.textContent).toBe("A new attempt started, showing it");
    expect(asked).toBe(2);
  });
});

describe("a check for a newer attempt", () => {
  const check = async () => fireEvent.click(await screen.findByRole("button", { name: "Check for a newer attempt" }));

  it("sends one request, and says that there is none", async () => {
    answer(1);
    show({ run: runOf(1) });
    await check();
    // On screen, and for people who listen.
    expect(await screen.findAllByText("No newer attempt")).toHaveLength(2);
    expect(asked).toBe(2);
  });

  it("shows the banner where there is one", async () => {
    answer(1);
    show({ run: runOf(1) });
    await screen.findByRole("button", { name: "Check for a newer attempt" });
    known = [2, 1];
    await check();
    expect((await screen.findByRole("region", { name: "Earlier attempt" })).textContent).toContain(
      "Attempt 2 came after",
    );
    expect(asked).toBe(2);
  });

  it("says when nobody could tell", async () => {
    answer(1);
    show({ run: runOf(1) });
    await screen.findByRole("button", { name: "Check for a newer attempt" });
    known = undefined;
    await check();
    // On screen, and for people who listen.
    expect(await screen.findAllByText("Could not be checked")).toHaveLength(2);
  });

  it("asks for the run itself where the source lists no attempts", async () => {
    answer(1);
    show({ run: runOf(1), isOffered: false });
    await check();
    expect(onAskRun).toHaveBeenCalledTimes(1);
    expect(asked).toBe(0);
  });
});
