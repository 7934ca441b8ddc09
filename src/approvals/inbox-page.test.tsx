// @vitest-environment happy-dom
/** The inbox: every waiting request a link to its run, groups and scope in the URL, keys that move and never decide. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { createRouter } from "../ui/router-state.ts";
import { CurrentPage, Routed } from "../ui/router.tsx";
import { InboxPage } from "./inbox-page.tsx";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const NOW = Date.now();

function request(id: string, inMs: number, name: string) {
  return {
    id,
    nodeId: "n",
    nodeName: "Manager approval",
    description: `About \u202e${id}`,
    action: { name, args: { amount: 1240 } },
    expiresAt: new Date(NOW + inMs).toISOString(),
  };
}

const WAITING = [
  { agentId: 57, agentName: "Refund Review", workflowId: "wf_57_run_1", temporalRunId: "t1" },
  { agentId: 58, agentName: "Board Pack", workflowId: "wf_58_run_1", temporalRunId: "t2" },
].map((run, index) => ({
  ...run,
  pendingApproval: index === 0 ? request("a", 7_200_000, "payments.refund") : request("b", 60_000, "mail.send"),
}));

const DECIDED = [
  {
    agentId: 57,
    agentName: "Refund Review",
    workflowId: "wf_57_run_9",
    temporalRunId: "t9",
    decision: {
      approvalId: "a",
      nodeId: "n",
      decision: "reject",
      by: "local",
      at: "2026-06-11T12:00:00.000Z",
      comment: "Wrong list.",
    },
  },
];

function open(path: string, approvals: object[] = WAITING) {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    const sent = url.includes("scope=decided") ? DECIDED : approvals;
    const body = JSON.stringify({ approvals: sent, nextPageToken: null });
    const headers = { "content-type": "application/json", "runlight-now": String(Date.now()) };
    return new Response(url.includes("/session") ? "{}" : body, { headers });
  });
  window.history.replaceState(null, "", path);
  const router = createRouter([{ path: "/approvals", load: async () => InboxPage }]);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Routed router={router}>
        <CurrentPage Failed={() => null} Loading={() => null} />
      </Routed>
    </QueryClientProvider>,
  );
  return { asked };
}

const rows = () => screen.getAllByRole("listitem").flatMap((row) => [...row.querySelectorAll("a[href*=runs]")]);

test("nearest deadline first, each row a link to its run, hidden characters shown", async () => {
  open("/approvals");
  expect(await screen.findByText("mail.send")).toBeTruthy();
  expect(rows().map((link) => link.getAttribute("href"))).toEqual([
    "/agents/58/runs/wf_58_run_1",
    "/agents/57/runs/wf_57_run_1",
  ]);
  expect(screen.getAllByRole("heading", { level: 2 }).map((one) => one.textContent)).toEqual([
    "Within the hour1",
    "Within two days1",
  ]);
  expect(document.body.textContent).toContain("U+202E");
});

test("grouped by agent, in the URL", async () => {
  open("/approvals");
  fireEvent.click(await screen.findByRole("radio", { name: "Agent" }));
  await vi.waitFor(() => expect(window.location.search).toBe("?group=agent"));
  expect(screen.getAllByRole("heading", { level: 2 }).map((one) => one.textContent)).toEqual([
    "Board Pack1",
    "Refund Review1",
  ]);
});

test("j and k move the focus from row to row and stop at the ends; not while something is typed", async () => {
  open("/approvals");
  await screen.findByText("mail.send");
  const press = (key: string, on: Element = document.body) => fireEvent.keyDown(on, { key });
  const focused = () => document.activeElement?.getAttribute("href");
  press("j");
  expect(focused()).toBe("/agents/58/runs/wf_58_run_1");
  press("j");
  press("j");
  expect(focused()).toBe("/agents/57/runs/wf_57_run_1");
  press("k");
  press("k");
  expect(focused()).toBe("/agents/58/runs/wf_58_run_1");
  const field = document.body.appendChild(document.createElement("input"));
  press("j", field);
  expect(focused()).toBe("/agents/58/runs/wf_58_run_1");
  field.remove();
});

test("what I decided says what, why and when, pinned to its attempt", async () => {
  open("/approvals?scope=decided");
  expect(await screen.findByText("Rejected")).toBeTruthy();
  expect(document.body.textContent).toContain("Wrong list.");
  expect(rows()[0]?.getAttribute("href")).toBe("/agents/57/runs/wf_57_run_9?temporalRunId=t9");
});

test("an empty inbox says so; an entry that cannot be read is shown as sent", async () => {
  open("/approvals", []);
  expect(await screen.findByRole("heading", { name: "Nothing waits for you" })).toBeTruthy();
  cleanup();
  open("/approvals", [{ agentId: "seven" }]);
  expect(await screen.findByText("1 entry could not be read")).toBeTruthy();
});
