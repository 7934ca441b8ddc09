/** The steps of the shown run, the first of many before all are read: the first view waits for those it shows. */
import { useEffect, useState } from "react";
import { firstStepsOf, readStepsAhead } from "../contract/read-steps.ts";
import type { Run } from "../contract/run.ts";
import { runInSlices } from "../contract/slices.ts";
import type { Step } from "../contract/step.ts";
import { useSteps } from "./use-steps.ts";

export interface StepsSoon {
  readonly steps: readonly Step[];
  /** How many there are, while only the first of them are read; then no count of them is known yet. */
  readonly total?: number;
}

/** `isPainted`: the first view stands; from then on the others are read, in slices. */
export function useStepsSoon(run: Run | undefined, isPainted: boolean): StepsSoon {
  const nodes = run?.workflowNodes;
  const [readNodes, setRead] = useState<typeof nodes>(undefined);
  const first = nodes && nodes !== readNodes ? firstStepsOf(nodes) : undefined;
  const steps = useSteps(first ? undefined : run);
  const isWaiting = first !== undefined && isPainted;
  useEffect(() => {
    if (!nodes || !isWaiting) return;
    return runInSlices(readStepsAhead(nodes), { onDone: () => setRead(nodes) });
  }, [nodes, isWaiting]);
  return first ?? { steps };
}
