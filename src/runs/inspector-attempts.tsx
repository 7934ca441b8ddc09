/** Every attempt of a step: how it went, how long it took, when it began, and what changed since the one before. */
import { Fragment, useState } from "react";
import type { Step, StepAttempt } from "../contract/step.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { StatusIcon } from "../ui/status.tsx";
import { formatDuration } from "../ui/time.tsx";
import { type AttemptLine, attemptLines } from "./attempt-changes.ts";
import { CauseChain } from "./cause-chain.tsx";
import { NearClock } from "./near-clock.tsx";
import { labelOf } from "./step-label.ts";

/** A step tried again for days has thousands; the last ones tell most. */
const ATTEMPTS_SHOWN = 50;

export function InspectorAttempts({ step }: { step: Step }) {
  const [isWhole, setWhole] = useState(false);
  const count = step.attempts.length;
  if (count === 0) {
    const words =
      step.attempt === undefined
        ? "The answer does not say how many attempts there were."
        : `Attempt ${step.attempt}; the answer lists no earlier ones.`;
    return <p className="text-ink-3">{words}</p>;
  }
  const lines = attemptLines(step);
  const hidden = isWhole ? 0 : Math.max(0, count - ATTEMPTS_SHOWN);
  return (
    <>
      {hidden > 0 && (
        <button
          type="button"
          className="mb-2 h-6 cursor-pointer text-12 text-ink-3 hover:text-ink max-md:h-11"
          onClick={() => setWhole(true)}
        >
          Show {hidden} earlier attempts
        </button>
      )}
      <ol className="grid gap-y-2 max-[719px]:gap-y-6">
        {step.attempts.slice(hidden).map((attempt, index) => (
          <AttemptItem
            key={hidden + index}
            attempt={attempt}
            line={lines[hidden + index] ?? NO_LINE}
            near={step.startedAt ?? step.attempts[0]?.startedAt}
            isLast={hidden + index === count - 1}
          />
        ))}
      </ol>
    </>
  );
}

const NO_LINE: AttemptLine = { changes: [] };

interface ItemProps {
  readonly attempt: StepAttempt;
  readonly line: AttemptLine;
  readonly near: number | undefined;
  readonly isLast: boolean;
}

function AttemptItem({ attempt, line, near, isLast }: ItemProps) {
  const [isOpen, setOpen] = useState(false);
  const { tookMs, waitedMs, said, changes } = line;
  const outcome = `${said ?? labelOf(attempt)}${tookMs === undefined ? "" : ` after ${formatDuration(tookMs)}`}`;
  const wait = waitedMs === undefined || waitedMs < WAIT_WORTH_MS ? [] : [`waited ${formatDuration(waitedMs)}`];
  const notes = [...changes, ...wait];
  return (
    <li className="grid grid-cols-[16px_72px_minmax(0,1fr)_auto] items-start gap-x-2">
      <span className="pt-0.5">
        <StatusIcon phase={attempt.phase} />
      </span>
      <span className={isLast ? "font-semibold" : ""}>Attempt {attempt.attempt}</span>
      <span className="min-w-0 text-12 leading-5 break-words text-ink-2">
        {attempt.error ? (
          <button
            type="button"
            aria-expanded={isOpen}
            aria-label={`Error of attempt ${attempt.attempt}: ${outcome}`}
            className="relative touch-target rounded-bar text-left break-words underline decoration-line-strong underline-offset-3 [overflow-wrap:anywhere] hover:text-ink hover:decoration-ink"
            onClick={() => setOpen(!isOpen)}
          >
            <AgentText text={outcome} />
          </button>
        ) : (
          <AgentText text={outcome} />
        )}
      </span>
      <span className="text-12 leading-5 text-ink-3">
        {attempt.startedAt !== undefined && <NearClock at={attempt.startedAt} near={near} />}
      </span>
      {notes.length > 0 && (
        <span className="col-span-2 col-start-3 text-12 leading-5 text-ink-3">
          {notes.map((note, i) => (
            <Fragment key={note}>
              {i > 0 && " · "}
              <span className={note.length < NOTE_WHOLE ? "whitespace-nowrap" : "break-words"}>
                <AgentText text={note} />
              </span>
            </Fragment>
          ))}
        </span>
      )}
      {isOpen && attempt.error && (
        <div className="col-span-full mt-2 border-l-2 border-line pl-3">
          <CauseChain error={attempt.error} name={`Error of attempt ${attempt.attempt}`} />
        </div>
      )}
    </li>
  );
}

/** A shorter note stays on one line. */
const NOTE_WHOLE = 36;
/** A shorter wait between attempts is no news. */
const WAIT_WORTH_MS = 1_000;
