/** An address within Runlight that is no page. */
import { agentsPath, openRunPath } from "../paths.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { Bar } from "../ui/bar.tsx";
import { buttonClass } from "../ui/button.tsx";
import { usePageTitle } from "../ui/page-title.ts";
import { Link, useLocation } from "../ui/router.tsx";

export function NotFoundPage() {
  const { pathname } = useLocation();
  usePageTitle("No such page");
  return (
    <>
      <Bar crumbs={[{ label: "No such page" }]} />
      <main className="px-6 py-10 max-md:px-4">
        <h1 className="text-20 font-semibold">No such page</h1>
        <p className="mt-1 text-ink-2">Nothing is at this address. A run’s address names its agent and its run:</p>
        <p className="mt-3 font-mono text-12 leading-5 break-all text-ink-3">
          asked for <AgentText text={pathname} />
          <br />
          a run is at /agents/57/runs/wf_57_run_89
        </p>
        <div className="mt-5 flex flex-wrap gap-2">
          <Link to={agentsPath()} className={buttonClass("primary", 32)}>
            All agents
          </Link>
          <Link to={openRunPath()} className={buttonClass("plain", 32)}>
            Open a run…
          </Link>
        </div>
      </main>
    </>
  );
}
