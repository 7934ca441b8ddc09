/** The agent's last 24 runs as bars and how long its runs usually take, whatever the list below is narrowed to. */
import { useQuery } from "@tanstack/react-query";
import { agentFiguresQuery } from "../api/agent-figures.ts";
import { useAfterFirstView } from "../api/use-after-first-view.ts";
import { failingWords, figuresOf, type RunFigures } from "../contract/run-figures.ts";
import type { Run } from "../contract/run.ts";
import { useNow } from "../ui/now.ts";
import { BARS_MOST, RunBars } from "../ui/run-bars.tsx";
import { formatDuration } from "../ui/time.tsx";

export interface Last {
  /** Newest first. */
  readonly runs: readonly Run[];
  readonly figures: RunFigures;
}

/** Undefined until it is known. `isShown`: the list is on the screen. */
export function useLastRuns(agentId: number, isShown: boolean): Last | undefined {
  const isPainted = useAfterFirstView(isShown);
  const { data } = useQuery({ ...agentFiguresQuery(agentId), enabled: isPainted });
  return data && { runs: data.runs, figures: figuresOf(data.runs) };
}

/** Stands on wide pages only, with its room kept before anything is known. */
export function LastRuns({ known }: { known: Last | undefined }) {
  const now = useNow(30_000);
  return (
    <div className="flex min-h-10 w-[370px] shrink-0 items-end justify-end gap-4 text-12 text-ink-3 max-lg:hidden">
      {known && known.runs.length > 0 && <Known {...known} now={now} />}
    </div>
  );
}

function Known({ runs, figures, now }: Last & { now: number }) {
  const { p50Ms, p90Ms } = figures;
  const count = Math.min(BARS_MOST, runs.length);
  const failing = failingWords(figures);
  return (
    <>
      <span>{count === 1 ? "The one run" : `Last ${count} runs`}</span>
      {failing !== undefined && <span className="sr-only">, {failing}</span>}
      <span title={failing}>
        <RunBars runs={runs} now={now} room={count} />
      </span>
      {p50Ms !== undefined && p90Ms !== undefined && (
        <dl className="grid grid-cols-[auto_auto] gap-x-3">
          <dt>p50</dt>
          <dd className="text-right text-ink">{formatDuration(p50Ms)}</dd>
          <dt>p90</dt>
          <dd className="text-right text-ink">{formatDuration(p90Ms)}</dd>
        </dl>
      )}
    </>
  );
}
