// @vitest-environment happy-dom
/** The link doctor by role and name: opens what it can read, asks for what it can't, and asks nobody but the API. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createRouter } from "../ui/router-state.ts";
import { CurrentPage, Routed } from "../ui/router.tsx";
import { LinkDoctorPage } from "./link-doctor-page.tsx";

const UUID = "00000089-4a2b-4c3d-8e4f-5a6b7c8d9e0f";
const AGENTS = [42, 57, 58, 59, 61, 62, 63, 64].map((id) => ({ id, name: `Agent ${id}`, status: "active" }));
const run = (agentId: number, workflowId: string) => ({
  workflowId,
  agentId,
  agentName: `Agent ${agentId}`,
  status: "completed",
  temporalRunId: UUID,
});

let asked: string[] = [];

/** Answers with what is known by its path, else 404. */
function answer(known: Readonly<Record<string, object>>) {
  asked = [];
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    const body = known[path.split("?")[0] ?? ""];
    const type = body ? "application/json" : "application/problem+json";
    const text = JSON.stringify(body ?? { type: "urn:runlight:problem:not-found", status: 404, title: "Not found" });
    return new Response(text, { status: body ? 200 : 404, headers: { "content-type": type } });
  });
}

function open(path: string) {
  window.history.replaceState(null, "", path);
  const router = createRouter([
    { path: "/r/*", Page: LinkDoctorPage },
    { path: "/*", Page: () => <p>Somewhere else</p> },
  ]);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Routed router={router}>
        <CurrentPage Failed={() => null} Loading={() => null} />
      </Routed>
    </QueryClientProvider>,
  );
}

// Lists bring their readers with them; the first time that takes longer than a test waits.
beforeAll(() => import("../contract/pages.ts"));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("a link that can be read", () => {
  it.each([
    ["/r/wf_57_run_89", "/agents/57/runs/wf_57_run_89"],
    [`/r/wf_57_run_89:${UUID}`, `/agents/57/runs/wf_57_run_89?temporalRunId=${UUID}`],
    ["/r/https://evil.example/agents/57/runs/a%2Fb?step=x&view=graph#y", "/agents/57/runs/a%2Fb?step=x&view=graph"],
    [`/r?link=${encodeURIComponent("see <https://h/agents/57/runs/w?tab=error>.")}`, "/agents/57/runs/w?tab=error"],
  ])("%s opens its run, asks nobody, and leaves no step back to itself", async (path, expected) => {
    answer({});
    const { length } = window.history;
    open(path);
    await screen.findByText("Somewhere else");
    expect(window.location.pathname + window.location.search).toBe(expected);
    expect(window.history.length).toBe(length);
    expect(asked).toEqual([]);
  });
});

describe("a text that names no run", () => {
  it("says why, shows what was asked for as text, and offers the field", async () => {
    answer({});
    open(`/r?link=${encodeURIComponent("<img src=x onerror=alert(1)> hello\u202e there")}`);
    expect((await screen.findByRole("heading", { level: 1 })).textContent).toBe("This names no run");
    expect(screen.getByRole("main").textContent).toContain("asked for <img src=x onerror=alert(1)> hello");
    expect(screen.getByRole("main").textContent).not.toContain("\u202e");
    expect(screen.getByRole("textbox", { name: "Paste a link or an id" })).toBeTruthy();
    expect(document.title).toBe("Open a run · Runlight");
    expect(asked).toEqual([]);
  });

  it("takes what is pasted into the field, and says why where it can't", async () => {
    answer({});
    open("/r");
    const field = await screen.findByRole("textbox", { name: "Paste a link or an id" });
    const button = screen.getByRole("button", { name: "Open" });
    expect(button).toHaveProperty("disabled", true);
    fireEvent.change(field, { target: { value: UUID } });
    fireEvent.click(button);
    expect((await screen.findByRole("alert")).textContent).toContain("one attempt");
    expect(field.getAttribute("aria-invalid")).toBe("true");
    fireEvent.change(field, { target: { value: "Run wf_57_run_89\nStarted today" } });
    fireEvent.keyDown(field, { key: "Enter" });
    await screen.findByText("Somewhere else");
    expect(window.location.pathname).toBe("/agents/57/runs/wf_57_run_89");
  });
});

describe("a run without an agent", () => {
  it("offers the viewer's agents, and looks under a handful of them once asked to", async () => {
    answer({
      "/api/v1/agents": { agents: AGENTS, nextPageToken: null },
      "/api/v1/agents/58/runs/order-7": run(58, "order-7"),
    });
    open("/r/order-7");
    const choice = await screen.findByRole("navigation", { name: "Open under an agent" });
    expect(within(choice).getByRole("link", { name: "Agent 57" }).getAttribute("href")).toBe("/agents/57/runs/order-7");
    expect(asked).toEqual(["/api/v1/agents"]);
    fireEvent.click(screen.getByRole("button", { name: "Look under my agents" }));
    const found = await screen.findByRole("region", { name: "Runs like it" });
    expect(found.textContent).toContain("Looked under the first 6 agents you can see");
    const link = within(found).getByRole("link", { name: /Agent 58.*order-7.*Completed.*same run/ });
    expect(link.getAttribute("href")).toBe("/agents/58/runs/order-7");
    expect(asked.length).toBeLessThanOrEqual(8);
  });

  it("says so where nothing is like it, and where nobody can be asked", async () => {
    answer({ "/api/v1/agents": { agents: AGENTS.slice(0, 1), nextPageToken: null } });
    open("/r/order-7");
    fireEvent.click(await screen.findByRole("button", { name: "Look under my agents" }));
    expect((await screen.findByRole("status")).textContent).toBe("Nothing like it under 1 agent you can see.");
    cleanup();
    answer({});
    open("/r/order-8");
    fireEvent.click(await screen.findByRole("button", { name: "Look under my agents" }));
    expect(await screen.findByText(/Try again/)).toBeTruthy();
  });
});
