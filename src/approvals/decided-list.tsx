/** What this viewer decided, latest first: the decision, what it was about, the words written to it, when. */
import { Link } from "../ui/router.tsx";
import type { ApprovalsPage, WaitingApproval } from "../contract/pages.ts";
import { readApproval } from "../contract/read-approval.ts";
import { readTime } from "../contract/times.ts";
import { runPath } from "../paths.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { StatusWord } from "../ui/status.tsx";
import { Clock } from "../ui/time.tsx";
import { Unreadable } from "./inbox-list.tsx";
import { ActionLine } from "./inbox-row.tsx";

const GRID =
  "grid grid-cols-[112px_minmax(0,3fr)_minmax(0,2fr)_168px_168px] gap-x-6 px-6 max-lg:grid-cols-[112px_minmax(0,1fr)_140px] max-md:grid-cols-[minmax(0,1fr)_auto] max-md:px-4";

export function DecidedList({ page }: { page: ApprovalsPage }) {
  return (
    <section aria-label="Decided">
      <ul>
        {page.approvals.map((one) => (
          <DecidedRow key={`${one.temporalRunId} ${one.decision?.approvalId}`} one={one} />
        ))}
      </ul>
      <Unreadable page={page} />
    </section>
  );
}

function DecidedRow({ one }: { one: WaitingApproval }) {
  const { decision, agentId, agentName, workflowId, temporalRunId } = one;
  const at = readTime(decision?.at);
  const isApproved = decision?.decision === "approve";
  return (
    <li
      className={`${GRID} relative min-h-10 items-center border-b border-line py-2 hover:bg-sunken has-[a:focus-visible]:bg-selected has-[a:focus-visible]:shadow-[inset_2px_0_0_var(--color-accent)]`}
    >
      <StatusWord phase={isApproved ? "succeeded" : "cancelled"} word={isApproved ? "Approved" : "Rejected"} isQuiet />
      <Link
        to={runPath(agentId, workflowId, { temporalRunId })}
        className="block min-w-0 truncate font-mono text-12 outline-none after:absolute after:inset-0 max-md:col-span-2 max-md:row-start-2"
      >
        {one.request ? (
          <ActionLine approval={readApproval(one.request, "awaiting_human")} />
        ) : (
          <AgentText text={workflowId} />
        )}
      </Link>
      <span className="min-w-0 truncate text-ink-2 max-lg:hidden">
        {decision?.comment !== undefined && (
          <>
            “<AgentText text={decision.comment} />”
          </>
        )}
      </span>
      <span className="min-w-0 truncate max-md:hidden">
        <AgentText text={agentName || `Agent ${agentId}`} />
      </span>
      <span className="min-w-0 truncate text-ink-2 max-lg:hidden max-md:block">
        {at !== undefined && <Clock at={at} />}
      </span>
    </li>
  );
}
