/** Every page on one screen. Each comes when it is first opened; the server names its code with the document. */
import { redirect, type RouteObject } from "react-router";
import { parseAgentId } from "./contract/run-id.ts";
import { agentsPath, runsPath } from "./paths.ts";
import { showPages } from "./session/show-pages.tsx";
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
          {
            path: "/agents/:agentId/runs/:runId",
            lazy: async () => {
              const { RunPage, readAhead } = await import("./runs/run-page.tsx");
              return { Component: RunPage, loader: readAhead };
            },
            shouldRevalidate: () => false,
          },
          {
            path: "/r/*",
            lazy: async () => ({ Component: (await import("./runs/link-doctor-page.tsx")).LinkDoctorPage }),
          },
          {
            path: "*",
            lazy: async () => ({ Component: (await import("./session/not-found-page.tsx")).NotFoundPage }),
          },
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

/** Shows the page of the address in `root`. */
export function start(root: HTMLElement): Promise<void> {
  return showPages(root, routes);
}
