/** One run in a list. The whole row leads to the run; its link is the run's id. */
import { isEnded, type Run } from "../contract/run.ts";
import { phaseOf, statusLabel } from "../contract/step-words.ts";
import type { Phase } from "../contract/step.ts";
import { readTime } from "../contract/times.ts";
import { runPath } from "../paths.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { type Density, useDensity } from "../ui/density.ts";
import { Link } from "../ui/router.tsx";
import { StatusWord } from "../ui/status.tsx";
import { formatAgo, formatBoth, formatClock, formatDuration, useNow } from "../ui/time.tsx";
import { useTimeMode } from "../ui/time-mode.ts";
import { reasonWord, triggerWord } from "./run-words.ts";
import { type Cancels, RowCancel } from "./runs-page-cancel.tsx";
import { UsualMarks } from "./runs-page-usual.tsx";
import { barOf, type UsualLines } from "./runs-scale.ts";

export const RUNS_GRID =
  "grid grid-cols-[140px_120px_minmax(0,1fr)_92px_92px] gap-x-4 px-6 lg:gap-x-5 lg:grid-cols-[140px_minmax(120px,200px)_minmax(0,1fr)_76px_104px_88px_190px] max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-3 max-md:px-4";

/** Phones have two lines of text in a row, for a finger. */
export const ROW_HEIGHTS: Record<Density, string> = { comfortable: "min-h-10", compact: "md:min-h-8" };

/** The links of the rows, for the keys of the list. */
export const ROW_LINKS = "main [role=table] a[data-row]";

const QUIET: ReadonlySet<Phase> = new Set(["succeeded", "cancelled", "skipped", "pending"]);

interface RowProps {
  readonly agentId: number;
  readonly run: Run;
  readonly scaleMs: number;
  readonly lines: UsualLines;
  /** It no longer is what the list asks for: what stands here is how it last was. */
  readonly hasLeft: boolean;
  /** Absent where runs cannot be cancelled, or not by this viewer. */
  readonly cancels: Cancels | undefined;
}

export function RunRow({ agentId, run, scaleMs, lines, hasLeft, cancels }: RowProps) {
  const phase = phaseOf(run.status);
  const height = ROW_HEIGHTS[useDensity()];
  const startedAt = readTime(run.startedAt);
  return (
    <div
      role="row"
      className={`${RUNS_GRID} ${height} relative items-center border-b border-line hover:bg-sunken has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-accent max-md:min-h-16 max-md:gap-y-0.5 max-md:py-2.5`}
    >
      <span role="cell" className="min-w-0">
        <StatusWord phase={phase} word={statusLabel(run.status)} isQuiet={QUIET.has(phase)} />
      </span>
      <span role="cell" className="min-w-0 truncate font-mono text-12 max-md:row-start-2">
        <Link
          data-row=""
          to={runPath(agentId, run.workflowId)}
          className="text-ink outline-none after:absolute after:inset-0"
        >
          <AgentText text={run.workflowId} />
        </Link>
      </span>
      <span
        role="cell"
        className="flex min-w-0 items-center gap-3 text-ink-2 max-md:col-span-2 max-md:row-start-3 max-md:empty:hidden"
      >
        <span className="min-w-0 truncate empty:hidden max-md:flex-1">
          {hasLeft ? "No longer in this list; open it to see how it stands" : <Summary run={run} />}
        </span>
        {cancels && !hasLeft && <RowCancel run={run} cancels={cancels} />}
      </span>
      <span role="cell" className="min-w-0 truncate text-ink-2 max-lg:hidden">
        {run.triggerType !== undefined && <AgentText text={triggerWord(run.triggerType)} />}
      </span>
      <span
        role="cell"
        className="text-right whitespace-nowrap text-ink-2 max-md:col-start-2 max-md:row-start-2 max-md:text-12"
      >
        {startedAt !== undefined && <Started at={startedAt} />}
      </span>
      <RunTime run={run} startedAt={startedAt} phase={phase} scaleMs={scaleMs} lines={lines} />
    </div>
  );
}

function Summary({ run }: { run: Run }) {
  const reason = run.statusReason === undefined ? undefined : reasonWord(run.statusReason);
  if (reason === undefined) return run.summary === undefined ? null : <AgentText text={run.summary} />;
  return (
    <>
      <AgentText text={reason} />
      {run.summary !== undefined && (
        <>
          {". "}
          <AgentText text={run.summary} />
        </>
      )}
    </>
  );
}

/** The day stands above, so the clock is enough. */
function Started({ at }: { at: number }) {
  const mode = useTimeMode();
  const now = useNow(mode === "relative" ? 1_000 : 60_000);
  return (
    <time dateTime={new Date(at).toISOString()} title={formatBoth(at)}>
      {mode === "relative" ? formatAgo(at, now) : formatClock(at, mode).replace(" UTC", "")}
    </time>
  );
}

interface TimeProps {
  readonly run: Run;
  readonly startedAt: number | undefined;
  readonly phase: Phase;
  readonly scaleMs: number;
  readonly lines: UsualLines;
}

/** Two cells: how long, and its bar. Of a run that goes on the clock's time, with an open end. */
function RunTime(props: TimeProps) {
  const { run, startedAt } = props;
  if (run.durationMs === undefined && startedAt !== undefined && !isEnded(run))
    return <TickingTime {...props} startedAt={startedAt} />;
  return <TimeCells {...props} ms={run.durationMs} isOpen={false} />;
}

function TickingTime(props: TimeProps & { startedAt: number }) {
  const ms = Math.max(0, Math.floor((useNow(1_000) - props.startedAt) / 1_000) * 1_000);
  return <TimeCells {...props} ms={ms} isOpen />;
}

const BARS: Partial<Record<Phase, string>> = { running: "bg-bar-run", waiting: "hatch-wait", failed: "bg-bar-fail" };

function TimeCells({ phase, scaleMs, lines, ms, isOpen }: TimeProps & { ms: number | undefined; isOpen: boolean }) {
  const { share, isCut } = barOf(ms ?? 0, scaleMs);
  const words = ms === undefined ? "" : isOpen && ms < 60_000 ? `${ms / 1_000} s` : formatDuration(ms);
  return (
    <>
      <span role="cell" className="text-right whitespace-nowrap text-ink max-md:col-start-2 max-md:row-start-1">
        {words}
      </span>
      <span role="cell" className="relative self-stretch max-lg:hidden">
        <UsualMarks lines={lines} />
        {share > 0 && (
          <span
            aria-hidden="true"
            className={`absolute inset-y-0 left-0 my-auto h-2 min-w-[3px] rounded-bar ${BARS[phase] ?? "bg-bar-ok"} ${isOpen ? "rounded-r-none border-r-0" : ""}`}
            style={{ width: `${share * 100}%` }}
          />
        )}
        {isCut && (
          <span
            aria-hidden="true"
            className="absolute inset-y-0 right-2.5 my-auto h-3 w-[5px] -skew-x-[20deg] bg-canvas"
          />
        )}
      </span>
    </>
  );
}
