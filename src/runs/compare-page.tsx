/** Two runs of one agent side by side: how they ended, how long their steps took, what came out. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { runsQuery } from "../api/list-queries.ts";
import { askedOf, runQuery } from "../api/run-queries.ts";
import { durationOf } from "../contract/run-figures.ts";
import { parseAgentId } from "../contract/run-id.ts";
import type { Run } from "../contract/run.ts";
import { phaseOf, statusLabel } from "../contract/step-words.ts";
import { readTime } from "../contract/times.ts";
import { agentsPath, comparePath, runPath, runsPath } from "../paths.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { Bar } from "../ui/bar.tsx";
import { PrintLine } from "../ui/print-line.tsx";
import { usePageTitle } from "../ui/page-title.ts";
import { Link, useNavigate, useParams, useSearchParams } from "../ui/router.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { StatusWord } from "../ui/status.tsx";
import { Clock, formatDuration } from "../ui/time.tsx";
import { CompareResults } from "./compare-results.tsx";
import { CompareSteps } from "./compare-steps-table.tsx";

export function ComparePage() {
  const agentId = parseAgentId(useParams()["agentId"] ?? "");
  const [query] = useSearchParams();
  if (agentId === undefined) return <Empty>The agent in a link is a number, like 42.</Empty>;
  return <Compared agentId={agentId} a={query.get("a") ?? ""} b={query.get("b") ?? ""} />;
}

function Empty({ children }: { children: ReactNode }) {
  usePageTitle("Compare");
  return (
    <>
      <Bar crumbs={[{ label: "Agents", to: agentsPath() }, { label: "Compare" }]} />
      <main className="px-6 py-6 text-ink-2 max-md:px-4">{children}</main>
    </>
  );
}

function Compared({ agentId, a, b }: { agentId: number; a: string; b: string }) {
  const navigate = useNavigate();
  const runs = useQuery(runsQuery(agentId)).data?.runs ?? [];
  const first = useOne(agentId, a);
  const second = useOne(agentId, b);
  const name = first.run?.agentName || runs[0]?.agentName || `Agent ${agentId}`;
  usePageTitle("Compare", name);
  const picker = (side: "a" | "b") => (
    <SelectField
      label={side === "a" ? "First" : "Second"}
      value={side === "a" ? a : b}
      options={optionsOf(runs, side === "a" ? a : b)}
      onPick={(id) => navigate(comparePath(agentId, side === "a" ? id : a, side === "a" ? b : id), { replace: true })}
    />
  );
  return (
    <>
      <Bar
        crumbs={[{ label: "Agents", to: agentsPath() }, { label: name, to: runsPath(agentId) }, { label: "Compare" }]}
      />
      <PrintLine at={Math.min(first.readAt, second.readAt) || undefined} />
      <main className="min-w-0">
        <h1 className="px-6 pt-6 text-20 font-semibold break-words max-md:px-4">
          Compare two runs of <AgentText text={name} />
        </h1>
        <div className="grid gap-x-6 px-6 pt-4 pb-5 max-md:gap-y-5 max-md:px-4 md:grid-cols-2">
          <Side label="First run" agentId={agentId} id={a} one={first} picker={picker("a")} />
          <Side label="Second run" agentId={agentId} id={b} one={second} picker={picker("b")} />
        </div>
        {first.run && second.run && (
          <>
            <CompareSteps a={first.run} b={second.run} />
            <CompareResults a={first.run} b={second.run} />
          </>
        )}
      </main>
    </>
  );
}

interface One {
  readonly run: Run | undefined;
  readonly trouble: string | undefined;
  /** Epoch ms; 0 when it was not. */
  readonly readAt: number;
}

/** Read once: what is compared must not change under the eye. */
function useOne(agentId: number, id: string): One {
  const { data, dataUpdatedAt } = useQuery({
    ...runQuery(askedOf(agentId, id)),
    enabled: id !== "",
    refetchOnMount: true,
  });
  if (id === "") return { run: undefined, trouble: "Pick a run.", readAt: 0 };
  const problem = data?.problem;
  const trouble = problem && !data.run ? `${problem.title}. ${problem.detail}` : undefined;
  return { run: data?.run, trouble, readAt: dataUpdatedAt };
}

function optionsOf(runs: readonly Run[], current: string) {
  const listed = runs.map((run) => ({
    value: run.workflowId,
    label: `${run.workflowId} · ${statusLabel(run.status)}`,
  }));
  if (listed.some(({ value }) => value === current)) return listed;
  return [{ value: current, label: current === "" ? "none" : current }, ...listed];
}

function Side(props: { label: string; agentId: number; id: string; one: One; picker: ReactNode }) {
  const { label, agentId, id, one, picker } = props;
  const { run, trouble } = one;
  const startedAt = readTime(run?.startedAt ?? "");
  const ms = run && durationOf(run);
  return (
    <section aria-label={label} className="min-w-0 border-t border-line pt-3">
      <div className="flex max-w-full overflow-hidden p-1 -m-1">{picker}</div>
      {trouble !== undefined && <p className="mt-3 text-ink-2">{trouble}</p>}
      {!run && trouble === undefined && <p className="mt-3 text-ink-3">Loading the run…</p>}
      {run && (
        <>
          <p className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-1">
            <StatusWord phase={phaseOf(run.status)} word={statusLabel(run.status)} />
            {startedAt !== undefined && <Clock at={startedAt} />}
            {ms !== undefined && <span>{formatDuration(ms)}</span>}
            <Link
              to={runPath(agentId, id)}
              className="relative touch-target rounded-bar print:hidden underline decoration-line-strong underline-offset-3"
            >
              Open the run
            </Link>
          </p>
          {run.summary !== undefined && (
            <p className="mt-2 max-w-[80ch] break-words whitespace-pre-wrap text-ink-2">
              <AgentText text={run.summary} />
            </p>
          )}
        </>
      )}
    </section>
  );
}
