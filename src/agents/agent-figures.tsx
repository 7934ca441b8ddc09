/** The cells of an agent's row that say how its last runs went. They have their room before they are known. */
import { countText } from "../contract/count-text.ts";
import type { RunsPage } from "../contract/pages.ts";
import type { Run } from "../contract/run.ts";
import { failingWords, figuresOf } from "../contract/run-figures.ts";
import { phaseOf, statusLabel } from "../contract/step-words.ts";
import { readTime } from "../contract/times.ts";
import { useNow } from "../ui/now.ts";
import { RunBars } from "../ui/run-bars.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { StatusWord } from "../ui/status.tsx";
import { formatAgo, formatBoth, formatDuration } from "../ui/time.tsx";
import { AGENTS_NUMBER, AGENTS_ROOMY, AGENTS_WIDE } from "./agents-grid.ts";

const QUIET = new Set(["succeeded", "cancelled", "skipped", "pending"]);

/** `page` undefined: not known yet, or not to be had. */
export function AgentFigures({ page, isError }: { page: RunsPage | undefined; isError: boolean }) {
  const now = useNow(30_000);
  const { last, p50Ms, p90Ms, ...ends } = figuresOf(page?.runs ?? []);
  const failing = failingWords(ends);
  return (
    <>
      <span role="cell" className="flex min-w-0 items-center gap-3 max-lg:block max-md:text-right">
        {page ? <LastRun run={last} now={now} /> : isError ? <NotKnown /> : <Skeleton width={104} />}
      </span>
      <Count page={page} status="all_executions" />
      <Count page={page} status="running" className={AGENTS_WIDE} />
      <Count page={page} status="awaiting_human" isLoud />
      <span role="cell" className={AGENTS_NUMBER} title={failing}>
        <Figure value={page?.counts.get("error")} />
        {failing !== undefined && <span className="sr-only">, {failing}</span>}
      </span>
      <span role="cell" className={`text-12 text-ink-3 ${AGENTS_WIDE}`}>
        {page && (last ? <RunBars runs={page.runs} now={now} /> : "none")}
      </span>
      <span role="cell" className={`${AGENTS_NUMBER} ${AGENTS_ROOMY}`}>
        {p50Ms !== undefined && formatDuration(p50Ms)}
      </span>
      <span role="cell" className={`${AGENTS_NUMBER} text-ink-2 ${AGENTS_WIDE}`}>
        {p90Ms !== undefined && formatDuration(p90Ms)}
      </span>
    </>
  );
}

function LastRun({ run, now }: { run: Run | undefined; now: number }) {
  if (!run) return <StatusWord phase="pending" word="No runs yet" isQuiet />;
  const phase = phaseOf(run.status);
  const startedAt = readTime(run.startedAt);
  return (
    <>
      <span className="min-w-0 lg:w-[136px] lg:shrink-0">
        <StatusWord phase={phase} word={statusLabel(run.status)} isQuiet={QUIET.has(phase)} />
      </span>
      {startedAt !== undefined && (
        <time
          dateTime={new Date(startedAt).toISOString()}
          title={formatBoth(startedAt)}
          className="block truncate text-12 text-ink-3"
        >
          {formatAgo(startedAt, Math.max(startedAt, now))}
        </time>
      )}
    </>
  );
}

function NotKnown() {
  return (
    <span
      className="text-ink-3"
      title="The runs of this agent could not be read. They are asked for again in a minute."
    >
      Not known
    </span>
  );
}

function Count(props: { page: RunsPage | undefined; status: string; className?: string; isLoud?: boolean }) {
  const { page, status, className = "", isLoud = false } = props;
  return (
    <span role="cell" className={`${AGENTS_NUMBER} ${className}`}>
      <Figure value={page?.counts.get(status)} isLoud={isLoud} />
    </span>
  );
}

function Figure({ value, isLoud = false }: { value: number | undefined; isLoud?: boolean }) {
  if (value === undefined) return null;
  const look = value === 0 ? "text-ink-3" : isLoud ? "font-semibold text-wait" : "text-ink";
  return <span className={look}>{countText(value)}</span>;
}
