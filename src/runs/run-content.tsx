/** Everything under the bar and the banners but the inspector: head, news, steps, result, details. */
import type { ReactNode } from "react";
import type { WatchedRun } from "../api/watch-run.ts";
import type { Session } from "../contract/pages.ts";
import { isStale } from "../contract/poll-rule.ts";
import { isEnded, type Run } from "../contract/run.ts";
import type { Step } from "../contract/step.ts";
import type { Watched } from "../contract/watching.ts";
import { useNow } from "../ui/time.tsx";
import { AttemptNews, AttemptsFact, NewerAttemptButton, OldAttemptNotice, useAttempts } from "./attempts-switcher.tsx";
import { AwayNotice } from "./away-notice.tsx";
import { DecisionLines } from "./decision-lines.tsx";
import { failingStep } from "./failing-step.ts";
import { HandoverNotice } from "./handover-notice.tsx";
import { RunError } from "./run-error.tsx";
import { RunHeader } from "./run-header.tsx";
import type { PlacePatch, RunPlace } from "./run-place.ts";
import { isTaskRun } from "./run-words.ts";
import { StepsSection } from "./steps-section.tsx";
import { StuckNotice } from "./stuck-notice.tsx";
import { TaskResult } from "./task-result.tsx";
import { RawAnswer, RunOtherFields, TechnicalDetails } from "./technical-details.tsx";
import { frameOf } from "./timeline-frame.ts";

interface Props {
  readonly run: Run;
  readonly steps: readonly Step[];
  readonly agentId: number;
  readonly watch: WatchedRun;
  readonly watched: Watched;
  readonly session: Session | undefined;
  readonly place: RunPlace;
  readonly change: (patch: PlacePatch, how?: { isQuiet: boolean }) => void;
  readonly selectedKey: string | undefined;
  readonly actions: ReactNode;
}

export function RunContent({
  run,
  steps,
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
  const attempts = useAttempts(agentId, run, session?.can.attempts ?? false);
  const lastSeenAt = useLastSeenAt(watch, watched);
  const frame = frameOf(run, steps, lastSeenAt);
  const failing = failingStep(steps);
  const hasEnded = isEnded(run);
  const select = (key: string, how: { isQuiet: boolean }) => change({ step: key, tab: undefined }, how);
  return (
    <main className="min-w-0">
      <RunHeader
        run={run}
        failing={failing}
        clockOffsetMs={clockOffsetMs}
        attempts={
          attempts.shown && <AttemptsFact attempts={attempts} onPick={(temporalRunId) => change({ temporalRunId })} />
        }
        onSelect={(key) => select(key, { isQuiet: false })}
        actions={
          <>
            {hasEnded && <NewerAttemptButton attempts={attempts} />}
            {actions}
          </>
        }
      />
      <AttemptNews watched={watched} attempts={attempts} />
      <OldAttemptNotice
        attempts={attempts}
        onNewest={(newest) => {
          // Without a pin the page follows the workflow; a final page has stopped following and must be told.
          const temporalRunId = place.temporalRunId === undefined ? newest : undefined;
          change({ temporalRunId, step: undefined });
        }}
      />
      <HandoverNotice watched={watched} />
      <AwayNotice run={run} clockOffsetMs={clockOffsetMs} />
      {!hasEnded && <StuckNotice steps={steps} clockOffsetMs={clockOffsetMs} />}
      {(steps.length > 0 || !isTaskRun(run)) && (
        <StepsSection
          run={run}
          steps={steps}
          frame={frame}
          place={place}
          change={change}
          selectedKey={selectedKey}
          onSelect={select}
          clockOffsetMs={clockOffsetMs}
        />
      )}
      <DecisionLines decisions={run.runlight.decisions ?? []} steps={steps} startedAt={frame?.startAt} />
      <RunError run={run} />
      <TaskResult run={run} field={place.field} onField={(field) => change({ field })} />
      <RunOtherFields run={run} />
      <TechnicalDetails run={run} />
      <RawAnswer run={run} />
    </main>
  );
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
