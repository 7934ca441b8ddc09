// @vitest-environment happy-dom
/** The runs list: counts, filters and pages in the URL, rows that lead to runs, a start that is checked and told. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { createRouter } from "../ui/router-state.ts";
import { CurrentPage, Routed } from "../ui/router.tsx";
import { RunsPage } from "./runs-page.tsx";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const RUN = {
  agentId: 57,
  agentName: "Refund Review",
  agentType: "workflow",

  triggerType: "webhook",
};
const WAITING = {
  ...RUN,
  id: "a:1",
  workflowId: "wf_57_run_91",
  status: "awaiting_human",
  startedAt: new Date().toISOString(),
};
const RUNS = {
  runs: [
    WAITING,
    {
      ...RUN,
      id: "b:1",
      workflowId: "wf_57_run_90",
      status: "error",
      statusReason: "approval_timeout",
      durationMs: 86_400_000,
    },
    {
      ...RUN,
      id: "c:1",
      workflowId: "wf_57_run_89",
      status: "quarantined",
      summary: "Held <b>back</b>",
      durationMs: 18_900,
    },
    "broken",
  ],
  counts: { all_executions: 431, running: 1, awaiting_human: 2, error: 12, completed: 411 },
  nextPageToken: "t 2",
};
const SESSION = {
  source: "embedded",
  label: "Samples",
  can: { start: true, cancel: true, decide: true, attempts: true },
  viewer: { name: "local", isLocal: true },
  signIn: "none",
};

interface Answer {
  readonly status?: number;
  readonly body: object;
}

function open(path: string, answers: Record<string, Answer> = {}) {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    const key = `${init.method ?? "GET"} ${url}`;
    asked.push(init.body === undefined ? key : `${key} ${String(init.body)}`);
    const usual = url.includes("/session")
      ? SESSION
      : url.includes("/runs")
        ? RUNS
        : { agents: [], nextPageToken: null };
    const { status = 200, body } = answers[key] ?? { body: usual };
    const type = status < 400 ? "application/json" : "application/problem+json";
    return new Response(JSON.stringify(body), { status, headers: { "content-type": type } });
  });
  window.history.replaceState(null, "", path);
  const router = createRouter([
    { path: "/agents/:agentId/runs", Page: RunsPage },
    { path: "/agents/:agentId/runs/:runId", Page: () => <h1>The run</h1> },
  ]);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Routed router={router}>
        <CurrentPage Failed={() => null} Loading={() => null} />
      </Routed>
    </QueryClientProvider>,
  );
  return { asked };
}

test("rows say status, id, summary and times; unknown words stand as sent; nothing unreadable is dropped", async () => {
  open("/agents/57/runs");
  const link = await screen.findByRole("link", { name: "wf_57_run_90" });
  expect(link.getAttribute("href")).toBe("/agents/57/runs/wf_57_run_90");
  await screen.findByRole("button", { name: "Cancel… wf_57_run_91" });
  const row = (name: RegExp) => screen.getByRole("row", { name }).textContent;
  expect(row(/run_91/)).toMatch(/^Awaiting approvalwf_57_run_91Cancel… wf_57_run_91Webhook\d\d:\d\d:\d\d\d s$/);
  expect(row(/run_90/)).toBe("Errorwf_57_run_90Approval timed outWebhook24 h 00 min");
  expect(row(/run_89/)).toBe("quarantinedwf_57_run_89Held <b>back</b>Cancel… wf_57_run_89Webhook18.9 s");
  expect(screen.getByText("1 entry could not be read")).toBeTruthy();
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Refund Review");
  expect(document.title).toBe("Runs · Refund Review · Runlight");
  expect(await screen.findByText("Last 3 runs")).toBeTruthy();
});

test("new runs wait behind a button while rows take what is new about them; keys move through the rows", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "setInterval", "clearTimeout", "clearInterval"], shouldAdvanceTime: true });
  const body = { ...RUNS, runs: RUNS.runs.slice(0, 2) };
  const answers: Record<string, Answer> = { "GET /api/v1/agents/57/runs": { body } };
  open("/agents/57/runs", answers);
  await screen.findByRole("link", { name: "wf_57_run_90" });
  const newer = { ...RUN, id: "n:1", workflowId: "wf_57_run_99", status: "running" };
  answers["GET /api/v1/agents/57/runs"] = { body: { ...body, runs: [newer, { ...WAITING, status: "completed" }] } };
  await vi.advanceTimersByTimeAsync(15_000);
  const button = await screen.findByRole("button", { name: /1 new run$/ });
  const rows = () => screen.getAllByRole("link", { name: /^wf_57/ }).map((link) => link.textContent);
  expect(rows()).toEqual(["wf_57_run_91", "wf_57_run_90"]);
  expect(screen.getByRole("row", { name: /run_91/ }).textContent).toMatch(/^Completed/);
  fireEvent.click(button);
  expect(rows()).toEqual(["wf_57_run_99", "wf_57_run_91"]);
  expect(screen.queryByRole("button", { name: /new run/ })).toBeNull();
  vi.useRealTimers();
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("wf_57_run_99"));
  fireEvent.keyDown(document.body, { key: "j" });
  expect(document.activeElement?.textContent).toBe("wf_57_run_91");
  fireEvent.keyDown(document.body, { key: "k" });
  expect(document.activeElement?.textContent).toBe("wf_57_run_99");
});

test("tabs carry the counts; cancelled is derived and says so; a tab keeps the timeframe and drops the page", async () => {
  open("/agents/57/runs?timeframe=last_week&pageToken=old");
  await screen.findByText("431");
  const tabs = within(screen.getByRole("navigation", { name: "Runs by status" })).getAllByRole("link");
  expect(tabs.map((tab) => tab.textContent)).toEqual([
    "All runs431",
    "Running1",
    "Awaiting approval2",
    "Error12",
    "Completed411",
    "Cancelled5",
  ]);
  expect(screen.getByText("5").title).toMatch(/All runs minus/);
  expect(tabs[3]?.getAttribute("href")).toBe("/agents/57/runs?status=error&timeframe=last_week");
  expect(tabs[0]?.getAttribute("aria-current")).toBe("page");
});

test("the URL is what is asked for, and picking a timeframe changes it", async () => {
  const { asked } = open("/agents/57/runs?status=awaiting_human&approvalScope=mine");
  await screen.findByRole("link", { name: "wf_57_run_90" });
  expect(asked).toContain("GET /api/v1/agents/57/runs?status=awaiting_human&approvalScope=mine");
  fireEvent.change(screen.getByRole("combobox", { name: /^Started/ }), { target: { value: "last_day" } });
  await vi.waitFor(() =>
    expect(window.location.search).toBe("?status=awaiting_human&timeframe=last_day&approvalScope=mine"),
  );
});

test("next goes forward, newer goes back to where one was", async () => {
  open("/agents/57/runs");
  expect(screen.queryByRole("button", { name: "Newer" })).toBeNull();
  fireEvent.click(await screen.findByRole("link", { name: "Next" }));
  await vi.waitFor(() => expect(window.location.search).toBe("?pageToken=t+2"));
  fireEvent.click(await screen.findByRole("button", { name: "Newer" }));
  await vi.waitFor(() => expect(window.location.search).toBe(""));
});

test("an empty list says which filter emptied it", async () => {
  const body = { runs: [], counts: {}, nextPageToken: null };
  open("/agents/57/runs?timeframe=last_week", { "GET /api/v1/agents/57/runs?timeframe=last_week": { body } });
  expect(await screen.findByRole("heading", { name: "No runs in the last 7 days" })).toBeTruthy();
  expect(screen.getByRole("link", { name: "Show the last 30 days" }).getAttribute("href")).toBe(
    "/agents/57/runs?timeframe=last_month",
  );
});

test("on Modus no month is offered, for its API has no word for it", async () => {
  const body = { runs: [], counts: {}, nextPageToken: null };
  open("/agents/57/runs?timeframe=last_week", {
    "GET /api/v1/agents/57/runs?timeframe=last_week": { body },
    "GET /api/v1/session": { body: { ...SESSION, source: "modus" } },
  });
  await screen.findByRole("heading", { name: "No runs in the last 7 days" });
  await vi.waitFor(() => expect(screen.queryByRole("link", { name: "Show the last 30 days" })).toBeNull());
  expect(screen.queryByRole("option", { name: "Last 30 days" })).toBeNull();
  expect(screen.getByRole("option", { name: "Last 7 days" })).toBeTruthy();
});

test("an old page token leads back to the newest runs", async () => {
  const body = {
    type: "urn:runlight:problem:bad-page-token",
    status: 400,
    title: "This page is gone",
    detail: "It is too old.",
  };
  open("/agents/57/runs?pageToken=x", {
    "GET /api/v1/agents/57/runs?pageToken=x": { status: 400, body },
  });
  expect(await screen.findByRole("heading", { name: "This page is gone" })).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Newest runs" }));
  await vi.waitFor(() => expect(window.location.search).toBe(""));
});

test("a run starts with exactly the input written, and its page opens", async () => {
  const started = { id: "wf_57_run_92:u", workflowId: "wf_57_run_92", temporalRunId: "u", agentId: 57 };
  const { asked } = open("/agents/57/runs", { "POST /api/v1/agents/57/runs": { status: 201, body: started } });
  fireEvent.click(await screen.findByRole("button", { name: "Start a run…" }));
  const field = screen.getByRole("textbox", { name: "Input" });
  const submit = screen.getByRole<HTMLButtonElement>("button", { name: "Start run" });
  fireEvent.change(field, { target: { value: "[1]" } });
  expect(submit.disabled).toBe(true);
  expect(screen.getByText("The input is an object, written in { }.")).toBeTruthy();
  fireEvent.change(field, { target: { value: '{"amount": 1240.00}' } });
  fireEvent.click(submit);
  expect(await screen.findByRole("heading", { name: "The run" })).toBeTruthy();
  expect(asked).toContain('POST /api/v1/agents/57/runs {"input":{"amount": 1240.00}}');
});

test("a refused start keeps the input and says why", async () => {
  const body = {
    type: "urn:runlight:problem:unprocessable",
    status: 422,
    title: "The input does not fit",
    detail: "amount is missing",
  };
  open("/agents/57/runs", { "POST /api/v1/agents/57/runs": { status: 422, body } });
  fireEvent.click(await screen.findByRole("button", { name: "Start a run…" }));
  fireEvent.click(screen.getByRole("button", { name: "Start run" }));
  expect(await screen.findByText("amount is missing")).toBeTruthy();
  expect(screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Input" }).value).toBe("{}");
});

test("a run is cancelled from its row after a question, and the row claims no more than was asked", async () => {
  const path = "POST /api/v1/agents/57/runs/wf_57_run_91/cancel";
  const title = "The run has ended";
  const body = { type: "urn:runlight:problem:conflict", status: 409, title, detail: "Nothing is left to stop." };
  const answers: Record<string, Answer> = { [path]: { status: 409, body } };
  const { asked } = open("/agents/57/runs", answers);
  const row = async () => (await screen.findByRole("row", { name: /run_91/ })).textContent;
  const button = await screen.findByRole("button", { name: "Cancel… wf_57_run_91" });
  expect(screen.getAllByRole("button", { name: /^Cancel… / })).toHaveLength(2);
  fireEvent.click(button);
  fireEvent.click(await screen.findByRole("button", { name: "Keep it running" }));
  expect(asked.filter((one) => one.startsWith("POST"))).toEqual([]);
  fireEvent.click(button);
  fireEvent.click(await screen.findByRole("button", { name: "Cancel run" }));
  expect(await screen.findByText(/Nothing is left to stop/)).toBeTruthy();
  expect(await row()).not.toContain("Asked to stop");
  answers[path] = { status: 202, body: {} };
  fireEvent.click(screen.getByRole("button", { name: "Cancel run" }));
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(await row()).toMatch(/^Awaiting approval.*Asked to stop, \d/);
  expect(screen.queryByRole("button", { name: "Cancel… wf_57_run_91" })).toBeNull();
});

test("nobody is offered to cancel what they may not", async () => {
  const viewer = { name: "vera", isLocal: false, roles: ["viewer"] };
  open("/agents/57/runs", { "GET /api/v1/session": { body: { ...SESSION, viewer } } });
  await screen.findByRole("link", { name: "wf_57_run_90" });
  expect(screen.queryByRole("button", { name: /^Cancel/ })).toBeNull();
});

test("what is usual is said in words once enough runs completed, and not before", async () => {
  const figures = (count: number) => {
    const one = { ...RUN, status: "completed", startedAt: new Date().toISOString() };
    const runs = Array.from({ length: count }, (_, i) => ({ ...one, id: `d${i}:1`, durationMs: (i + 1) * 1_000 }));
    return { "GET /api/v1/agents/57/runs?pageSize=100": { body: { ...RUNS, runs } } };
  };
  open("/agents/57/runs", figures(4));
  expect(await screen.findByText("Last 4 runs")).toBeTruthy();
  expect(screen.queryByText(/took no longer/)).toBeNull();
  cleanup();
  open("/agents/57/runs", figures(5));
  expect(await screen.findByText(/^p50, half of the last completed runs took no longer$/)).toBeTruthy();
  expect(screen.getByText(/^p90, nine of ten$/)).toBeTruthy();
});
