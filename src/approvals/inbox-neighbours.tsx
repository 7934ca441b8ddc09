/** The way through the inbox from a run's banner: where this request stands among what waits, and its neighbours. */
import { useQuery } from "@tanstack/react-query";
import { waitingQuery } from "../api/list-queries.ts";
import type { WaitingApproval } from "../contract/pages.ts";
import { approvalsPath, runPath } from "../paths.ts";
import { Link } from "../ui/router.tsx";
import { inboxItems, placeAmong } from "./inbox-groups.ts";

const LINK =
  "relative touch-target rounded-bar text-ink-2 underline decoration-line-strong underline-offset-4 hover:text-ink hover:decoration-current";

export function InboxNeighbours({ agentId, workflowId }: { agentId: number; workflowId: string }) {
  const { data } = useQuery({ ...waitingQuery(), enabled: false });
  if (!data) return null;
  const items = inboxItems(data.page.approvals);
  const place = placeAmong(items, agentId, workflowId);
  const others = items.filter(({ waiting }) => waiting.agentId !== agentId || waiting.workflowId !== workflowId);
  if (others.length === 0) return null;
  return (
    <nav aria-label="Other approvals" className="flex items-center gap-4 text-12 text-ink-2 max-md:h-11">
      <Link to={approvalsPath()} className={LINK}>
        {place ? `${place.number} of ${place.count} waiting` : `${others.length} more waiting`}
      </Link>
      {place ? (
        <>
          <Neighbour word="Previous" run={place.previous} />
          <Neighbour word="Next" run={place.next} />
        </>
      ) : (
        <Neighbour word="Next" run={others[0]?.waiting} />
      )}
    </nav>
  );
}

function Neighbour({ word, run }: { word: string; run: WaitingApproval | undefined }) {
  if (!run) return null;
  return (
    <Link to={runPath(run.agentId, run.workflowId)} className={LINK}>
      {word}
    </Link>
  );
}
