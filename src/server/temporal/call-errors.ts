/** What a failed call to the cluster means, by code and class; only the message tells apart what shares a code. */
import { ProblemError } from "../problems.ts";

export type CallFailure =
  | "not-found"
  | "no-namespace"
  | "no-worker"
  | "not-registered"
  | "query-failed"
  | "task-failing"
  | "busy"
  | "denied"
  | "invalid"
  | "unavailable"
  | "deadline"
  | "unknown";

const CODES: Readonly<Record<number, CallFailure>> = {
  // How a deadline is told when the server notices first.
  1: "deadline",
  3: "invalid",
  4: "deadline",
  5: "not-found",
  7: "denied",
  8: "busy",
  9: "unknown",
  14: "unavailable",
  16: "denied",
};

/** Never throws. */
export function classify(thrown: unknown): CallFailure {
  const name = thrown instanceof Error ? thrown.name : "";
  const text = messageOf(thrown);
  if (name === "NamespaceNotFoundError" || /namespace .*not found/i.test(text)) return "no-namespace";
  if (name === "WorkflowNotFoundError") return "not-found";
  // Both come as the same class; only the words differ.
  if (name === "QueryNotRegisteredError") {
    if (/did not register a handler|Registered queries/i.test(text)) return "not-registered";
    return /Invalid RunId/i.test(text) ? "invalid" : "query-failed";
  }
  if (name === "WorkflowUpdateRPCTimeoutOrCancelledError") return "deadline";
  const code = codeOf(thrown);
  // Another query waits for a worker already: the server keeps one and refuses the rest.
  if (code === 8 && /query buffer is full/i.test(text)) return "deadline";
  if (code === 3 && /may have passed retention/i.test(text)) return "not-found";
  if (code === 9 && /no poller seen|worker may be down/i.test(text)) return "no-worker";
  if (code === 9 && /Workflow Task in failed state/i.test(text)) return "task-failing";
  return (code !== undefined && CODES[code]) || "unknown";
}

function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const details = "details" in thrown ? ` ${String(thrown.details)}` : "";
  return `${thrown.message}${details}${thrown.cause instanceof Error ? ` ${messageOf(thrown.cause)}` : ""}`;
}

function codeOf(thrown: unknown): number | undefined {
  for (let one = thrown, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth++) {
    if ("code" in one && typeof one.code === "number") return one.code;
  }
  return undefined;
}

/** Why the page shows what the history says rather than what the workflow answers; undefined when that is as it should be. */
export function causeOf(failure: CallFailure | undefined): string | undefined {
  switch (failure) {
    case "no-worker":
      return "No worker is polling the task queue; steps shown are from the event history.";
    case "deadline":
      return "The workflow did not answer in time: its worker may be down or busy. Steps shown are from the event history.";
    case "task-failing":
      return "The workflow task keeps failing in its worker. Steps shown are from the event history.";
    case "busy":
      return "The cluster throttles queries. Steps shown are from the event history.";
    case "query-failed":
      return "The workflow's own query failed. Steps shown are from the event history.";
    default:
      return undefined;
  }
}

/** The refusal an upstream failure becomes. Names no host and no namespace. */
export function toProblem(thrown: unknown): ProblemError {
  if (thrown instanceof ProblemError) return thrown;
  switch (classify(thrown)) {
    case "denied":
      return new ProblemError("bad-upstream", "The cluster refuses Runlight's credentials or their rights.");
    case "no-namespace":
      return new ProblemError("bad-upstream", "The cluster has no such namespace. Check TEMPORAL_NAMESPACE.");
    case "busy":
      return new ProblemError("unavailable", "The cluster throttles requests.", {}, { "retry-after": "5" });
    case "deadline":
    case "unavailable":
      return new ProblemError("unavailable", "The cluster does not answer.", {}, { "retry-after": "2" });
    default:
      return new ProblemError("bad-upstream", "The cluster gave an answer Runlight cannot use.");
  }
}
