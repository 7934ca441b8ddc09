/** What a failed run failed with: the last step that failed, and the cause at the bottom of its error. */
import { readError } from "../contract/read-error.ts";
import type { Step } from "../contract/step.ts";

export interface Failing {
  readonly step: Step;
  /** `HttpError 502, upstream settlement service unavailable`; absent when the step says nothing. */
  readonly reason?: string;
  readonly attempts: number;
}

export function failingStep(steps: readonly Step[]): Failing | undefined {
  let step: Step | undefined;
  for (const candidate of steps) {
    if (candidate.phase !== "failed") continue;
    if (!step || (candidate.endedAt ?? 0) >= (step.endedAt ?? 0)) step = candidate;
  }
  if (!step) return undefined;
  const attempts = Math.max(step.attempts.length, step.attempt ?? 1, 1);
  const root = step.error && readError(step.error).at(-1);
  const reason = root && [root.type, firstLine(root.message)].filter(Boolean).join(", ");
  return reason ? { step, attempts, reason } : { step, attempts };
}

export function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0] ?? "";
}
