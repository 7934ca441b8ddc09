// @vitest-environment happy-dom
/** The run page by role and name, fed through its own door to HTTP with answers as text. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createRouter } from "../ui/router-state.ts";
import { Routed } from "../ui/router.tsx";
import { RunPage } from "./run-page.tsx";

const UUID = "00000089-4a2b-4c3d-8e4f-5a6b7c8d9e0f";
const HOSTILE = "<img src=x onerror=alert(1)>\u202e";
const at = (second: number) => new Date(Date.UTC(2026, 5, 12, 9, 30, second)).toISOString();

const NODES = [
  {
    id: "load",
    name: "Load order",
    type: "tool",
    status: "completed",
    startedAt: at(0),
    endedAt: at(2),
    output: { paid: 1 },
  },
  {
    id: "fraud",
    name: "Check fraud score",
    type: "tool",
    status: "failed",
    dependsOn: ["load"],
    startedAt: at(2),
    endedAt: at(9),
    attempt: 3,
    error: { type: "ActivityError", message: "gave up", cause: { type: "HttpError 502", message: "upstream down" } },
  },
  {
    id: "reply",
    name: HOSTILE,
    type: "agent",
    status: "half-done",
    dependsOn: ["fraud"],
    startedAt: at(9),
    mood: "fine",
  },
  { id: "send", name: "Send the reply", type: "tool", status: "pending", dependsOn: ["reply"] },
];
const RUN = {
  id: `wf_57_run_89:${UUID}`,
  workflowId: "wf_57_run_89",
  agentId: 57,
  agentName: "Refund Review",
  agentType: "workflow",
  status: "error",
  source: "history",
  temporalRunId: UUID,
  triggerType: "webhook",
  startedAt: at(0),
  endedAt: at(20),
};

let asked: string[] = [];

function answer(run: object | string) {
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    const headers = { "content-type": "application/json", "runlight-now": String(Date.now()) };
    if (path.includes("/session")) {
      const can = { start: true, cancel: true, decide: true, attempts: false };
      return new Response(
        JSON.stringify({
          source: "embedded",
          label: "Sample agents",
          can,
          viewer: { name: "local", isLocal: true },
          signIn: "none",
        }),
        { headers },
      );
    }
    return new Response(typeof run === "string" ? run : JSON.stringify(run), { headers });
  });
}

function open(query = "", run = "wf_57_run_89") {
  window.history.replaceState(null, "", `/agents/57/runs/${run}${query}`);
  const router = createRouter([{ path: "/agents/:agentId/runs/:runId", Page: RunPage }]);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Routed router={router}>
        <RunPage />
      </Routed>
    </QueryClientProvider>,
  );
}

const steps = () => screen.getByRole("treegrid", { name: "Steps" });
const rowNames = () =>
  within(steps())
    .getAllByRole("row")
    .map((row) => row.getAttribute("aria-label"))
    .filter((name) => name !== null);

// Parts that come later; the first time their code takes longer than a test waits.
beforeAll(() => Promise.all([import("./inspector.tsx"), import("./run-tail.tsx"), import("./run-news.tsx")]));
beforeEach(() => {
  asked = [];
  window.scrollBy = () => undefined;
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("a failed workflow run", () => {
  beforeEach(() => answer({ ...RUN, workflowNodes: NODES, summary: `Stopped. ${HOSTILE}`, futureField: { a: 1 } }));

  it("says what it is, by role and name", async () => {
    open();
    expect((await screen.findByRole("heading", { level: 1 })).textContent).toBe("Refund Review");
    expect(screen.getByRole("status", { name: "Run status" }).textContent).toBe("Error");
    expect(screen.getByRole("status", { name: "Live updates" }).textContent).toContain("Final");
    expect(screen.getByRole("region", { name: "Summary" }).textContent).toContain("<img src=x");
    expect(document.title).toBe("Error · Refund Review · Runlight");
    expect(await screen.findByText("Other fields", { selector: "summary span" })).toBeTruthy();
    expect(screen.getByText("Raw answer")).toBeTruthy();
  });

  it("is asked for by exactly the id of its address, escapes in it included", async () => {
    open("", "a%252Fb%2F1");
    await screen.findByRole("heading", { level: 1 });
    expect(asked[0]).toMatch(/^\/api\/v1\/agents\/57\/runs\/a%252Fb%2F1\?/);
  });

  it("has one row per step: title first, then the status, unknown words as sent", async () => {
    open();
    await screen.findByRole("treegrid", { name: "Steps" });
    expect(rowNames()).toEqual([
      expect.stringMatching(/^Load order, Completed/),
      expect.stringMatching(/^Check fraud score, Failed/),
      expect.stringContaining("half-done"),
      expect.stringMatching(/^Send the reply, Pending/),
    ]);
  });

  it("lets nothing the agent wrote become markup, and shows hidden characters", async () => {
    open();
    await screen.findByRole("treegrid", { name: "Steps" });
    expect(document.querySelectorAll("img")).toHaveLength(0);
    expect(steps().textContent).toContain("<img src=x onerror=alert(1)>");
    expect(steps().textContent).not.toContain("\u202e");
  });

  it("leads from the error to the failing step and its causes", async () => {
    open();
    const error = await screen.findByRole("region", { name: "Error" });
    expect(error.textContent).toContain("Check fraud score failed after 3 attempts: HttpError 502, upstream down");
    fireEvent.click(within(error).getByRole("button", { name: "Check fraud score" }));
    const details = await screen.findByRole("complementary", { name: "Step details" });
    expect((await within(details).findByRole("tab", { selected: true })).textContent).toBe("Error");
    expect(details.textContent).toMatch(/ActivityError[^]*caused by · root cause[^]*HttpError 502/);
    expect(window.location.search).toBe("?step=fraud");
  });

  it("keeps the picked step, view and filters in the URL", async () => {
    open("?step=load&view=table&phase=succeeded");
    await screen.findByRole("treegrid", { name: "Steps" });
    expect(rowNames()).toEqual([expect.stringMatching(/^Load order/)]);
    expect(screen.getByRole("row", { name: /^Load order/ }).getAttribute("aria-selected")).toBe("true");
    fireEvent.click(screen.getByRole("button", { name: /1\s*failed/ }));
    await vi.waitFor(() => expect(window.location.search).toContain("phase=failed%2Csucceeded"));
    fireEvent.click(await screen.findByRole("button", { name: "Close step details" }));
    await vi.waitFor(() => expect(screen.queryByRole("complementary")).toBeNull());
    expect(window.location.search).toContain("step=&");
  });

  it("moves through the rows with the keyboard and opens with Enter", async () => {
    open("?step=");
    await screen.findByRole("treegrid", { name: "Steps" });
    const press = (key: string) => fireEvent.keyDown(document.activeElement as Element, { key });
    screen.getByRole("row", { name: /^Load order/ }).focus();
    press("ArrowDown");
    expect(document.activeElement?.getAttribute("aria-label")).toMatch(/^Check fraud score/);
    press("End");
    expect(document.activeElement?.getAttribute("aria-label")).toMatch(/^Send the reply/);
    press("ArrowDown");
    press("Home");
    expect(document.activeElement?.getAttribute("aria-label")).toMatch(/^Load order/);
    expect(window.location.search).toBe("?step=");
    press("Enter");
    await vi.waitFor(() => expect(window.location.search).toBe("?step=load"));
  });

  it("finds a step by part of its title", async () => {
    open();
    fireEvent.change(await screen.findByRole("searchbox", { name: "Find a step" }), { target: { value: "fraud" } });
    await vi.waitFor(() => expect(rowNames()).toEqual([expect.stringMatching(/^Check fraud score/)]));
  });
});

describe("other runs", () => {
  it("shows a task's result and its error exactly", async () => {
    const text = JSON.stringify({ ...RUN, agentType: "task", taskError: "line 1\nline 2" }).replace(
      /}$/,
      ',"taskResult":{"big":9007199254740993,"__proto__":{"x":1}}}',
    );
    answer(text);
    open();
    const result = await screen.findByRole("region", { name: "Result" });
    expect(within(result).getByRole("button", { name: /^big/ }).textContent).toContain("9007199254740993");
    expect(within(result).getByRole("button", { name: /^__proto__/ })).toBeTruthy();
    expect(screen.getByRole("region", { name: "Error" }).textContent).toContain("line 1\nline 2");
    expect(screen.queryByRole("treegrid")).toBeNull();
  });

  it("says word for word why there is no history, and offers to check again", async () => {
    answer({ ...RUN, status: "completed", source: "live-query", historyUnavailableReason: `gone <b>${HOSTILE}` });
    open();
    const notice = await screen.findByRole("region", { name: "History unavailable" });
    expect(notice.textContent).toContain("gone <b><img src=x onerror=alert(1)>");
    expect(screen.getByRole("status", { name: "Live updates" }).textContent).toContain("history unavailable");
  });

  it("keeps an unknown status as sent", async () => {
    answer({ ...RUN, status: "hibernating", source: "live-query", endedAt: undefined, workflowNodes: [] });
    open();
    expect((await screen.findByRole("status", { name: "Run status" })).textContent).toBe("hibernating");
    expect(document.title).toBe("hibernating · Refund Review · Runlight");
  });

  it("explains a link that cannot be opened without asking anybody", async () => {
    answer(RUN);
    open("?temporalRunId=latest");
    expect((await screen.findByRole("main")).textContent).toContain("not a UUID");
    expect(asked).toEqual([]);
  });

  it("shows real labels and no values before the first answer", async () => {
    vi.stubGlobal("fetch", () => new Promise(() => undefined));
    open();
    expect((await screen.findByRole("main")).getAttribute("aria-busy")).toBe("true");
    expect(screen.getByText("Elapsed")).toBeTruthy();
    expect(screen.getByRole("status", { name: "Live updates" }).textContent).toContain("Loading");
    expect(document.title).toBe("Runlight");
  });
});
