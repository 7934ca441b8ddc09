/** Run errors through Temporal: thrown as ApplicationFailures that carry the error exactly, for the reader of the history. */
import { ActivityFailure, ApplicationFailure, CancelledFailure, TimeoutFailure } from "@temporalio/common";
import type { RunError } from "../../contract/run-events.ts";

/** The failure people see in Temporal's own UI too: type, message and causes; `details[0]` is the exact error. */
export function toFailure(error: RunError, nonRetryable: boolean): ApplicationFailure {
  return ApplicationFailure.create({
    type: error.type,
    message: error.message,
    nonRetryable,
    details: [error],
    ...(error.cause && { cause: toFailure(error.cause, nonRetryable) }),
  });
}

/** What an activity failed with, as the workflow sees it. Undefined: it was cancelled. */
export function readActivityError(
  thrown: unknown,
): { readonly error: RunError; readonly isRetryable: boolean } | undefined {
  const cause = thrown instanceof ActivityFailure ? thrown.cause : thrown;
  if (cause instanceof CancelledFailure) return undefined;
  if (cause instanceof ApplicationFailure) {
    const [exact] = cause.details ?? [];
    const error = isRunError(exact) ? exact : { type: cause.type ?? "Error", message: cause.message };
    return { error, isRetryable: cause.nonRetryable !== true };
  }
  if (cause instanceof TimeoutFailure)
    return { error: timeoutError(cause.timeoutType, cause.message), isRetryable: true };
  return {
    error: { type: "Error", message: cause instanceof Error ? cause.message : String(cause) },
    isRetryable: true,
  };
}

const TIMEOUTS: Readonly<Record<string, string>> = {
  HEARTBEAT: "The worker stopped answering",
  START_TO_CLOSE: "The step took too long",
  SCHEDULE_TO_START: "No worker took the step in time",
  SCHEDULE_TO_CLOSE: "The step was not done in time",
};

/** `timeoutType`: its name without a prefix, as in HEARTBEAT. */
export function timeoutError(timeoutType: string | undefined, message: string): RunError {
  return { type: "TimeoutError", message: TIMEOUTS[timeoutType ?? ""] ?? message };
}

export function isRunError(value: unknown): value is RunError {
  if (typeof value !== "object" || value === null) return false;
  const { type, message } = value as { type?: unknown; message?: unknown };
  return typeof type === "string" && typeof message === "string";
}
