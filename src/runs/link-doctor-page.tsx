/** `/r/<anything pasted>`: opens the run that a text means, or says why it can't and what to do next. */
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, type SyntheticEvent, useState } from "react";
import { agentsQuery } from "../api/list-queries.ts";
import { LINK_TEXT_MAX, readRunLink, type RunLink } from "../contract/run-link.ts";
import { formatRunId, type RunRef } from "../contract/run-id.ts";
import { agentsPath, openRunPath, runPath } from "../paths.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { Bar } from "../ui/bar.tsx";
import { Button } from "../ui/button.tsx";
import { usePageTitle } from "../ui/page-title.ts";
import { Link, Navigate, useLocation, useNavigate } from "../ui/router.tsx";
import { FoundRuns } from "./found-runs.tsx";

/** A text that is no link travels in the address only as far as its first characters. */
const UNREAD_KEPT = 300;

export function LinkDoctorPage() {
  const location = useLocation();
  const pasted = pastedIn(location);
  const link = pasted === "" ? undefined : readRunLink(pasted);
  usePageTitle("Open a run");
  if (link?.kind === "run") return <Navigate to={pathOf(link)} />;
  return (
    <>
      <Bar crumbs={[{ label: "Agents", to: agentsPath() }, { label: "Open a run" }]} />
      {/* Another link is another question. */}
      <main key={pasted} className="max-w-[720px] px-6 py-10 max-md:px-4">
        <Verdict link={link} pasted={pasted} />
        <PasteForm />
      </main>
    </>
  );
}

function Verdict({ link, pasted }: { link: Exclude<RunLink, { kind: "run" }> | undefined; pasted: string }) {
  if (!link)
    return (
      <Heading title="Open a run">
        Any form will do: a link to a run, a workflow id like wf_42_run_88, an address of the API or of Temporal’s own
        page, or a ticket that holds one.
      </Heading>
    );
  if (link.kind === "unknown")
    return (
      <>
        <Heading title="This names no run">
          <AgentText text={link.why} />
        </Heading>
        <Asked text={pasted} />
      </>
    );
  return (
    <>
      <Heading title="Which agent ran it?">
        The id does not say. Pick the agent, or look under those you can see.
      </Heading>
      <Asked text={link.workflowId} />
      <div className="mt-5">
        <FoundRuns asked={link} />
      </div>
      <AgentChoice asked={link} />
    </>
  );
}

function Heading({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <h1 className="text-20 font-semibold">{title}</h1>
      <p className="mt-1 break-words text-ink-2">{children}</p>
    </>
  );
}

function Asked({ text }: { text: string }) {
  const shown = text.length > UNREAD_KEPT ? `${text.slice(0, UNREAD_KEPT)}…` : text;
  return (
    <p className="mt-3 font-mono text-12 leading-5 break-all text-ink-3">
      asked for <AgentText text={shown} />
    </p>
  );
}

function AgentChoice({ asked }: { asked: RunRef }) {
  const agents = useQuery(agentsQuery()).data?.agents ?? [];
  if (agents.length === 0) return null;
  return (
    <nav aria-label="Open under an agent" className="mt-6">
      <h2 className="text-11 text-ink-3">Open under</h2>
      <ul className="mt-1 flex flex-wrap gap-x-5 max-md:block">
        {agents.map((agent) => (
          <li key={agent.id}>
            <Link
              to={runPath(agent.id, asked.workflowId, pinOf(asked))}
              className="inline-flex min-h-8 items-center underline decoration-line-strong underline-offset-3 hover:decoration-ink max-md:min-h-11"
            >
              <AgentText text={agent.name} />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function PasteForm() {
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [why, setWhy] = useState("");
  const open = () => {
    const link = readRunLink(text);
    if (link.kind === "unknown") setWhy(link.why);
    else navigate(link.kind === "run" ? pathOf(link) : openRunPath(idOf(link)));
  };
  const onSubmit = (event: SyntheticEvent) => {
    event.preventDefault();
    open();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Lines of a pasted ticket stay lines; a person who types has nothing to break.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    open();
  };
  return (
    <form onSubmit={onSubmit} className="mt-8 border-t border-line pt-5">
      <label htmlFor="pasted" className="text-11 text-ink-3">
        Paste a link or an id
      </label>
      <div className="mt-1 flex items-start gap-2 max-md:flex-col max-md:items-stretch">
        <textarea
          id="pasted"
          rows={2}
          value={text}
          maxLength={LINK_TEXT_MAX}
          spellCheck={false}
          autoComplete="off"
          aria-describedby={why === "" ? undefined : "pasted-why"}
          aria-invalid={why !== ""}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setText(event.target.value);
            setWhy("");
          }}
          className="min-w-0 flex-1 resize-y rounded-control border border-control bg-surface px-3 py-2 font-mono text-12 leading-5 break-all"
        />
        <Button kind="primary" size={32} type="submit" disabled={text.trim() === ""}>
          Open
        </Button>
      </div>
      <p id="pasted-why" role="alert" className="mt-2 text-fail empty:hidden">
        {why}
      </p>
    </form>
  );
}

/** From the query, or what follows `/r/` as it stands in the address: its escapes belong to the pasted link. */
function pastedIn({ pathname, search, hash }: { pathname: string; search: string; hash: string }): string {
  const link = new URLSearchParams(search).get("link");
  const rest = pathname.replace(/^\/r\/?/, "");
  return rest === "" && link !== null ? link : rest === "" ? "" : `${rest}${search}${hash}`;
}

function pathOf(link: Extract<RunLink, { kind: "run" }>): string {
  return runPath(link.agentId, link.workflowId, { ...link.kept, ...pinOf(link) });
}

function pinOf({ temporalRunId }: RunRef): { temporalRunId?: string } {
  return temporalRunId === undefined ? {} : { temporalRunId };
}

function idOf({ workflowId, temporalRunId }: RunRef): string {
  return temporalRunId === undefined ? workflowId : formatRunId(workflowId, temporalRunId);
}
