/** What happened to the run apart from its steps: other attempts, changes while nobody looked, no progress. */
import { isEnded, type Run } from "../contract/run.ts";
import type { Step } from "../contract/step.ts";
import { AttemptNews, OldAttemptNotice } from "./attempts-switcher.tsx";
import { AwayNotice } from "./away-notice.tsx";
import { AwaySince } from "./away-since.tsx";
import { HandoverNotice } from "./handover-notice.tsx";
import { StuckNotice } from "./stuck-notice.tsx";
import type { Attempts } from "./use-attempts.ts";

interface Props {
  readonly run: Run;
  readonly steps: readonly Step[];
  readonly agentId: number;
  /** Temporal run id of the attempt that was on screen before this one. */
  readonly previous: string | undefined;
  /** The last live answer, once history came. */
  readonly lastLive: Run | undefined;
  readonly clockOffsetMs: number;
  readonly attempts: Attempts;
  /** Server time of the last answer when the run is not followed. */
  readonly seenAt: number | undefined;
  readonly onNewest: (temporalRunId: string) => void;
}

export function RunNews(props: Props) {
  const { run, steps, agentId, previous, lastLive, clockOffsetMs, attempts, seenAt, onNewest } = props;
  return (
    <>
      <AttemptNews run={run} previous={previous} attempts={attempts} />
      <OldAttemptNotice attempts={attempts} onNewest={onNewest} />
      <HandoverNotice run={run} lastLive={lastLive} />
      <AwayNotice run={run} clockOffsetMs={clockOffsetMs} />
      <AwaySince run={run} steps={steps} agentId={agentId} clockOffsetMs={clockOffsetMs} />
      {!isEnded(run) && (
        <StuckNotice agentId={agentId} run={run} steps={steps} clockOffsetMs={clockOffsetMs} seenAt={seenAt} />
      )}
    </>
  );
}
