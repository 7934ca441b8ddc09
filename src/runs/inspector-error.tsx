/** What a step failed with, now or in an earlier attempt, and the attempts that led there. */
import type { Step } from "../contract/step.ts";
import { CauseChain } from "./cause-chain.tsx";
import { InspectorAttempts } from "./inspector-attempts.tsx";

export function InspectorError({ step }: { step: Step }) {
  const attemptErrors = step.attempts.map((a) => a.error).filter((e) => e !== undefined);
  const error = step.error ?? (step.phase === "failed" ? attemptErrors.at(-1) : undefined);
  const earlier = error ? undefined : (step.earlierError ?? attemptErrors.at(-1));
  const shown = error ?? earlier;
  if (!shown)
    return (
      <p className="text-ink-3">
        {step.phase === "failed" ? "The step failed, but the answer holds no error." : "No error."}
      </p>
    );
  return (
    <>
      {earlier && (
        <p className="mb-3 text-ink-2">
          An earlier attempt failed with this; the step{" "}
          {step.phase === "succeeded" ? "succeeded afterwards" : "is not over"}.
        </p>
      )}
      <CauseChain key={shown.text} error={shown} />
      {step.attempts.length > 1 && (
        <section aria-label="Attempts" className="mt-6 border-t border-line pt-5">
          <h3 className="mb-2 text-13 font-semibold">Attempts</h3>
          <InspectorAttempts step={step} />
        </section>
      )}
    </>
  );
}
