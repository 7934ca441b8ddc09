/** Reading of Temporal's history events: times, failures, names. The events' own types come from its API package. */
import type proto from "@temporalio/proto";
import type { RunError } from "../../contract/run-events.ts";
import { isRunError } from "./run-failure.ts";
import { payloadText, payloadValue, type RawPayload } from "./payload-text.ts";

export type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent;
export type Failure = proto.temporal.api.failure.v1.IFailure;

interface Stamp {
  readonly seconds?: unknown;
  readonly nanos?: number | null;
}

/** Beyond this no date can be written. */
const DATE_MAX_MS = 8.64e15;

/** Epoch ms; 0 for no time. */
export function timeOf(stamp: Stamp | null | undefined): number {
  const ms = Number(stamp?.seconds ?? 0) * 1_000 + Math.floor((stamp?.nanos ?? 0) / 1_000_000);
  return Math.abs(ms) <= DATE_MAX_MS ? ms : 0;
}

export function idOf(id: unknown): number {
  return Number(id ?? 0);
}

/** A text in an event's user metadata or any other small payload of ours. */
export function textIn(payload: RawPayload | null | undefined): string | undefined {
  const value = payloadValue(payload);
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function summaryOf(event: HistoryEvent): string | undefined {
  return textIn(event.userMetadata?.summary);
}

/** A failure with its causes; the exact error where one of our workers put it there. */
export function errorOf(failure: Failure | null | undefined): RunError {
  if (!failure) return { type: "Error", message: "No failure was recorded" };
  const { applicationFailureInfo: application } = failure;
  const [detail] = application?.details?.payloads ?? [];
  const exact = payloadValue(detail);
  if (isRunError(exact)) return exact;
  const hidden = hiddenIn(failure);
  const message = hidden.message || failure.message || "No message";
  const stack = hidden.stack || failure.stackTrace || undefined;
  return {
    type: typeOf(failure),
    message: detail && !application?.type ? `${message} ${payloadText(detail)}` : message,
    ...(stack !== undefined && { stack }),
    ...(failure.cause && { cause: errorOf(failure.cause) }),
  };
}

/** What a worker put through its codec in place of the open text; without that codec the open text is all there is. */
function hiddenIn({ encodedAttributes }: Failure): { readonly message?: string; readonly stack?: string } {
  const value = payloadValue(encodedAttributes);
  if (typeof value !== "object" || value === null) return {};
  const { message, stack_trace: stack } = value as Readonly<Record<string, unknown>>;
  return { ...(typeof message === "string" && { message }), ...(typeof stack === "string" && { stack }) };
}

function typeOf(failure: Failure): string {
  if (failure.applicationFailureInfo) return failure.applicationFailureInfo.type || "ApplicationError";
  if (failure.timeoutFailureInfo) return "TimeoutError";
  if (failure.canceledFailureInfo) return "CancelledError";
  if (failure.terminatedFailureInfo) return "TerminatedError";
  if (failure.serverFailureInfo) return "ServerError";
  if (failure.activityFailureInfo) return "ActivityError";
  if (failure.childWorkflowExecutionFailureInfo) return "ChildWorkflowError";
  return "Error";
}

/** The failure inside the wrapper Temporal puts around an activity's. */
export function innerFailure(failure: Failure | null | undefined): Failure | null | undefined {
  return failure?.activityFailureInfo && failure.cause ? failure.cause : failure;
}

export function isRetryable(failure: Failure | null | undefined): boolean {
  return failure?.applicationFailureInfo?.nonRetryable !== true;
}
