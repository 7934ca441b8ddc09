/** All agents the viewer may see; each leads to its runs. */
import { useQuery } from "@tanstack/react-query";
import { RequestFailed } from "../api/client.ts";
import { agentsQuery, sessionQuery } from "../api/list-queries.ts";
import { askToSignIn } from "../api/signed-out.ts";
import { agentsPath } from "../paths.ts";
import { Bar } from "../ui/bar.tsx";
import { plural } from "../ui/bytes.ts";
import { Button, buttonClass } from "../ui/button.tsx";
import { SearchIcon } from "../ui/icons.tsx";
import { usePageTitle } from "../ui/page-title.ts";
import { ProblemView } from "../ui/problem-view.tsx";
import { Link, useSearchParams } from "../ui/router.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { AgentsTable } from "./agents-table.tsx";
import { matchesFind } from "./find-agent.ts";

export function AgentsPage() {
  usePageTitle("Agents");
  const [query, setQuery] = useSearchParams();
  const find = query.get("find") ?? "";
  const pageToken = query.get("pageToken") || undefined;
  const session = useQuery(sessionQuery()).data;
  const { data, error, refetch } = useQuery(agentsQuery(pageToken));
  const problem = error instanceof RequestFailed ? error.problem : undefined;
  const shown = data?.agents.filter((agent) => matchesFind(agent, find));
  const isMore = data !== undefined && (data.nextPageToken !== null || pageToken !== undefined);
  return (
    <>
      <Bar crumbs={[{ label: "Agents" }]} sourceLabel={session?.label} />
      <main>
        <div className="flex items-end gap-4 border-b border-line px-6 pt-6 pb-3 max-md:flex-col max-md:items-stretch max-md:px-4">
          <div className="min-w-0 flex-1">
            <h1 className="text-20 font-semibold">Agents</h1>
            <p className="min-h-5 text-ink-2">
              {data ? countWords(data.agents.length, isMore) : problem ? "" : <Skeleton width={72} />}
            </p>
          </div>
          <label className="relative block">
            <span className="sr-only">Find an agent</span>
            <span className="pointer-events-none absolute inset-y-0 left-2.5 grid place-items-center text-ink-3">
              <SearchIcon />
            </span>
            <input
              type="search"
              placeholder="Find an agent"
              value={find}
              onChange={(event) => {
                const text = event.target.value;
                setQuery((before) => withFind(before, text), { replace: true });
              }}
              className="h-7 w-52 rounded-control border border-control bg-surface pr-2 pl-8 max-md:h-11 max-md:w-full max-md:text-[1rem]"
            />
          </label>
        </div>
        {!data && problem ? (
          <ProblemView problem={problem}>
            {problem.status === 401 ? (
              <Button kind="primary" size={32} onClick={() => askToSignIn()}>
                Sign in
              </Button>
            ) : (
              <Button kind="primary" size={32} onClick={() => void refetch()}>
                Try again
              </Button>
            )}
          </ProblemView>
        ) : (
          <AgentsTable agents={shown} />
        )}
        {data && shown?.length === 0 && <NoAgents find={find} />}
        {isMore && (
          <nav aria-label="Pages" className="flex justify-end gap-2 px-6 py-3 max-md:px-4">
            {pageToken !== undefined && (
              <Link to={agentsPath()} className={buttonClass()}>
                First page
              </Link>
            )}
            {data.nextPageToken !== null && (
              <Link to={agentsPath({ pageToken: data.nextPageToken })} className={buttonClass()}>
                Next
              </Link>
            )}
          </nav>
        )}
      </main>
    </>
  );
}

/** On one of several pages only what is on it is counted. */
function countWords(count: number, isMore: boolean): string {
  return isMore ? `${plural(count, "agent")} on this page` : plural(count, "agent");
}

function NoAgents({ find }: { find: string }) {
  return (
    <section className="px-6 py-10 max-md:px-4">
      <h2 className="text-15 font-semibold">{find === "" ? "No agents" : "No agent matches"}</h2>
      <p className="mt-1 text-ink-2">
        {find === "" ? "There is no agent here that you may see." : "Names, descriptions and ids were searched."}
      </p>
      {find !== "" && (
        <Link to={agentsPath()} replace className={`mt-5 ${buttonClass("plain", 32)}`}>
          All agents
        </Link>
      )}
    </section>
  );
}

function withFind(before: URLSearchParams, find: string): URLSearchParams {
  const after = new URLSearchParams(before);
  if (find === "") after.delete("find");
  else after.set("find", find);
  return after;
}
