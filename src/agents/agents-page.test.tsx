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

function open(path: string, status = 200, body: object = AGENTS) {
  const type = status === 200 ? "application/json" : "application/problem+json";
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    return new Response(JSON.stringify(body), { status, headers: { "content-type": type } });
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
  expect(names()).toEqual(["Daily Sales ReportWrites the reportTaskActive42", "RefundU+202E Reviewswarmhaunted57"]);
  expect(document.title).toBe("Agents · Runlight");
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
