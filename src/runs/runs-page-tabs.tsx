/** Runs by status: one link per status with its count. */
import { countText } from "../contract/count-text.ts";
import { phaseOf, statusLabel } from "../contract/step-words.ts";
import { runsPath } from "../paths.ts";
import { Link } from "../ui/router.tsx";
import { StatusIcon } from "../ui/status.tsx";
import { countsByTab, filtersOf, type ListStatus, type RunsPlace, STATUSES } from "../api/runs-place.ts";

export function RunsTabs(props: {
  agentId: number;
  place: RunsPlace;
  counts: ReadonlyMap<string, number> | undefined;
}) {
  const { agentId, place, counts } = props;
  const byTab = countsByTab(counts ?? new Map());
  const isDerived = counts?.has("cancelled") === false;
  return (
    <nav aria-label="Runs by status" className="border-b border-line px-6 max-md:px-4">
      <ul className="flex gap-6 overflow-x-auto max-md:gap-5">
        {STATUSES.map((status) => (
          <li key={status} className="shrink-0">
            <Link
              to={runsPath(agentId, filtersOf({ ...place, status, pageToken: undefined }))}
              aria-current={status === place.status ? "page" : undefined}
              className={`flex h-10 items-center gap-1.5 border-b-2 -outline-offset-2 transition-colors max-md:h-11 ${status === place.status ? "border-ink font-semibold text-ink" : "border-transparent text-ink-2 hover:text-ink"}`}
            >
              <Tab status={status} count={byTab.get(status)} isDerived={isDerived && status === "cancelled"} />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Tab({ status, count, isDerived }: { status: ListStatus; count: number | undefined; isDerived: boolean }) {
  return (
    <>
      {status !== "all_executions" && <StatusIcon phase={phaseOf(status)} isFaded={count === 0} />}
      {status === "all_executions" ? "All runs" : statusLabel(status)}
      <span
        // Room for the count before it comes, so that the tabs do not move.
        className={`min-w-[1ch] font-normal text-ink-3 ${isDerived && count !== undefined ? "underline decoration-dotted underline-offset-4" : ""}`}
        title={isDerived ? "All runs minus the other four; the API does not count cancelled runs" : undefined}
      >
        {count !== undefined && countText(count)}
      </span>
    </>
  );
}
