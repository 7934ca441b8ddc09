/** What differs between two answers of one run, for people who look at the later and remember the earlier. */
import { readSteps } from "../contract/read-steps.ts";
import type { Run } from "../contract/run.ts";
import { statusLabel } from "../contract/step-words.ts";
import type { Step } from "../contract/step.ts";
import { labelOf } from "./step-label.ts";

export interface Change {
  /** A field of the run in words, or a step's title. */
  readonly what: string;
  readonly isStep: boolean;
  /** Empty where there was nothing, or nothing that fits a line. */
  readonly before: string;
  readonly after: string;
}

export function changesBetween(before: Run, after: Run): readonly Change[] {
  const changes: Change[] = [];
  const field = (what: string, from: string | undefined, to: string | undefined, isShort = true) => {
    if (from !== to)
      changes.push({ what, isStep: false, before: isShort ? (from ?? "") : "", after: isShort ? (to ?? "") : "" });
  };
  field("Status", statusLabel(before.status), statusLabel(after.status));
  field("Status reason", before.statusReason, after.statusReason);
  field("Summary", before.summary, after.summary, false);
  field("Error", before.taskError, after.taskError, false);
  field("Result", before.taskResult?.text, after.taskResult?.text, false);
  return [...changes, ...stepChanges(before, after)];
}

function stepChanges(before: Run, after: Run): readonly Change[] {
  if (before.workflowNodes?.text === after.workflowNodes?.text) return [];
  const earlier = readSteps(before.workflowNodes);
  const later = readSteps(after.workflowNodes, earlier);
  const old = new Map(earlier.map((step) => [step.key, step]));
  const changes: Change[] = [];
  for (const step of later) {
    const was = old.get(step.key);
    old.delete(step.key);
    if (was === step) continue;
    if (!was || isChanged(was, step)) {
      changes.push({ what: step.title, isStep: true, before: was ? labelOf(was) : "", after: labelOf(step) });
    }
  }
  for (const gone of old.values()) changes.push({ what: gone.title, isStep: true, before: labelOf(gone), after: "" });
  return changes;
}

/** Beside the status, what a person would call another outcome; later times and durations are no news. */
function isChanged(was: Step, is: Step): boolean {
  return was.status !== is.status || was.output?.text !== is.output?.text || was.error?.text !== is.error?.text;
}
