// @vitest-environment happy-dom
/** The run is asked for early with exactly the request its first query sends, and never twice. */
import { QueryClient } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";
import { askEarly, takeEarly } from "./early-run.ts";
import { askedOf, runQuery } from "./run-queries.ts";

const UUID = "00000089-4a2b-4c3d-8e4f-5a6b7c8d9e0f";
let asked: string[] = [];

function stubFetch() {
  asked = [];
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    const run = { workflowId: "w", agentId: 57, status: "running", source: "live-query" };
    return new Response(JSON.stringify(run), { headers: { "content-type": "application/json" } });
  });
}
afterEach(() => vi.unstubAllGlobals());

const ask = (agentId: number, runId: string, temporalRunId?: string) =>
  new QueryClient().fetchQuery(runQuery(askedOf(agentId, runId, temporalRunId)));

test.each<[string, string, string, string?]>([
  ["/agents/57/runs/wf_57_run_89", "", "wf_57_run_89"],
  ["/agents/57/runs/wf_57_run_89/", "?view=table", "wf_57_run_89"],
  ["/agents/57/runs/team%2Fa%3Ab%20%25%3F", "", "team/a:b %?"],
  [`/agents/57/runs/wf:${UUID}`, "", `wf:${UUID}`],
  [`/agents/57/runs/wf`, `?temporalRunId=${UUID}`, "wf", UUID],
])("%s%s", async (pathname, search, runId, temporalRunId) => {
  stubFetch();
  expect(askEarly({ pathname, search })).toBe(true);
  expect(asked).toHaveLength(1);
  await ask(57, runId, temporalRunId);
  expect(asked).toHaveLength(1);
  // Only the first query takes it.
  await ask(57, runId, temporalRunId);
  expect(asked).toHaveLength(2);
  expect(asked[1]).toBe(asked[0]);
});

test.each([
  ["/agents/57/runs", ""],
  ["/agents/x/runs/wf", ""],
  ["/agents/57/runs/%E0%A4", ""],
  ["/agents/57/runs/..", ""],
  ["/agents/57/runs/wf", "?temporalRunId=7"],
  ["/r/wf", ""],
])("nothing is asked at %s%s", (pathname, search) => {
  stubFetch();
  expect(askEarly({ pathname, search })).toBe(false);
  expect(asked).toEqual([]);
});

test("another run does not get it, nor does it wait for a later one", async () => {
  stubFetch();
  askEarly({ pathname: "/agents/57/runs/one", search: "" });
  const [path = ""] = asked;
  await ask(57, "two");
  expect(asked).toHaveLength(2);
  expect(takeEarly(path)).toBeUndefined();
});
