/** Looks for a run under the agents of whoever asks, on a press, and lists what is like it. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { findRunQuery, type Found, type FoundRun } from "../api/find-run.ts";
import { RequestFailed } from "../api/client.ts";
import type { RunRef } from "../contract/run-id.ts";
import { phaseOf, statusLabel } from "../contract/step-words.ts";
import { readTime } from "../contract/times.ts";
import { runPath } from "../paths.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { Button } from "../ui/button.tsx";
import { Link } from "../ui/router.tsx";
import { StatusWord } from "../ui/status.tsx";
import { Clock } from "../ui/time.tsx";

interface Props {
  readonly asked: RunRef;
  /** Where it was not found; absent when no agent is known. */
  readonly exceptAgentId?: number | undefined;
}

export function FoundRuns({ asked, exceptAgentId }: Props) {
  const [isAsked, setAsked] = useState(false);
  const query = useQuery({ ...findRunQuery(asked, exceptAgentId), enabled: isAsked });
  const where = exceptAgentId === undefined ? "Look under my agents" : "Look under my other agents";
  if (!query.data)
    return (
      <>
        <Button
          kind="plain"
          size={32}
          disabled={query.isFetching}
          onClick={() => (isAsked ? void query.refetch() : setAsked(true))}
        >
          {query.isFetching ? "Looking…" : where}
        </Button>
        {query.error !== null && (
          <p role="alert" className="mt-3 text-ink-2">
            {query.error instanceof RequestFailed ? query.error.problem.title : "It could not be looked for"}. Try
            again.
          </p>
        )}
      </>
    );
  return <FoundList found={query.data} />;
}

function FoundList({ found }: { found: Found }) {
  const { runs, asked, isPartial } = found;
  const where = `${isPartial ? "the first " : ""}${asked.length} ${asked.length === 1 ? "agent" : "agents"} you can see`;
  return (
    <section aria-label="Runs like it">
      <p role="status" className="text-ink-2">
        {runs.length === 0 ? `Nothing like it under ${where}.` : `Looked under ${where}:`}
      </p>
      {runs.length > 0 && (
        <ul className="mt-2 border-t border-line">
          {runs.map((one) => (
            <li key={`${one.agentId} ${one.run.id}`} className="border-b border-line">
              <FoundLink one={one} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function FoundLink({ one: { agentId, run, likeness } }: { one: FoundRun }) {
  const startedAt = readTime(run.startedAt ?? "");
  const pin =
    likeness === "same attempt" && run.temporalRunId !== undefined ? { temporalRunId: run.temporalRunId } : {};
  return (
    <Link
      to={runPath(agentId, run.workflowId, pin)}
      className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-0.5 py-2 -outline-offset-2 hover:bg-sunken"
    >
      <span className="font-semibold">
        <AgentText text={run.agentName || `Agent ${agentId}`} />
      </span>
      <span className="min-w-0 font-mono text-12 break-all text-ink-2">
        <AgentText text={run.workflowId} />
      </span>
      <StatusWord phase={phaseOf(run.status)} word={statusLabel(run.status)} />
      {startedAt !== undefined && (
        <span className="text-12 text-ink-3">
          started <Clock at={startedAt} />
        </span>
      )}
      <span className="ml-auto text-12 text-ink-3">{likeness}</span>
    </Link>
  );
}
