/** Every attempt of a step: how it went, how long it took, when it began. */
import { readError } from "../contract/read-error.ts";
import type { Step, StepAttempt } from "../contract/step.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { StatusIcon } from "../ui/status.tsx";
import { formatDuration } from "../ui/time.tsx";
import { firstLine } from "./failing-step.ts";
import { NearClock } from "./near-clock.tsx";
import { labelOf } from "./step-label.ts";

export function InspectorAttempts({ step }: { step: Step }) {
  if (step.attempts.length === 0) {
    const count =
      step.attempt === undefined
        ? "The answer does not say how many attempts there were."
        : `Attempt ${step.attempt}; the answer lists no earlier ones.`;
    return <p className="text-ink-3">{count}</p>;
  }
  return (
    <ol className="grid gap-y-2">
      {step.attempts.map((attempt, index) => (
        <li key={index} className="grid grid-cols-[16px_72px_minmax(0,1fr)_auto] items-start gap-x-2">
          <span className="pt-0.5">
            <StatusIcon phase={attempt.phase} />
          </span>
          <span className={index === step.attempts.length - 1 ? "font-semibold" : ""}>Attempt {attempt.attempt}</span>
          <span className="text-12 leading-5 break-words text-ink-2">
            <AgentText text={outcomeOf(attempt)} />
          </span>
          <span className="text-12 leading-5 text-ink-3">
            {attempt.startedAt !== undefined && (
              <NearClock at={attempt.startedAt} near={step.startedAt ?? step.attempts[0]?.startedAt} />
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** `503 from risk API after 13.8 s`, or the status where there is no error. */
function outcomeOf(attempt: StepAttempt): string {
  const { startedAt, endedAt, error } = attempt;
  const said = error ? firstLine(readError(error).at(-1)?.message ?? "") : "";
  const what = said || labelOf(attempt);
  const ms = startedAt !== undefined && endedAt !== undefined ? endedAt - startedAt : undefined;
  return ms === undefined || ms < 0 ? what : `${what} after ${formatDuration(ms)}`;
}
