/** Every page on one screen. Each comes when it is first opened; the server names its code with the document. */
import { parseAgentId } from "./contract/run-id.ts";
import { agentsPath, runsPath } from "./paths.ts";
import { showPages } from "./session/show-pages.tsx";
import type { Route } from "./ui/router-state.ts";

/** The first one that fits an address is its page. */
export const routes: readonly Route[] = [
  { path: "/", redirect: () => agentsPath() },
  { path: "/agents", load: async () => (await import("./agents/agents-page.tsx")).AgentsPage },
  { path: "/agents/:agentId", redirect: ({ agentId }) => toRuns(agentId ?? "") },
  { path: "/agents/:agentId/runs", load: async () => (await import("./runs/runs-page.tsx")).RunsPage },
  {
    path: "/agents/:agentId/runs/:runId",
    load: async (place, params) => {
      const { RunPage, readAhead } = await import("./runs/run-page.tsx");
      await readAhead(place, params);
      return RunPage;
    },
  },
  { path: "/agents/:agentId/compare", load: async () => (await import("./runs/compare-page.tsx")).ComparePage },
  { path: "/approvals", load: async () => (await import("./approvals/inbox-page.tsx")).InboxPage },
  { path: "/r/*", load: async () => (await import("./runs/link-doctor-page.tsx")).LinkDoctorPage },
  { path: "/*", load: async () => (await import("./session/not-found-page.tsx")).NotFoundPage },
];

/** An agent has no page of its own; its runs are what there is to see. */
function toRuns(agentText: string): string {
  const agentId = parseAgentId(agentText);
  return agentId === undefined ? agentsPath() : runsPath(agentId);
}

/** Shows the page of the address in `root`. */
export function start(root: HTMLElement): Promise<void> {
  return showPages(root, routes);
}
