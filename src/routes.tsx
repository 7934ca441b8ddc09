/** Every page on one screen. The run page comes with the first load; lists come when they are asked for. */
import { createBrowserRouter, redirect, type RouteObject } from "react-router";
import { parseAgentId } from "./contract/run-id.ts";
import { agentsPath, runsPath } from "./paths.ts";
import { RunPage } from "./runs/run-page.tsx";
import { NotFoundPage } from "./session/not-found-page.tsx";
import { Shell, ShellLoading } from "./session/shell.tsx";
import { RouteFailed } from "./session/route-failed.tsx";

export const routes: RouteObject[] = [
  {
    Component: Shell,
    HydrateFallback: ShellLoading,
    ErrorBoundary: RouteFailed,
    children: [
      {
        // A failing page keeps the shell around it.
        ErrorBoundary: RouteFailed,
        children: [
          { path: "/", loader: () => redirect(agentsPath()) },
          { path: "/agents", lazy: async () => ({ Component: (await import("./agents/agents-page.tsx")).AgentsPage }) },
          { path: "/agents/:agentId", loader: ({ params }) => toRuns(params["agentId"] ?? "") },
          {
            path: "/agents/:agentId/runs",
            lazy: async () => ({ Component: (await import("./runs/runs-page.tsx")).RunsPage }),
          },
          { path: "/agents/:agentId/runs/:runId", Component: RunPage },
          { path: "*", Component: NotFoundPage },
        ],
      },
    ],
  },
];

/** An agent has no page of its own; its runs are what there is to see. */
function toRuns(agentText: string): Response {
  const agentId = parseAgentId(agentText);
  return redirect(agentId === undefined ? agentsPath() : runsPath(agentId));
}

export function createRouter() {
  return createBrowserRouter(routes);
}
