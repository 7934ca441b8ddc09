// @vitest-environment happy-dom
/** The agents page: one row each, found by typing, honest about what failed. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { createRouter } from "../ui/router-state.ts";
import { Routed } from "../ui/router.tsx";
import { AgentsPage } from "./agents-page.tsx";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const AGENTS = {
  agents: [
    { id: 42, name: "Daily Sales Report", type: "task", status: "active", description: "Writes the report" },
    { id: 57, name: "Refund\u202e Review", type: "swarm", status: "haunted" },
    { id: "x" },
  ],
  nextPageToken: null,
};

/** Everything is in view. */
class AllSeen {
  readonly #tell: IntersectionObserverCallback;
  constructor(tell: IntersectionObserverCallback) {
    this.#tell = tell;
  }
  observe() {
    this.#tell([{ isIntersecting: true } as IntersectionObserverEntry], this as unknown as IntersectionObserver);
  }
  disconnect() {}
}

const run = (id: number, status: string, durationMs?: number) => ({
  id: `r${id}`,
  workflowId: `wf_42_run_${id}`,
  status,
  source: durationMs === undefined ? "live-query" : "history",
  durationMs,
  startedAt: new Date().toISOString(),
});
const RUNS = {
  runs: [
    run(9, "awaiting_human"),
    run(8, "error", 500),
    ...[1, 2, 3, 4, 60].map((s) => run(s, "completed", s * 1_000)),
  ],
  counts: { all_executions: 1_431, running: 1, awaiting_human: 2, error: 12, completed: 411 },
  nextPageToken: null,
};

function open(path: string, status = 200, body: object = AGENTS, runs: object = RUNS) {
  const type = status === 200 ? "application/json" : "application/problem+json";
  const asked: string[] = [];
  vi.stubGlobal("IntersectionObserver", AllSeen);
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    return new Response(JSON.stringify(url.includes("/runs") ? runs : body), {
      status,
      headers: { "content-type": type },
    });
  });
  window.history.replaceState(null, "", path);
  const router = createRouter([{ path: "/agents", Page: AgentsPage }]);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Routed router={router}>
        <AgentsPage />
      </Routed>
    </QueryClientProvider>,
  );
  return { asked };
}

const names = () =>
  screen
    .getAllByRole("row")
    .slice(1)
    .map((row) => row.textContent);

test("one row per agent, its name the link to its runs, words as sent where they are not known", async () => {
  open("/agents");
  const link = await screen.findByRole("link", { name: "Daily Sales Report" });
  expect(link.getAttribute("href")).toBe("/agents/42/runs");
  expect(names()[0]).toMatch(/^Daily Sales ReportWrites the reportTaskActive/);
  expect(names()[1]).toMatch(/^RefundU\+202E Reviewswarmhaunted/);
  expect(document.title).toBe("Agents · Runlight");
});

test("figures come after the names: last run, counts, usual durations, how many fail, and their sums", async () => {
  const { asked } = open("/agents");
  expect(await screen.findByText("2 agents, 2 running now, 4 approvals waiting")).toBeTruthy();
  expect(asked.indexOf("/api/v1/agents")).toBeLessThan(asked.indexOf("/api/v1/agents/42/runs?pageSize=100"));
  expect(names()[0]).toMatch(
    /TaskActiveAwaiting approval\S.*1,4311212, 1 of the last 6 ended runs failed \(17 %\)3\.0 s1 min 00 s$/,
  );
});

test("an agent without runs says so, and one whose runs cannot be read says that", async () => {
  open("/agents", 200, AGENTS, { runs: [], counts: { all_executions: 0 }, nextPageToken: null });
  await vi.waitFor(() => expect(screen.getAllByText("No runs yet")).toHaveLength(2));
  cleanup();
  open("/agents", 200, AGENTS, { unexpected: true });
  await vi.waitFor(() => expect(screen.getAllByText("Not known")).toHaveLength(2));
  expect(screen.getByText("2 agents")).toBeTruthy();
});

test("type and status narrow the list, in the URL; / goes to the search, j to the rows", async () => {
  open("/agents?type=task");
  await screen.findByRole("link", { name: "Daily Sales Report" });
  expect(names()).toHaveLength(1);
  fireEvent.change(screen.getByRole("combobox", { name: /^Type/ }), { target: { value: "swarm" } });
  await vi.waitFor(() => expect(window.location.search).toBe("?type=swarm"));
  fireEvent.change(screen.getByRole("combobox", { name: /^Status/ }), { target: { value: "active" } });
  expect(await screen.findByRole("heading", { name: "No agent matches" })).toBeTruthy();
  fireEvent.click(screen.getByRole("link", { name: "All agents" }));
  await vi.waitFor(() => expect(names()).toHaveLength(2));
  fireEvent.keyDown(document.body, { key: "/" });
  expect(document.activeElement).toBe(screen.getByRole("searchbox"));
  screen.getByRole("searchbox").blur();
  fireEvent.keyDown(document.body, { key: "j" });
  expect(document.activeElement?.textContent).toBe("Daily Sales Report");
});

test("typing narrows the list and stands in the URL", async () => {
  open("/agents");
  await screen.findByRole("link", { name: "Daily Sales Report" });
  fireEvent.change(screen.getByRole("searchbox", { name: "Find an agent" }), { target: { value: "sales" } });
  await vi.waitFor(() => expect(window.location.search).toBe("?find=sales"));
  expect(names()).toHaveLength(1);
  fireEvent.change(screen.getByRole("searchbox"), { target: { value: "nobody" } });
  expect(await screen.findByRole("heading", { name: "No agent matches" })).toBeTruthy();
});

test("a page token is asked for as it stands in the URL", async () => {
  const { asked } = open("/agents?pageToken=t%2B1", 200, { ...AGENTS, nextPageToken: "t 2" });
  expect((await screen.findByRole("link", { name: "Next" })).getAttribute("href")).toBe("/agents?pageToken=t+2");
  expect(asked).toContain("/api/v1/agents?pageToken=t%2B1");
});

test("a failure is told in the server's words, with a way on", async () => {
  open("/agents", 503, {
    type: "urn:runlight:problem:unavailable",
    status: 503,
    title: "The source is away",
    detail: "No answer.",
  });
  expect(await screen.findByRole("heading", { name: "The source is away" })).toBeTruthy();
  expect(screen.queryByRole("table")).toBeNull();
  expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
});
