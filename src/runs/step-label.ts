/** What a step is called where only words can say it: its status, its row's accessible name. */
import { countText } from "../contract/count-text.ts";
import { statusLabel } from "../contract/step-words.ts";
import type { Phase, Step } from "../contract/step.ts";
import { formatDuration } from "../ui/time.tsx";
import type { FoldRow } from "./steps-rows.ts";
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

/**
 * Title first, then status and, where known, how often and how long it ran. `seenAt`: `at 1:36` for a state of the
 * past. `marks`: what else the row shows, in words.
 */
export function rowName(step: Step, seenAt?: string, marks: readonly (string | false | undefined)[] = []): string {
  const status = isOpenStep(step) && seenAt ? `${labelOf(step)} ${seenAt}` : labelOf(step);
  const parts = [step.title, status];
  if (step.iteration) {
    const { index, total } = step.iteration;
    parts.push(total === undefined ? `iteration ${index + 1}` : `iteration ${index + 1} of ${total}`);
  }
  if (step.attempts.length > 1) parts.push(`${step.attempts.length} attempts`);
  if (step.durationMs !== undefined) parts.push(formatDuration(step.durationMs));
  return [...parts, ...marks.filter(Boolean)].join(", ");
}

/** Above the toolbar's own words: short ones, for counts of a fold. What went well first, what did not next to it. */
const FOLD_WORDS: readonly (readonly [Phase, string])[] = [
  ["succeeded", "done"],
  ["failed", "failed"],
  ["waiting", "awaiting"],
  ["running", "running"],
  ["pending", "pending"],
  ["cancelled", "cancelled"],
  ["skipped", "skipped"],
  ["unknown", "other"],
];

/** `700 done`, `12 failed`: every phase that occurs. */
export function foldParts(counts: FoldRow["counts"], seenAt?: string) {
  return FOLD_WORDS.filter(([phase]) => counts[phase] > 0).map(([phase, word]) => {
    const isLastSeen = seenAt !== undefined && (phase === "running" || phase === "waiting");
    return { phase, text: `${countText(counts[phase])} ${word}${isLastSeen ? ` ${seenAt}` : ""}` };
  });
}

/** `Match invoice × 997: 700 done, 12 failed`. */
export function foldName({ fold, counts }: Pick<FoldRow, "fold" | "counts">, seenAt?: string): string {
  const parts = foldParts(counts, seenAt).map(({ text }) => text);
  return `${fold.title} × ${countText(fold.steps.length)}: ${parts.join(", ")}`;
}
