/** One row per agent: what it is and how its last runs went. The whole row leads to its runs; its link is its name. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useRef } from "react";
import { agentFiguresQuery } from "../api/agent-figures.ts";
import { useAfterFirstView } from "../api/use-after-first-view.ts";
import type { Agent } from "../contract/pages.ts";
import { runsPath } from "../paths.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { useDensity } from "../ui/density.ts";
import { Link } from "../ui/router.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { useSeen } from "../ui/use-seen.ts";
import { AgentFigures } from "./agent-figures.tsx";
import { AGENTS_GRID, AGENTS_HEIGHTS, AGENTS_NUMBER, AGENTS_ROOMY, AGENTS_WIDE } from "./agents-grid.ts";
import { statusWord, typeWord } from "./agent-words.ts";

const SKELETON_ROWS = [112, 140, 126, 96, 132];
/** The links of the rows, for the keys of the list. */
export const AGENT_LINKS = "main [role=table] a[data-row]";

/** `agents` undefined: still loading. */
export function AgentsTable({ agents }: { agents: readonly Agent[] | undefined }) {
  if (agents?.length === 0) return null;
  return (
    <div role="table" aria-label="Agents" aria-busy={agents === undefined}>
      <div role="rowgroup">
        <div
          role="row"
          className={`${AGENTS_GRID} h-8 items-center border-b border-line text-11 text-ink-3 max-md:hidden`}
        >
          <Head>Agent</Head>
          <Head>Type</Head>
          <Head>Last run</Head>
          <Head className={AGENTS_NUMBER}>Runs</Head>
          <Head className={`${AGENTS_NUMBER} ${AGENTS_WIDE}`}>Running</Head>
          <Head className={AGENTS_NUMBER}>Awaiting</Head>
          <Head className={AGENTS_NUMBER}>Error</Head>
          <Head className={AGENTS_WIDE}>Last 24 runs</Head>
          <Head className={`${AGENTS_NUMBER} ${AGENTS_ROOMY}`}>p50</Head>
          <Head className={`${AGENTS_NUMBER} ${AGENTS_WIDE}`}>p90</Head>
        </div>
      </div>
      <div role="rowgroup">
        {agents ? agents.map((agent) => <AgentRow key={agent.id} agent={agent} />) : <SkeletonRows />}
      </div>
    </div>
  );
}

function Head({ className = "", children }: { className?: string; children: ReactNode }) {
  return (
    <span role="columnheader" className={className}>
      {children}
    </span>
  );
}

function AgentRow({ agent }: { agent: Agent }) {
  const { id, name, description, type, status } = agent;
  const row = useRef<HTMLDivElement>(null);
  const isWanted = useSeen(row);
  const isPainted = useAfterFirstView();
  const density = useDensity();
  const { data, isError } = useQuery({ ...agentFiguresQuery(id), enabled: isWanted && isPainted });
  return (
    <div
      ref={row}
      role="row"
      className={`${AGENTS_GRID} ${AGENTS_HEIGHTS[density]} relative items-center border-b border-line hover:bg-sunken has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-accent`}
    >
      <span role="cell" className={`min-w-0 py-2 ${density === "compact" ? "md:py-0.5" : ""}`}>
        <Link
          data-row=""
          to={runsPath(id)}
          className="block truncate font-semibold text-ink outline-none after:absolute after:inset-0"
        >
          <AgentText text={name === "" ? `Agent ${id}` : name} />
        </Link>
        {description && (
          <span className="block truncate text-12 text-ink-3">
            <AgentText text={description} />
          </span>
        )}
      </span>
      <span role="cell" className="min-w-0 text-ink-2 max-md:hidden">
        {type && (
          <span className="block truncate">
            <AgentText text={typeWord(type)} />
          </span>
        )}
        {status && (
          <span className="block truncate text-12 text-ink-3">
            <AgentText text={statusWord(status)} />
          </span>
        )}
      </span>
      <AgentFigures page={data} isError={isError} />
    </div>
  );
}

function SkeletonRows() {
  const height = AGENTS_HEIGHTS[useDensity()];
  return SKELETON_ROWS.map((width, index) => (
    <div key={index} aria-hidden="true" className={`${AGENTS_GRID} ${height} items-center border-b border-line`}>
      <span className="flex flex-col gap-2">
        <Skeleton width={width} />
        <Skeleton width={width * 2} height={10} />
      </span>
      <Skeleton width={56} />
    </div>
  ));
}
