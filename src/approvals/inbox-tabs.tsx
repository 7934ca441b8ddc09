/** Whose approvals: mine, everybody's, or what I decided. */
import { Link } from "../ui/router.tsx";
import { approvalsPath } from "../paths.ts";
import { type InboxPlace, inboxParts } from "./inbox-place.ts";

const TABS = [
  { scope: "mine", label: "Assigned to me" },
  { scope: "all", label: "All" },
  { scope: "decided", label: "Decided" },
] as const;

/** `canDecide`: whether decisions are taken here at all; else there is nothing decided to list. */
export function InboxTabs(props: { place: InboxPlace; mineCount: number | undefined; canDecide: boolean }) {
  const { place, mineCount, canDecide } = props;
  return (
    <nav aria-label="Which approvals" className="border-b border-line px-6 max-md:px-4">
      <ul className="flex gap-6">
        {TABS.filter(({ scope }) => canDecide || scope !== "decided").map(({ scope, label }) => (
          <li key={scope}>
            <Link
              to={approvalsPath(inboxParts({ ...place, scope, pageToken: undefined }))}
              aria-current={scope === place.scope ? "page" : undefined}
              className={`flex h-10 min-w-6 items-center justify-center gap-1.5 border-b-2 -outline-offset-2 transition-colors max-md:h-11 max-md:min-w-11 ${scope === place.scope ? "border-ink font-semibold text-ink" : "border-transparent text-ink-2 hover:text-ink"}`}
            >
              {label}
              {scope === "mine" && <span className="min-w-[1ch] font-normal text-ink-3">{mineCount}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
