/** The head of a run: agent, status, summary, and the facts that place it in time. */
import type { ReactNode } from "react";
import { isEnded, type Run } from "../contract/run.ts";
import { phaseOf, statusLabel } from "../contract/step-words.ts";
import type { Step } from "../contract/step.ts";
import { readTime } from "../contract/times.ts";
import { AgentRegion } from "../ui/agent-region.tsx";
import { AgentText } from "../ui/agent-text.tsx";
import { LaterLinkedText } from "../ui/later-linked-text.tsx";
import { StatusWord } from "../ui/status.tsx";
import { TextOrMarkdown } from "../ui/text-or-markdown.tsx";
import { Clock, formatDuration } from "../ui/time.tsx";
import type { Failing } from "./failing-step.ts";
import { MaskedField } from "./masked-field.tsx";
import { NearClock } from "./near-clock.tsx";
import { RunningTime } from "./running-time.tsx";
import { reasonWord, sourceWord, triggerWord } from "./run-words.ts";
import { RunFact, RunFacts } from "./run-facts.tsx";
import { labelOf } from "./step-label.ts";

interface Props {
  readonly run: Run;
  readonly failing: Failing | undefined;
  readonly clockOffsetMs: number;
  /** The switcher where the run has several attempts. */
  readonly attempts: ReactNode;
  /** Comes after the first view, and stands last so that it moves nothing. */
  readonly usual: ReactNode;
  readonly actions: ReactNode;
  readonly onSelect: (key: string) => void;
}

export function RunHeader({ run, failing, clockOffsetMs, attempts, usual, actions, onSelect }: Props) {
  const phase = phaseOf(run.status);
  const hasEnded = isEnded(run);
  return (
    <header className="px-4 pt-4 pb-4 min-[720px]:px-6 min-[720px]:pt-5 min-[720px]:pb-5">
      <div className="flex flex-wrap items-start gap-x-2 gap-y-1">
        <div className="flex min-h-7 min-w-0 flex-1 flex-wrap items-center gap-x-3">
          <h1 className="text-20 font-semibold break-words max-md:w-full">
            <AgentText text={run.agentName || `Agent ${run.agentId}`} />
          </h1>
          <div role="status" aria-label="Run status" className="flex items-center text-13 font-semibold">
            <StatusWord phase={phase} word={statusLabel(run.status)} />
          </div>
          {run.statusReason !== undefined && (
            <span className="text-13 text-ink-2">
              <AgentText text={reasonWord(run.statusReason)} />
            </span>
          )}
          {!hasEnded && run.startedAt !== undefined && (
            <span className="text-13 text-ink-2 min-[720px]:hidden">
              <Elapsed run={run} clockOffsetMs={clockOffsetMs} />
            </span>
          )}
        </div>
        {/* No box around them: its left edge would move whenever one more comes. */}
        {actions}
      </div>
      <Story run={run} failing={run.status === "error" ? failing : undefined} onSelect={onSelect} />
      <Facts run={run} hasEnded={hasEnded} clockOffsetMs={clockOffsetMs} attempts={attempts} usual={usual} />
    </header>
  );
}

const STORY = "mt-2 max-w-[80ch] text-13 text-ink-2";
const LINE = "break-words whitespace-pre-wrap";

/** What failed and what the agent says about the run; one line where both are the same story. */
function Story({
  run,
  failing,
  onSelect,
}: {
  run: Run;
  failing: Failing | undefined;
  onSelect: (key: string) => void;
}) {
  const { summary } = run;
  const link = failing && <StepLink step={failing.step} onSelect={onSelect} />;
  if (failing && summary?.startsWith(`${failing.step.title} `)) {
    return (
      <section aria-label="Error">
        <AgentRegion label="Summary" className={STORY}>
          <p className={LINE}>
            {link}
            <LaterLinkedText text={summary.slice(failing.step.title.length)} />
          </p>
        </AgentRegion>
      </section>
    );
  }
  return (
    <>
      {failing && (
        <AgentRegion label="Error" by="In the agent’s words" className={STORY}>
          <p className={LINE}>
            {link} <LaterLinkedText text={whatFailed(failing)} />
          </p>
        </AgentRegion>
      )}
      {summary !== undefined && (
        <MaskedField run={run} pointer="/summary" text={summary} label="Summary" isBelow>
          <TextOrMarkdown text={summary} label="Summary" className={STORY} />
        </MaskedField>
      )}
    </>
  );
}

/** `failed after 3 attempts: HttpError 502, …`, or `timed out`. */
function whatFailed({ step, attempts, reason }: Failing): string {
  const verb = labelOf(step) === "Timed out" ? "timed out" : "failed";
  return `${verb}${attempts > 1 ? ` after ${attempts} attempts` : ""}${reason === undefined ? "" : `: ${reason}`}`;
}

function StepLink({ step, onSelect }: { step: Step; onSelect: (key: string) => void }) {
  return (
    <button
      type="button"
      className="rounded-bar text-left text-ink underline decoration-line-strong underline-offset-3 hover:decoration-ink"
      onClick={() => onSelect(step.key)}
    >
      <AgentText text={step.title} />
    </button>
  );
}

function Facts({
  run,
  hasEnded,
  clockOffsetMs,
  attempts,
  usual,
}: {
  run: Run;
  hasEnded: boolean;
  clockOffsetMs: number;
  attempts: ReactNode;
  usual: ReactNode;
}) {
  const startedAt = readTime(run.startedAt ?? "");
  const endedAt = readTime(run.endedAt ?? "");
  const durationMs =
    run.durationMs ?? (startedAt !== undefined && endedAt !== undefined ? endedAt - startedAt : undefined);
  const asOf = readTime(run.runlight.asOf ?? "");
  const { attempt } = run.runlight;
  return (
    <RunFacts>
      {run.triggerType !== undefined && (
        <RunFact label="Trigger">
          <AgentText text={triggerWord(run.triggerType)} />
        </RunFact>
      )}
      {startedAt !== undefined && (
        <RunFact label="Started">
          <Clock at={startedAt} />
        </RunFact>
      )}
      {endedAt !== undefined && (
        <RunFact label="Ended">
          <NearClock at={endedAt} near={startedAt} />
        </RunFact>
      )}
      {hasEnded
        ? durationMs !== undefined &&
          durationMs >= 0 && <RunFact label="Duration">{formatDuration(durationMs)}</RunFact>
        : startedAt !== undefined && (
            <RunFact label="Elapsed">
              <RunningTime fromAt={startedAt} clockOffsetMs={clockOffsetMs} />
            </RunFact>
          )}
      <RunFact label="Source">
        {run.historyUnavailableReason !== undefined && asOf !== undefined ? (
          <>
            Last live answer, <NearClock at={asOf} near={startedAt} />
          </>
        ) : (
          <AgentText text={run.source === "" ? "Not said" : sourceWord(run.source)} />
        )}
      </RunFact>
      {attempts ?? (attempt && <RunFact label="Attempt">{`${attempt.number} of ${attempt.of}`}</RunFact>)}
      {usual}
    </RunFacts>
  );
}

function Elapsed({ run, clockOffsetMs }: { run: Run; clockOffsetMs: number }) {
  const startedAt = readTime(run.startedAt ?? "");
  return startedAt === undefined ? null : <RunningTime fromAt={startedAt} clockOffsetMs={clockOffsetMs} />;
}
