/** The step a wide page opens with when the link names none: the one that failed, or the one that waits. */
import { useState } from "react";
import type { Run } from "../contract/run.ts";
import type { Step } from "../contract/step.ts";
import { failingStep } from "./failing-step.ts";

/** Decided once, with the first answer: later the page would move under the person's eyes. */
export function useFirstStep(run: Run | undefined, steps: readonly Step[]): string | undefined {
  const [first, setFirst] = useState<{ key: string | undefined } | undefined>(undefined);
  if (first || !run) return first?.key;
  const key =
    run.status === "error" ? failingStep(steps)?.step.key : steps.find((step) => step.phase === "waiting")?.key;
  setFirst({ key });
  return key;
}
