/** The runs of one agent: counts by status, filters and page in the URL, one row per run. */
import { useQuery } from "@tanstack/react-query";
import { RequestFailed } from "../api/client.ts";
import { askToSignIn } from "../api/signed-out.ts";
import { agentsQuery, runsQuery } from "../api/list-queries.ts";
import { sessionQuery } from "../api/session-query.ts";
import { mayDo } from "../contract/session.ts";
import { agentsPath, runPath, runsPath } from "../paths.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { Bar } from "../ui/bar.tsx";
import { Button, buttonClass } from "../ui/button.tsx";
import { ListStrip } from "../ui/list-strip.tsx";
import { PrintLine } from "../ui/print-line.tsx";
import { usePageTitle } from "../ui/page-title.ts";
import { ProblemView } from "../ui/problem-view.tsx";
import { Link, useNavigate, useParams, useSearchParams } from "../ui/router.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { useListKeys } from "../ui/use-list-keys.ts";
import { filterWords } from "./filter-words.ts";
import { useCancels } from "./runs-page-cancel.tsx";
import { RunsEmpty } from "./runs-page-empty.tsx";
import { RunsFiltersRow } from "./runs-page-filters.tsx";
import { LastRuns, useLastRuns } from "./runs-page-last.tsx";
import { NewRuns } from "./runs-page-new.tsx";
import { RunsPager } from "./runs-page-pager.tsx";
import { ROW_LINKS } from "./runs-page-row.tsx";
import { RunsTable } from "./runs-page-table.tsx";
import { RunsTabs } from "./runs-page-tabs.tsx";
import { filtersOf, readRunsPlace, type RunsPlace } from "../api/runs-place.ts";
import { StartDialog } from "./start-dialog.tsx";
import { useHeldRuns } from "./use-held-runs.ts";

/** In the query: the dialog that starts a run is open. Nothing starts by a link. */
const START = "start";

function withStart(query: URLSearchParams, isWanted: boolean): URLSearchParams {
  if (isWanted) query.set(START, "1");
  else query.delete(START);
  return query;
}

export function RunsPage() {
  const { agentId: agentText = "" } = useParams();
  const [query] = useSearchParams();
  const place = readRunsPlace(agentText, query);
  if (place.agentId === undefined) return <NoAgent />;
  return <AgentRuns key={place.agentId} agentId={place.agentId} place={place} />;
}

function NoAgent() {
  usePageTitle("Runs");
  const problem = {
    name: "bad-request" as const,
    status: 0,
    title: "This link can’t be opened",
    detail: "The agent in a link is a number, like 42.",
  };
  return (
    <>
      <Bar crumbs={[{ label: "Agents", to: agentsPath() }, { label: "Runs" }]} />
      <main>
        <ProblemView as="h1" problem={problem} />
      </main>
    </>
  );
}

function AgentRuns({ agentId, place }: { agentId: number; place: RunsPlace }) {
  const navigate = useNavigate();
  const [query, setQuery] = useSearchParams();
  const session = useQuery(sessionQuery()).data;
  const agents = useQuery(agentsQuery()).data;
  const list = useQuery(runsQuery(agentId, filtersOf(place)));
  const rows = useHeldRuns(JSON.stringify(filtersOf(place)), list.data);
  useListKeys(ROW_LINKS);
  const last = useLastRuns(agentId, list.data !== undefined);
  const agent = agents?.agents.find(({ id }) => id === agentId);
  const name = agent?.name || list.data?.runs[0]?.agentName || `Agent ${agentId}`;
  const isNamed = agent !== undefined || list.data !== undefined || list.isError;
  usePageTitle("Runs", isNamed ? name : undefined);
  const problem = list.error instanceof RequestFailed ? list.error.problem : undefined;
  // The Modus API has no word for a month.
  const hasMonth = session?.source !== "modus";
  const canStart = mayDo(session, "start");
  const isStarting = canStart && query.has(START);
  const setStarting = (isWanted: boolean) => setQuery((before) => withStart(before, isWanted), { replace: true });
  const { question, cancels } = useCancels(agentId, mayDo(session, "cancel"), () => void list.refetch());
  const start = canStart && (
    <Button size={32} onClick={() => setStarting(true)}>
      Start a run…
    </Button>
  );
  return (
    <>
      <Bar
        crumbs={[{ label: "Agents", to: agentsPath() }, { label: isNamed ? name : `Agent ${agentId}` }]}
        sourceLabel={session?.label}
        strip={
          <ListStrip
            confirmedAt={list.dataUpdatedAt}
            problem={problem}
            onRetry={() => void list.refetch()}
            onSignIn={askToSignIn}
          />
        }
      />
      <PrintLine at={list.dataUpdatedAt || undefined} what={filterWords(place) || "All runs"} />
      <main>
        <div className="flex items-end gap-4 px-6 pt-6 pb-3 max-md:px-4">
          <div className="min-w-0 flex-1">
            <h1 className="truncate text-20 font-semibold">
              {isNamed ? (
                <AgentText text={name} />
              ) : (
                <>
                  <span className="sr-only">Agent {agentId}</span>
                  <Skeleton width={180} height={20} />
                </>
              )}
            </h1>
            <p className="min-h-5 truncate text-ink-2">
              {agent?.description ? <AgentText text={agent.description} /> : null}
            </p>
          </div>
          <LastRuns known={last} />
          {start}
        </div>
        <RunsTabs agentId={agentId} place={place} counts={list.data?.counts} />
        <RunsFiltersRow
          agentId={agentId}
          place={place}
          hasMonth={hasMonth}
          hasTriggers={session?.can.triggers === true}
        />
        {!list.data && problem && (
          <ProblemView problem={problem}>
            {problem.name === "not-supported" ? (
              <Link to={runsPath(agentId)} className={buttonClass("primary", 32)}>
                All runs, any time
              </Link>
            ) : problem.name === "bad-page-token" ? (
              <Button
                kind="primary"
                size={32}
                onClick={() => navigate(runsPath(agentId, filtersOf({ ...place, pageToken: undefined })))}
              >
                Newest runs
              </Button>
            ) : (
              <Button kind="primary" size={32} onClick={() => void list.refetch()}>
                Try again
              </Button>
            )}
          </ProblemView>
        )}
        <NewRuns count={rows?.held.length ?? 0} leftCount={rows?.left.size ?? 0} onShow={() => rows?.showAll()} />
        {rows?.shown.length === 0 && list.data?.unreadable.length === 0 ? (
          <RunsEmpty agentId={agentId} place={place} hasMonth={hasMonth} start={start} />
        ) : (
          !(problem && !list.data) && (
            <RunsTable agentId={agentId} page={list.data} rows={rows} usual={last?.figures} cancels={cancels} />
          )
        )}
        {list.data && <RunsPager agentId={agentId} place={place} next={list.data.nextPageToken} />}
      </main>
      {question}
      {isStarting && (
        <StartDialog
          agentId={agentId}
          agentName={name}
          onClose={() => setStarting(false)}
          onStarted={(run) => {
            // The way back leads to the list, not to another start.
            setStarting(false);
            navigate(runPath(run.agentId, run.workflowId));
          }}
        />
      )}
    </>
  );
}
