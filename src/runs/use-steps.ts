/** The steps of the shown run; unchanged nodes keep their identity from poll to poll, so their rows rest. */
import { useState } from "react";
import type { Run } from "../contract/run.ts";
import { readSteps } from "../contract/read-steps.ts";
import type { Step } from "../contract/step.ts";

const NONE: readonly Step[] = [];

export function useSteps(run: Run | undefined): readonly Step[] {
  const text = run?.workflowNodes?.text;
  const [kept, keep] = useState<{ text: string | undefined; steps: readonly Step[] }>({ text: undefined, steps: NONE });
  if (kept.text === text) return kept.steps;
  const steps = readSteps(run?.workflowNodes, kept.steps);
  // Setting state while rendering is React's way to keep a value derived from the previous render.
  keep({ text, steps });
  return steps;
}
