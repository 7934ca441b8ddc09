/** The frame of the React floor pages: React, the router in data mode and the query library, and nothing else. */
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter, useParams } from "react-router";
import { RouterProvider } from "react-router/dom";
import type { FloorRun, FloorStep } from "./row.tsx";

export function start(Steps: (props: { steps: readonly FloorStep[] }) => ReactNode): void {
  function Page() {
    const { agentId, runId } = useParams();
    const { data: run } = useQuery({
      queryKey: [agentId, runId],
      queryFn: async () =>
        (await (await fetch(`/api/v1/agents/${agentId}/runs/${runId}?maxFieldBytes=262144`)).json()) as FloorRun,
    });
    if (!run) return <p>Loading</p>;
    return (
      <main>
        <p role="status" aria-label="Run status">
          {run.status}
        </p>
        <Steps steps={run.workflowNodes} />
      </main>
    );
  }
  const place = document.getElementById("root");
  if (!place) return;
  createRoot(place).render(
    <QueryClientProvider client={new QueryClient()}>
      <RouterProvider router={createBrowserRouter([{ path: "/agents/:agentId/runs/:runId", Component: Page }])} />
    </QueryClientProvider>,
  );
}
