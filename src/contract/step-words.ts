/** Words for the state of runs and steps: which phase a word belongs to, and what people read for it. */
import type { Phase } from "./step.ts";

/** Case, `_`, `-` and space do not count. A text with anything beyond printable ASCII stays as it is. */
export function fold(text: string): string {
  return /[^\x20-\x7e]/.test(text) ? text : text.replace(/[_\- ]/g, "").toLowerCase();
}

// Words of Temporal, Vertesia, Vercel, Inngest, Trigger.dev, Mastra, n8n, Dify, Argo, Kestra, Hatchet, Airflow, Prefect.
const WORDS: Readonly<Record<Exclude<Phase, "unknown">, string>> = {
  pending:
    "pending queued enqueued scheduled new created ready notstarted planned submitted delayed backlog dequeued " +
    "pendingversion waitingfordeploy upforretry upforreschedule",
  // A step that is being stopped, retried or restarted is still at work.
  running:
    "running inprogress started executing active processing working retrying reattempting retried restarting " +
    "restarted resuming cancelling canceling killing stopping terminating cancelrequested",
  waiting:
    "waiting awaitinghuman awaitingapproval awaitinginput waitingforapproval waitingforinput waitingforhuman " +
    "pendingapproval needsapproval actionrequired requiresaction suspended paused blocked frozen deferred breakpoint",
  succeeded:
    "succeeded success successful completed complete done finished ok passed approved warning partialsucceeded " +
    "partialsuccess",
  failed:
    "failed failure error errored timedout timeout expired rejected denied declined crashed systemfailure exception " +
    "aborted interrupted",
  cancelled: "cancelled canceled terminated killed stopped",
  skipped: "skipped omitted upstreamfailed bypassed nottaken",
};

const PHASES: ReadonlyMap<string, Phase> = new Map(
  Object.entries(WORDS).flatMap(([phase, words]) => words.split(" ").map((word) => [word, phase as Phase])),
);

// Words that say "a person is asked" only on a step whose kind is to ask a person.
const ASKING_KINDS = new Set([
  "approval",
  "human",
  "humanapproval",
  "humanintheloop",
  "hitl",
  "review",
  "task",
  "usertask",
]);
const ASKING_WORDS = new Set(["open", "requested", "assigned", "unanswered"]);

/** The phase of a status word, whole words only; `unknown` for any word outside the table. */
export function phaseOf(word: string, kind?: string): Phase {
  const folded = fold(word);
  const phase = PHASES.get(folded);
  if (phase) return phase;
  return kind !== undefined && ASKING_WORDS.has(folded) && ASKING_KINDS.has(fold(kind)) ? "waiting" : "unknown";
}

const LABELS: ReadonlyMap<string, string> = new Map([
  ["running", "Running"],
  ["awaitinghuman", "Awaiting approval"],
  ["completed", "Completed"],
  ["succeeded", "Completed"],
  ["success", "Completed"],
  ["error", "Error"],
  ["failed", "Failed"],
  ["cancelled", "Cancelled"],
  ["canceled", "Cancelled"],
  ["pending", "Pending"],
  ["skipped", "Skipped"],
  ["timedout", "Timed out"],
  ["scheduled", "Scheduled"],
  ["retrying", "Retrying"],
]);

/** What people read for the API's word; any other word exactly as sent. */
export function statusLabel(word: string): string {
  // Elsewhere WAITING may mean a timer, so only the API's own spelling is read as an approval.
  return word === "waiting" ? "Awaiting approval" : (LABELS.get(fold(word)) ?? word);
}
