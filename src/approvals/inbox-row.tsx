/** One waiting request in the inbox: the time left, the raw action, the agent's words, which agent, for whom. */
import { useDensity } from "../ui/density.ts";
import { Link } from "../ui/router.tsx";
import type { Approval } from "../contract/approval.ts";
import { runPath } from "../paths.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { ChevronRight } from "../ui/icons.tsx";
import { Clock, formatCountdown, useNow } from "../ui/time.tsx";
import { shareGone, timeLeftMs } from "./countdown.ts";
import type { InboxItem } from "./inbox-groups.ts";
import { actionArgs, actionName } from "./request-facts.ts";

const HOUR_MS = 3_600_000;
/** What a row says of the arguments; the run's page shows all of them. */
const ARGS_SHOWN = 6;
const ARG_CHARS = 60;

export const INBOX_GRID =
  "grid grid-cols-[112px_minmax(0,1fr)_168px_168px_16px] gap-x-6 px-6 max-lg:grid-cols-[96px_minmax(0,1fr)_140px] max-md:grid-cols-[minmax(0,1fr)_auto] max-md:px-4";

export function InboxRow({ item, clockOffsetMs }: { item: InboxItem; clockOffsetMs: number }) {
  const { waiting, approval } = item;
  const words = approval?.body ?? approval?.title;
  const asked = approval?.requestedAt;
  const isCompact = useDensity() === "compact";
  return (
    <li
      className={`${INBOX_GRID} relative min-h-18 items-center border-b border-line py-3 ${isCompact ? "md:min-h-13 md:py-1" : ""} hover:bg-sunken has-[a:focus-visible]:bg-selected has-[a:focus-visible]:shadow-[inset_2px_0_0_var(--color-accent)]`}
    >
      <div className="max-md:col-start-2 max-md:row-start-1">
        <Deadline approval={approval} clockOffsetMs={clockOffsetMs} />
      </div>
      <div className="min-w-0 max-md:col-span-2 max-md:row-start-2 max-md:pt-2">
        <Link
          to={runPath(waiting.agentId, waiting.workflowId)}
          className="block overflow-hidden font-mono text-12 outline-none after:absolute after:inset-0 md:truncate"
        >
          <ActionLine approval={approval} />
        </Link>
        <span className={`mt-1 block truncate text-ink-2 ${isCompact ? "md:mt-0" : ""}`}>
          {words !== undefined && (
            <>
              “<AgentText text={words} />”
            </>
          )}
        </span>
      </div>
      <div className="min-w-0 max-md:col-start-1 max-md:row-start-1">
        <span className="block truncate text-ink">
          <AgentText text={waiting.agentName || `Agent ${waiting.agentId}`} />
        </span>
        <span className="block truncate text-12 text-ink-2">
          <AgentText text={approval?.nodeName ?? approval?.nodeId ?? waiting.workflowId} />
        </span>
      </div>
      <div className="min-w-0 max-lg:hidden">
        <span className="block truncate text-ink-2">
          <AgentText text={approval?.assignees.map(({ label }) => label).join(", ") || "Anybody who may decide"} />
        </span>
        <span className="block truncate text-12 text-ink-2">
          {asked !== undefined && (
            <>
              asked <Clock at={asked} />
            </>
          )}
        </span>
      </div>
      <span aria-hidden="true" className="text-ink-3 max-lg:hidden">
        <ChevronRight />
      </span>
    </li>
  );
}

/** The first action's name and arguments, as written, on one line. */
export function ActionLine({ approval }: { approval: Approval | undefined }) {
  const [action, ...more] = approval?.actions ?? [];
  const args = action ? actionArgs(action.args) : [];
  return (
    <>
      <span className="font-semibold text-ink">
        <AgentText text={actionName(action) ?? approval?.nodeName ?? "Request without a named action"} />
      </span>
      {more.length > 0 && <span className="text-ink-2"> and {more.length} more</span>}
      {args.slice(0, ARGS_SHOWN).map(({ name, text }) => (
        <span key={name} className="ms-4 inline-block max-w-full truncate align-bottom">
          <span className="text-ink-2">
            <AgentText text={name} />
          </span>{" "}
          <AgentText text={text.length > ARG_CHARS ? `${text.slice(0, ARG_CHARS)}…` : text} />
        </span>
      ))}
      {args.length > ARGS_SHOWN && <span className="ms-4 text-ink-2">and {args.length - ARGS_SHOWN} more</span>}
    </>
  );
}

function Deadline({ approval, clockOffsetMs }: { approval: Approval | undefined; clockOffsetMs: number }) {
  const expiresAt = approval?.expiresAt;
  const now = useNow(1_000);
  if (expiresAt === undefined) return <span className="text-12 text-ink-3">no deadline</span>;
  const leftMs = timeLeftMs(expiresAt, now, clockOffsetMs);
  const isSoon = leftMs <= HOUR_MS;
  const share = 1 - shareGone(approval?.requestedAt, expiresAt, leftMs);
  return (
    <>
      <span className={`text-15 whitespace-nowrap ${isSoon ? "font-semibold text-wait" : "text-ink"}`}>
        <span className="sr-only">Time left: </span>
        {leftMs === 0 ? "over" : formatCountdown(Math.ceil(leftMs / 1_000) * 1_000)}
      </span>
      <span
        aria-hidden="true"
        className={`mt-1.5 block h-0.5 overflow-hidden rounded-bar max-md:hidden ${isSoon ? "bg-wait-line" : "bg-line"}`}
      >
        <span className={`block h-full ${isSoon ? "bg-wait" : "bg-bar-ok"}`} style={{ width: `${share * 100}%` }} />
      </span>
    </>
  );
}
