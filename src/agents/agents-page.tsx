/** All agents the viewer may see; each leads to its runs. */
import { useQuery } from "@tanstack/react-query";
import { RequestFailed } from "../api/client.ts";
import { agentsQuery } from "../api/list-queries.ts";
import { sessionQuery } from "../api/session-query.ts";
import { askToSignIn } from "../api/signed-out.ts";
import { agentsPath } from "../paths.ts";
import { Bar } from "../ui/bar.tsx";
import { Button, buttonClass } from "../ui/button.tsx";
import { SearchIcon } from "../ui/icons.tsx";
import { KeyHint } from "../ui/key-hint.tsx";
import { usePageTitle } from "../ui/page-title.ts";
import { ProblemView } from "../ui/problem-view.tsx";
import { Link, useSearchParams } from "../ui/router.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { useSingleKeys } from "../ui/single-keys.ts";
import { useListKeys } from "../ui/use-list-keys.ts";
import { markOf, splitHidden } from "../ui/visible-text.ts";
import { statusWord, typeWord } from "./agent-words.ts";
import { AgentsSummary } from "./agents-summary.tsx";
import { AGENT_LINKS, AgentsTable } from "./agents-table.tsx";
import { matchesFind, wordsOf } from "./find-agent.ts";

export function AgentsPage() {
  usePageTitle("Agents");
  const [query, setQuery] = useSearchParams();
  const wanted = { find: query.get("find") ?? "", type: query.get("type") ?? "", status: query.get("status") ?? "" };
  const set = (name: keyof typeof wanted, text: string) =>
    setQuery((before) => withWord(before, name, text), { replace: true });
  useListKeys(AGENT_LINKS);
  const areKeysOn = useSingleKeys();
  const pageToken = query.get("pageToken") || undefined;
  const session = useQuery(sessionQuery()).data;
  const { data, error, refetch } = useQuery(agentsQuery(pageToken));
  const problem = error instanceof RequestFailed ? error.problem : undefined;
  const shown = data?.agents.filter((agent) => matchesFind(agent, wanted));
  const isMore = data !== undefined && (data.nextPageToken !== null || pageToken !== undefined);
  return (
    <>
      <Bar crumbs={[{ label: "Agents" }]} sourceLabel={session?.label} />
      <main>
        <div className="flex items-end gap-4 border-b border-line px-6 pt-6 pb-3 max-md:flex-col max-md:items-stretch max-md:px-4">
          <div className="min-w-0 flex-1">
            <h1 className="text-20 font-semibold">Agents</h1>
            <p className="min-h-5 text-ink-2">
              {data ? <AgentsSummary agents={data.agents} isMore={isMore} /> : problem ? "" : <Skeleton width={72} />}
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
              value={wanted.find}
              onChange={(event) => set("find", event.target.value)}
              className="h-7 w-52 rounded-control border border-control bg-surface pr-8 pl-8 max-md:h-11 max-md:w-full max-md:text-[1rem]"
            />
            <span
              aria-hidden="true"
              className="pointer-events-none absolute inset-y-0 right-2 grid place-items-center max-md:hidden"
            >
              {areKeysOn && <KeyHint name="/" />}
            </span>
          </label>
          <div className="flex gap-2">
            <Words
              label="Type"
              word={typeWord}
              words={wordsOf(data?.agents ?? [], "type", wanted.type)}
              value={wanted.type}
              onPick={(type) => set("type", type)}
            />
            <Words
              label="Status"
              word={statusWord}
              words={wordsOf(data?.agents ?? [], "status", wanted.status)}
              value={wanted.status}
              onPick={(status) => set("status", status)}
            />
          </div>
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
        {data && shown?.length === 0 && <NoAgents isFiltered={Object.values(wanted).some((text) => text !== "")} />}
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

function Words(props: {
  label: string;
  word: (sent: string) => string;
  words: readonly string[];
  value: string;
  onPick: (value: string) => void;
}) {
  const { label, word, words, value, onPick } = props;
  const options = [
    { value: "", label: "All" },
    ...words.map((sent) => ({ value: sent, label: shownText(word(sent)) })),
  ];
  return <SelectField label={label} value={value} options={options} onPick={onPick} />;
}

/** An option holds plain text only; what could not be seen stands as its mark, as elsewhere. */
function shownText(text: string): string {
  return splitHidden(text)
    .map((piece) => (piece.isHidden ? markOf(piece.text) : piece.text))
    .join("");
}

function NoAgents({ isFiltered }: { isFiltered: boolean }) {
  return (
    <section className="px-6 py-10 max-md:px-4">
      <h2 className="text-15 font-semibold">{isFiltered ? "No agent matches" : "No agents"}</h2>
      <p className="mt-1 text-ink-2">
        {isFiltered
          ? "Names, descriptions and ids were searched, among agents of the picked type and status."
          : "There is no agent here that you may see."}
      </p>
      {isFiltered && (
        <Link to={agentsPath()} replace className={`mt-5 ${buttonClass("plain", 32)}`}>
          All agents
        </Link>
      )}
    </section>
  );
}

function withWord(before: URLSearchParams, name: string, text: string): URLSearchParams {
  const after = new URLSearchParams(before);
  if (text === "") after.delete(name);
  else after.set(name, text);
  return after;
}
