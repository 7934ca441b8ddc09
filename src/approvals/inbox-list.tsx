/** The waiting requests in their groups, each group under its heading. */
import type { ApprovalsPage } from "../contract/pages.ts";
import { runsPath } from "../paths.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { plural } from "../ui/bytes.ts";
import { useDensity } from "../ui/density.ts";
import { Disclosure } from "../ui/disclosure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { useNow } from "../ui/time.tsx";
import { Link } from "../ui/router.tsx";
import { groupByAgent, groupByDeadline, type InboxGroup, inboxItems } from "./inbox-groups.ts";
import { INBOX_GRID, InboxRow } from "./inbox-row.tsx";

export function InboxList(props: { page: ApprovalsPage; group: "deadline" | "agent"; clockOffsetMs: number }) {
  const { page, group, clockOffsetMs } = props;
  const now = useNow(10_000) + clockOffsetMs;
  const items = inboxItems(page.approvals);
  const groups = group === "agent" ? groupByAgent(items) : groupByDeadline(items, now);
  return (
    <>
      {groups.map((one) => (
        <section key={one.key} aria-labelledby={`inbox-${one.key}`}>
          <h2
            id={`inbox-${one.key}`}
            className="flex h-8 items-center gap-2 border-b border-line px-6 text-12 max-md:px-4"
          >
            <GroupTitle group={one} />
            <span className="text-ink-2">{one.items.length}</span>
          </h2>
          <ul>
            {one.items.map((item) => (
              <InboxRow key={keyOf(item.waiting)} item={item} clockOffsetMs={clockOffsetMs} />
            ))}
          </ul>
        </section>
      ))}
      <Unreadable page={page} />
    </>
  );
}

function keyOf({ workflowId, temporalRunId }: { workflowId: string; temporalRunId: string }): string {
  return `${workflowId} ${temporalRunId}`;
}

function GroupTitle({ group }: { group: InboxGroup }) {
  if (group.agentId === undefined) return <span className="font-semibold">{group.title}</span>;
  return (
    <Link to={runsPath(group.agentId)} className="rounded-bar font-semibold hover:underline">
      <AgentText text={group.title} />
    </Link>
  );
}

/** Nothing is dropped: an entry that cannot be read stands here as it was sent. */
export function Unreadable({ page }: { page: ApprovalsPage }) {
  if (page.unreadable.length === 0) return null;
  return (
    <div className="border-b border-line px-6 max-md:px-4">
      <Disclosure
        title={`${plural(page.unreadable.length, "entry", "entries")} could not be read`}
        note="as sent by the server"
      >
        {page.unreadable.map((payload, index) => (
          <pre key={index} className="max-h-40 overflow-auto pb-2 break-all whitespace-pre-wrap text-ink-2">
            <AgentText text={payload.text} />
          </pre>
        ))}
      </Disclosure>
    </div>
  );
}

const SKELETON_ROWS = [320, 280, 360];

export function InboxSkeleton() {
  const height = useDensity() === "compact" ? "h-18 md:h-13" : "h-18";
  return (
    <div aria-hidden="true">
      <div className="h-8 border-b border-line" />
      {SKELETON_ROWS.map((width) => (
        <div key={width} className={`${INBOX_GRID} ${height} items-center border-b border-line`}>
          <Skeleton width={64} />
          <span className="flex flex-col gap-2 max-md:hidden">
            <Skeleton width={width} />
            <Skeleton width={width / 2} height={10} />
          </span>
          <Skeleton width={96} />
          <span className="max-lg:hidden">
            <Skeleton width={88} />
          </span>
        </div>
      ))}
    </div>
  );
}
