/** Everything under the bar and the banners but the inspector: head, news, steps, result, details. */
import { memo, type ReactNode, Suspense, useCallback, useMemo } from "react";
import type { WatchedRun } from "../api/watch-run.ts";
import { useAfterFirstView } from "../api/use-after-first-view.ts";
import type { Session } from "../contract/session.ts";
import { isStale } from "../contract/poll-rule.ts";
import { isEnded, type Run } from "../contract/run.ts";
import type { Step } from "../contract/step.ts";
import type { Watched } from "../contract/watching.ts";
import { useNow } from "../ui/time.tsx";
import { failingStep } from "./failing-step.ts";
import { RunHeader } from "./run-header.tsx";
import type { PlacePatch, RunPlace } from "./run-place.ts";
import { LaterAttempt, LaterNewerAttempt, LaterNews, LaterTail } from "./run-parts.ts";
import { isTaskRun } from "./run-words.ts";
import { StepsSection } from "./steps-section.tsx";
import { frameOf } from "./timeline-frame.ts";
import { useAttempts } from "./use-attempts.ts";
import { UsualSlot } from "./usual-slot.tsx";

interface Props {
  readonly run: Run;
  readonly steps: readonly Step[];
  /** How many there are, while only the first are read. */
  readonly total: number | undefined;
  readonly agentId: number;
  readonly watch: WatchedRun;
  readonly watched: Watched;
  readonly session: Session | undefined;
  readonly place: RunPlace;
  readonly change: (patch: PlacePatch, how?: { isQuiet: boolean }) => void;
  readonly selectedKey: string | undefined;
  readonly actions: ReactNode;
}

// What stands below the head rests while an answer changes nothing about it; the steps are by far the largest part.
const RestingSteps = memo(StepsSection);
const RestingNews = memo(LaterNews.Soon);
const RestingTail = memo(LaterTail.Part);

export function RunContent({
  run,
  steps,
  total,
  agentId,
  watch,
  watched,
  session,
  place,
  change,
  selectedKey,
  actions,
}: Props) {
  const { clockOffsetMs } = watched;
  const lastSeenAt = useLastSeenAt(watch, watched);
  const frame = useMemo(() => frameOf(run, steps, lastSeenAt), [run, steps, lastSeenAt]);
  const failing = useMemo(() => failingStep(steps), [steps]);
  const hasEnded = isEnded(run);
  const isAfterFirstView = useAfterFirstView() && total === undefined;
  const attempts = useAttempts(agentId, run, isAfterFirstView && (session?.can.attempts ?? false));
  const select = useCallback(
    (key: string, how: { isQuiet: boolean }) => change({ step: key, tab: undefined }, how),
    [change],
  );
  const isPinned = place.temporalRunId !== undefined;
  const showNewest = useCallback(
    // Without a pin the page follows the workflow; a final page has stopped following and must be told.
    (newest: string) => change({ temporalRunId: isPinned ? undefined : newest, step: undefined }),
    [change, isPinned],
  );
  const showField = useCallback((field: string) => change({ field }), [change]);
  return (
    <main className="min-w-0">
      <RunHeader
        run={run}
        failing={failing}
        clockOffsetMs={clockOffsetMs}
        attempts={
          attempts.shown && (
            <LaterAttempt.Soon attempts={attempts} onPick={(temporalRunId) => change({ temporalRunId })} />
          )
        }
        usual={<UsualSlot agentId={agentId} run={run} clockOffsetMs={clockOffsetMs} isWanted={isAfterFirstView} />}
        onSelect={(key) => select(key, { isQuiet: false })}
        actions={
          <Suspense fallback={null}>
            {hasEnded && isAfterFirstView && (
              <LaterNewerAttempt.Soon
                attempts={attempts}
                onAskRun={
                  session?.can.attempts === false && place.temporalRunId === undefined ? watch.checkAgain : undefined
                }
              />
            )}
            {actions}
          </Suspense>
        }
      />
      {isAfterFirstView && (
        <RestingNews
          run={run}
          steps={steps}
          agentId={agentId}
          previous={watched.previousTemporalRunId}
          lastLive={watched.lastLive}
          clockOffsetMs={clockOffsetMs}
          attempts={attempts}
          seenAt={lastSeenAt}
          onNewest={showNewest}
        />
      )}
      {(steps.length > 0 || !isTaskRun(run)) && (
        <RestingSteps
          run={run}
          steps={steps}
          total={total}
          frame={frame}
          place={place}
          change={change}
          selectedKey={selectedKey}
          onSelect={select}
          clockOffsetMs={clockOffsetMs}
        />
      )}
      {isAfterFirstView ? (
        <Suspense fallback={<TailRoom run={run} />}>
          <RestingTail run={run} steps={steps} startedAt={frame?.startAt} field={place.field} onField={showField} />
        </Suspense>
      ) : (
        <TailRoom run={run} />
      )}
    </main>
  );
}

/** The place of a result that is on its way. */
function TailRoom({ run }: { run: Run }) {
  return run.taskResult ? <div aria-busy="true" className="min-h-[60dvh] border-t border-line bg-surface" /> : null;
}

/** Server time of the last answer when we do not follow the run; undefined while we do. Changes only between the two. */
function useLastSeenAt(watch: WatchedRun, watched: Watched): number | undefined {
  const now = useNow(5_000);
  const { kind } = watch.decision.strip;
  const isFollowing =
    (kind === "live" || kind === "unknown-status" || kind === "finishing" || kind === "loading") &&
    !isStale(watched, watch.decision, now);
  return isFollowing || watched.confirmedAt === undefined ? undefined : watched.confirmedAt + watched.clockOffsetMs;
}
