// @vitest-environment happy-dom
/** Every link of the page leads to a page, not to the one that says there is none. */
import { expect, test } from "vitest";
import { agentsPath, openRunPath, runPath, runsPath } from "./paths.ts";
import { routes } from "./routes.tsx";
import { matchPath } from "./ui/match-path.ts";

function routeAt(path: string) {
  const { pathname } = new URL(path, "http://x");
  return routes.find((route) => matchPath(route.path, pathname));
}

test.each([
  ["/", "/"],
  [agentsPath({ find: "x" }), "/agents"],
  ["/agents/57", "/agents/:agentId"],
  [runsPath(57, { status: "error" }), "/agents/:agentId/runs"],
  [runPath(57, "wf_57_run_89"), "/agents/:agentId/runs/:runId"],
  [runPath(57, "team/a:b %?"), "/agents/:agentId/runs/:runId"],
  [openRunPath("wf_57_run_89"), "/r/*"],
  ["/r/https://x.example/agents/57/runs/wf_57_run_89", "/r/*"],
])("%s", (path, expected) => {
  expect(routeAt(path)?.path).toBe(expected);
});

test("what has no page of its own leads to one", () => {
  expect(routeAt("/")?.redirect?.({})).toBe("/agents");
  expect(routeAt("/agents/57")?.redirect?.({ agentId: "57" })).toBe("/agents/57/runs");
  expect(routeAt("/agents/x")?.redirect?.({ agentId: "x" })).toBe("/agents");
});

test("anything else is a page within Runlight", () => {
  expect(routeAt("/agents/57/nothing/here")?.path).toBe("/*");
});
