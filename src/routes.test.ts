// @vitest-environment happy-dom
/** Every link of the page leads to a page, not to the one that says there is none. */
import { matchRoutes } from "react-router";
import { expect, test } from "vitest";
import { agentsPath, openRunPath, runPath, runsPath } from "./paths.ts";
import { routes } from "./routes.tsx";

function pageAt(path: string) {
  const matches = matchRoutes(routes, path) ?? [];
  return matches[matches.length - 1];
}

test.each([
  ["/", "/"],
  [agentsPath({ find: "x" }), "/agents"],
  ["/agents/57", "/agents/:agentId"],
  [runsPath(57, { status: "error" }), "/agents/:agentId/runs"],
  [runPath(57, "wf_57_run_89"), "/agents/:agentId/runs/:runId"],
  [openRunPath("wf_57_run_89"), "/r/*"],
  ["/r/https://x.example/agents/57/runs/wf_57_run_89", "/r/*"],
])("%s", (path, expected) => {
  expect(pageAt(path.replace(/\?.*/, ""))?.route.path).toBe(expected);
});

test("an id with slashes is one segment and reaches the page as it was", () => {
  const match = pageAt(runPath(57, "team/a:b %?"));
  expect(match?.route.path).toBe("/agents/:agentId/runs/:runId");
  expect(match?.params["runId"]).toBe("team/a:b %?");
});

test("anything else is a page within Runlight", () => {
  expect(pageAt("/agents/57/nothing/here")?.route.path).toBe("*");
});
