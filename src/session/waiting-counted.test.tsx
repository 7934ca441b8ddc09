// @vitest-environment happy-dom
/** The count of waiting approvals: after what the page is about, and not after a request the server holds; told by title and icon. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { readFileSync } from "node:fs";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { useAfterFirstView } from "../api/use-after-first-view.ts";
import { createRouter, type Route } from "../ui/router-state.ts";
import { usePageTitle } from "../ui/page-title.ts";
import { Routed } from "../ui/router.tsx";
import { WaitingCounted } from "./waiting-counted.tsx";

afterEach(() => {
  cleanup();
  document.head.replaceChildren();
  window.history.replaceState(null, "", "/");
  vi.unstubAllGlobals();
});

const PAGE = { approvals: [], nextPageToken: null };
const ROUTES = ["/agents/:agentId/runs/:runId", "/*"].map((path) => ({ path, Page: () => null }));
const never = () => new Promise<never>(() => undefined);

/** Says when what may come after the first view would have begun. */
function FirstView() {
  return useAfterFirstView() ? <p>painted</p> : null;
}

function Titled() {
  usePageTitle("Here");
  return null;
}

function show(queries: QueryClient, page: object = PAGE, routes: readonly Route[] = ROUTES) {
  const asked = vi.fn(async () => Response.json(page));
  vi.stubGlobal("fetch", asked);
  const onCount = vi.fn();
  render(
    <QueryClientProvider client={queries}>
      <Routed router={createRouter(routes)}>
        <WaitingCounted onCount={onCount} />
        <FirstView />
        <Titled />
      </Routed>
    </QueryClientProvider>,
  );
  return { asked, onCount };
}

test("comes while the run's next answer is held", async () => {
  const queries = new QueryClient();
  queries.setQueryData(["run"], "the run");
  void queries.fetchQuery({ queryKey: ["run"], queryFn: never, staleTime: 0 });
  const { onCount } = show(queries);
  await vi.waitFor(() => expect(onCount).toHaveBeenCalledWith(0));
});

test("is not asked before what the page is about has come", async () => {
  const queries = new QueryClient();
  let answer: (run: string) => void = () => undefined;
  queries.setQueryData(["session"], "somebody");
  const run = queries.fetchQuery({ queryKey: ["run"], queryFn: () => new Promise((resolve) => (answer = resolve)) });
  const { asked, onCount } = show(queries);
  await screen.findByText("painted");
  await new Promise((resolve) => requestAnimationFrame(resolve));
  expect(asked).not.toHaveBeenCalled();
  answer("the run");
  await run;
  await vi.waitFor(() => expect(onCount).toHaveBeenCalledWith(0));
});

test("is asked where the page asks nothing, once that page is there", async () => {
  let come: (Page: () => null) => void = () => undefined;
  const load = () => new Promise<() => null>((resolve) => (come = resolve));
  const { asked, onCount } = show(new QueryClient(), PAGE, [{ path: "/*", load }]);
  await screen.findByText("painted");
  await new Promise((resolve) => requestAnimationFrame(resolve));
  expect(asked).not.toHaveBeenCalled();
  come(() => null);
  await vi.waitFor(() => expect(onCount).toHaveBeenCalledWith(0));
});

const RUN = "/agents/57/runs/wf_57_run_1";
test.each([
  ["/agents", 0, "Here · Runlight", "/icon.svg"],
  ["/agents", 1, "(1) Here · Runlight", "/waiting-1.svg"],
  ["/agents/57/runs", 9, "(9) Here · Runlight", "/waiting-9.svg"],
  ["/approvals", 10, "(10) Here · Runlight", "/waiting-more.svg"],
  ["/nowhere", 100, "(100) Here · Runlight", "/waiting-more.svg"],
  [RUN, 3, "Here · Runlight", "/icon.svg"],
])("%s with %d waiting: %s, %s", async (path, count, title, href) => {
  window.history.replaceState(null, "", path);
  document.head.innerHTML = '<link rel="icon" href="/icon.svg">';
  const icon = document.head.querySelector("link");
  const approvals = Array.from({ length: count }, (_, i) => ({
    agentId: 57,
    agentName: "Refund Review",
    workflowId: `wf_57_run_${i}`,
    temporalRunId: `t${i}`,
    pendingApproval: { id: `a${i}` },
  }));
  const queries = new QueryClient();
  queries.setQueryData(["page"], "what the page is about");
  const { onCount } = show(queries, { approvals, nextPageToken: null });
  await vi.waitFor(() => expect(onCount).toHaveBeenCalledWith(count));
  await vi.waitFor(() => expect([document.title, icon?.getAttribute("href")]).toEqual([title, href]));
  cleanup();
  expect([document.title, icon?.getAttribute("href")]).toEqual(["Here · Runlight", "/icon.svg"]);
});

test("every icon there can be is there, and says its number", () => {
  for (const said of ["1", "2", "3", "4", "5", "6", "7", "8", "9", "9+"]) {
    const file = `public/waiting-${said === "9+" ? "more" : said}.svg`;
    expect(readFileSync(file, "utf8")).toContain(`>${said}</text>`);
  }
});
