/** One row per run, by day: status, id, summary, trigger, start, duration, and how long beside the others in sight. */
import type { RunsPage } from "../contract/pages.ts";
import type { Run } from "../contract/run.ts";
import { readTime } from "../contract/times.ts";
import { plural } from "../ui/bytes.ts";
import { useDensity } from "../ui/density.ts";
import { Disclosure } from "../ui/disclosure.tsx";
import { useNow } from "../ui/now.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { dayOf, formatDuration } from "../ui/time.tsx";
import type { HeldRuns } from "./hold-back.ts";
import type { Cancels } from "./runs-page-cancel.tsx";
import { ROW_HEIGHTS, RunRow, RUNS_GRID } from "./runs-page-row.tsx";
import { scaleOf, type UsualLines, type UsualTimes, usualLines } from "./runs-scale.ts";
import { UsualLegend } from "./runs-page-usual.tsx";

const HEADS = "border-b border-line text-11 text-ink-3";
const SKELETON_ROWS = [96, 84, 110, 92, 78, 104, 88, 96];

/** `page` undefined: still loading. */
export function RunsTable(props: {
  agentId: number;
  page: RunsPage | undefined;
  rows: HeldRuns | undefined;
  /** Undefined until it is known. */
  usual: UsualTimes | undefined;
  cancels: Cancels | undefined;
}) {
  const { agentId, page, rows, usual, cancels } = props;
  const scaleMs = scaleOf(
    rows?.shown.flatMap(({ durationMs }) => (durationMs === undefined ? [] : [durationMs])) ?? [],
  );
  const lines = usualLines(usual, scaleMs);
  return (
    <>
      <UsualLegend lines={lines} />
      <div role="table" aria-label="Runs" aria-busy={page === undefined}>
        <div role="rowgroup">
          <div role="row" className={`${RUNS_GRID} h-8 items-center ${HEADS} max-md:hidden`}>
            <span role="columnheader">Status</span>
            <span role="columnheader">Run</span>
            <span role="columnheader">Summary</span>
            <span role="columnheader" className="max-lg:hidden">
              Trigger
            </span>
            <span role="columnheader" className="text-right">
              Started
            </span>
            <span role="columnheader" className="text-right">
              Duration
            </span>
            <span role="columnheader" className="flex justify-between max-lg:hidden">
              <span className="sr-only">Duration beside the others, </span>
              <span>{scaleMs > 0 ? "0" : ""}</span>
              <span>{scaleMs > 0 ? formatDuration(scaleMs) : ""}</span>
            </span>
          </div>
        </div>
        {rows ? (
          <Days agentId={agentId} rows={rows} scaleMs={scaleMs} lines={lines} cancels={cancels} />
        ) : (
          <SkeletonRows />
        )}
      </div>
      {page && page.unreadable.length > 0 && (
        <div className="border-b border-line px-6 max-md:px-4">
          <Disclosure
            title={`${plural(page.unreadable.length, "entry", "entries")} could not be read`}
            note="as sent by the server"
          >
            {page.unreadable.map((payload, index) => (
              <pre key={index} className="max-h-40 overflow-auto pb-2 break-all whitespace-pre-wrap text-ink-2">
                {payload.text}
              </pre>
            ))}
          </Disclosure>
        </div>
      )}
    </>
  );
}

function Days(props: {
  agentId: number;
  rows: HeldRuns;
  scaleMs: number;
  lines: UsualLines;
  cancels: Cancels | undefined;
}) {
  const { agentId, rows, scaleMs, lines, cancels } = props;
  const now = useNow(60_000);
  const days = groupByDay(rows.shown, now);
  return days.map(({ key, near, date, runs: ofDay }) => (
    <div role="rowgroup" key={key}>
      <div role="row" className="flex h-8 items-center border-b border-line px-6 max-md:px-4">
        <span role="cell" aria-colspan={7} className="text-12 text-ink-3">
          <span className="font-semibold text-ink">{near || date}</span>
          {near !== "" && ` ${date}`}
        </span>
      </div>
      {ofDay.map((run) => (
        <RunRow
          key={run.id}
          agentId={agentId}
          run={run}
          scaleMs={scaleMs}
          lines={lines}
          hasLeft={rows.left.has(run.id)}
          cancels={cancels}
        />
      ))}
    </div>
  ));
}

interface Day {
  readonly key: string;
  readonly near: string;
  readonly date: string;
  readonly runs: Run[];
}

/** In the order sent; a day that comes again, or a run without a start, begins a group of its own. */
function groupByDay(runs: readonly Run[], now: number): readonly Day[] {
  const days: Day[] = [];
  let last: number | undefined | null = null;
  for (const [index, run] of runs.entries()) {
    const at = readTime(run.startedAt);
    const day = at === undefined ? undefined : dayOf(at, now);
    if (day?.key !== last || days.length === 0) {
      days.push({ key: `${index}`, near: day?.near ?? "", date: day?.date ?? "Start not known", runs: [] });
      last = day?.key;
    }
    days[days.length - 1]?.runs.push(run);
  }
  return days;
}

function SkeletonRows() {
  const height = ROW_HEIGHTS[useDensity()];
  return (
    <div role="rowgroup" aria-hidden="true">
      {SKELETON_ROWS.map((width, index) => (
        <div key={index} className={`${RUNS_GRID} ${height} items-center border-b border-line max-md:min-h-16`}>
          <span>
            <Skeleton width={width} />
          </span>
          <span className="max-md:hidden">
            <Skeleton width={100} />
          </span>
          <span className="max-md:hidden">
            <Skeleton width={width * 2} />
          </span>
          <span className="max-lg:hidden">
            <Skeleton width={56} />
          </span>
          <span className="text-right max-md:hidden">
            <Skeleton width={56} />
          </span>
          <span className="text-right">
            <Skeleton width={56} />
          </span>
        </div>
      ))}
    </div>
  );
}
