/** A list without runs: which filter left it empty, and the ways on. */
import type { ReactNode } from "react";
import { statusLabel } from "../contract/step-words.ts";
import { runsPath } from "../paths.ts";
import { buttonClass } from "../ui/button.tsx";
import { Link } from "../ui/router.tsx";
import { filtersOf, type RunsPlace } from "../api/runs-place.ts";
import { TIMEFRAME_LABELS } from "./filter-words.ts";
import { triggerWord } from "./run-words.ts";

export function RunsEmpty(props: { agentId: number; place: RunsPlace; hasMonth: boolean; start: ReactNode }) {
  const { agentId, place, hasMonth, start } = props;
  const { status, timeframe, trigger, pageToken } = place;
  const isFiltered = status !== "all_executions" || timeframe !== "any" || trigger !== "any" || pageToken !== undefined;
  return (
    <section className="px-6 py-10 max-md:px-4">
      <h2 className="text-15 font-semibold">{headline(place)}</h2>
      <p className="mt-1 text-ink-2">
        {isFiltered
          ? "Runs started at another time, by something else or with another status are not in this list."
          : "Each run of this agent will stand here, newest first."}
      </p>
      <div className="mt-5 flex flex-wrap gap-2">
        {hasMonth && timeframe !== "any" && timeframe !== "last_month" && (
          <Link
            to={runsPath(agentId, filtersOf({ ...place, timeframe: "last_month", pageToken: undefined }))}
            className={buttonClass("primary", 32)}
          >
            Show the last 30 days
          </Link>
        )}
        {isFiltered && (
          <Link to={runsPath(agentId)} className={buttonClass("plain", 32)}>
            All runs, any time
          </Link>
        )}
        {start}
      </div>
    </section>
  );
}

function headline({ status, timeframe, pageToken, scope, trigger }: RunsPlace): string {
  if (pageToken !== undefined) return "No older runs";
  const some =
    status === "all_executions"
      ? "No runs"
      : status === "awaiting_human" && scope === "mine"
        ? "No runs awaiting your approval"
        : `No runs with status ${statusLabel(status)}`;
  const runs = trigger === "any" ? some : `${some} started by ${triggerWord(trigger)}`;
  if (timeframe === "any") return runs === "No runs" ? "No runs yet" : runs;
  return `${runs} in the ${TIMEFRAME_LABELS[timeframe].toLowerCase()}`;
}
