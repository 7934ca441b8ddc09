/** What stands below the steps: decisions, error, result, unknown fields, ids and times, the answer as it came. */
import type { Run } from "../contract/run.ts";
import type { Step } from "../contract/step.ts";
import { DecisionLines } from "./decision-lines.tsx";
import { RunError } from "./run-error.tsx";
import { TaskResult } from "./task-result.tsx";
import { RawAnswer, RunOtherFields, TechnicalDetails } from "./technical-details.tsx";

interface Props {
  readonly run: Run;
  readonly steps: readonly Step[];
  /** Epoch ms, server clock. */
  readonly startedAt: number | undefined;
  readonly field: string | undefined;
  readonly onField: (field: string) => void;
}

export function RunTail({ run, steps, startedAt, field, onField }: Props) {
  return (
    <>
      <DecisionLines decisions={run.runlight.decisions ?? []} steps={steps} startedAt={startedAt} />
      <RunError run={run} />
      <TaskResult run={run} field={field} onField={onField} />
      <RunOtherFields run={run} />
      <TechnicalDetails run={run} />
      <RawAnswer run={run} />
    </>
  );
}
