/** One row per agent. The whole row leads to its runs; its link is the agent's name. */
import type { Agent } from "../contract/pages.ts";
import { runsPath } from "../paths.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { Link } from "../ui/router.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

const GRID =
  "grid grid-cols-[minmax(0,1fr)_120px_120px_64px] gap-x-5 px-6 max-md:grid-cols-[minmax(0,1fr)_auto] max-md:px-4";
const SKELETON_ROWS = [112, 140, 126, 96, 132];
const TYPES: Readonly<Record<string, string>> = { task: "Task", workflow: "Workflow" };
const STATUSES: Readonly<Record<string, string>> = {
  active: "Active",
  deployed: "Deployed",
  draft: "Draft",
  inactive: "Inactive",
};

const word = (words: Readonly<Record<string, string>>, sent: string) =>
  Object.hasOwn(words, sent) ? (words[sent] ?? sent) : sent;

/** `agents` undefined: still loading. */
export function AgentsTable({ agents }: { agents: readonly Agent[] | undefined }) {
  if (agents?.length === 0) return null;
  return (
    <div role="table" aria-label="Agents" aria-busy={agents === undefined}>
      <div role="rowgroup">
        <div role="row" className={`${GRID} h-8 items-center border-b border-line text-11 text-ink-3`}>
          <span role="columnheader">Agent</span>
          <span role="columnheader">Type</span>
          <span role="columnheader" className="max-md:hidden">
            Status
          </span>
          <span role="columnheader" className="text-right max-md:hidden">
            Id
          </span>
        </div>
      </div>
      <div role="rowgroup">
        {agents ? agents.map((agent) => <AgentRow key={agent.id} agent={agent} />) : <SkeletonRows />}
      </div>
    </div>
  );
}

function AgentRow({ agent }: { agent: Agent }) {
  const { id, name, description, type, status } = agent;
  return (
    <div
      role="row"
      className={`${GRID} relative min-h-15 items-center border-b border-line hover:bg-sunken has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-accent`}
    >
      <span role="cell" className="min-w-0 py-2">
        <Link
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
      <span role="cell" className="min-w-0 truncate text-ink-2">
        {type && <AgentText text={word(TYPES, type)} />}
      </span>
      <span role="cell" className="min-w-0 truncate text-ink-2 max-md:hidden">
        {status && <AgentText text={word(STATUSES, status)} />}
      </span>
      <span role="cell" className="text-right text-ink-2 max-md:hidden">
        {id}
      </span>
    </div>
  );
}

function SkeletonRows() {
  return SKELETON_ROWS.map((width, index) => (
    <div key={index} aria-hidden="true" className={`${GRID} h-15 items-center border-b border-line`}>
      <span className="flex flex-col gap-2">
        <Skeleton width={width} />
        <Skeleton width={width * 2} height={10} />
      </span>
      <Skeleton width={56} />
    </div>
  ));
}
