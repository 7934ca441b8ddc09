/** What a step is called where only words can say it: its status, its row's accessible name. */
import { statusLabel } from "../contract/step-words.ts";
import type { Step } from "../contract/step.ts";
import { formatDuration } from "../ui/time.tsx";
import { endOf } from "./timeline-bars.ts";

/** `Completed`, the server's own word where we know none, or the phase where the node had no word. */
export function labelOf(step: Pick<Step, "status" | "phase">): string {
  if (step.status !== "") return statusLabel(step.status);
  return step.phase === "unknown" ? "Unknown" : statusLabel(step.phase);
}

/** Going on, as far as anybody said. */
export function isOpenStep(step: Step): boolean {
  return (step.phase === "running" || step.phase === "waiting") && endOf(step) === undefined;
}

/** Title first, then status and, where known, how often and how long it ran. `seenAt`: `at 1:36` for a state of the past. */
export function rowName(step: Step, seenAt?: string): string {
  const status = isOpenStep(step) && seenAt ? `${labelOf(step)} ${seenAt}` : labelOf(step);
  const parts = [step.title, status];
  if (step.attempts.length > 1) parts.push(`${step.attempts.length} attempts`);
  if (step.durationMs !== undefined) parts.push(formatDuration(step.durationMs));
  return parts.join(", ");
}
