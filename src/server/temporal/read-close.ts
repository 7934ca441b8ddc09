/** How a Temporal run ended, as the run event that closes it. */
import type { JsonText, RunEvent } from "../../contract/run-events.ts";
import { errorOf, type HistoryEvent, innerFailure } from "./history-event.ts";
import { APPROVAL_TIMEOUT } from "./names.ts";
import { isNothing, payloadText } from "./payload-text.ts";

type Closing = RunEvent extends infer E
  ? E extends { type: "completed" | "failed" | "cancelled" }
    ? Omit<E, "at">
    : never
  : never;

export interface Close {
  readonly event: Closing;
  readonly nextRunId: string | undefined;
}

const CANCELLED_BY = /^Cancelled by ([\s\S]{1,200})$/;

/** The contract wants an object; workflows may return anything, which then stands in one, as it was written. */
function objectOf(text: JsonText): JsonText {
  return /^\s*\{/.test(text) ? text : `{"result":${text}}`;
}

/** Undefined when the event closes nothing. `cancelCause`: what the request to cancel said. */
export function closingOf(
  event: HistoryEvent,
  known: { readonly summary: string | undefined; readonly cancelCause: string | undefined },
): Close | undefined {
  const summary = known.summary === undefined ? {} : { summary: known.summary };
  const done = event.workflowExecutionCompletedEventAttributes;
  if (done) {
    const payload = done.result?.payloads?.[0];
    const result = payload && !isNothing(payload) ? { result: objectOf(payloadText(payload)) } : {};
    const event: Closing = { type: "completed", ...summary, ...result };
    return { event, nextRunId: done.newExecutionRunId || undefined };
  }
  const failed = event.workflowExecutionFailedEventAttributes;
  if (failed) {
    const isTimeout = failed.failure?.applicationFailureInfo?.type === APPROVAL_TIMEOUT;
    const error = errorOf(failed.failure);
    const inner = errorOf(innerFailure(failed.failure));
    const said = known.summary ?? `${inner.type}: ${inner.message}`;
    const reason = isTimeout ? ({ statusReason: "approval_timeout" } as const) : {};
    return {
      event: { type: "failed", error, summary: said, ...reason },
      nextRunId: failed.newExecutionRunId || undefined,
    };
  }
  const late = event.workflowExecutionTimedOutEventAttributes;
  if (late) {
    const error = { type: "TimeoutError", message: "The run took longer than it may" };
    return {
      event: { type: "failed", error, summary: `${error.message}.` },
      nextRunId: late.newExecutionRunId || undefined,
    };
  }
  if (event.workflowExecutionCanceledEventAttributes) {
    const by = CANCELLED_BY.exec(known.cancelCause ?? "")?.[1] ?? known.cancelCause ?? "";
    return {
      event: { type: "cancelled", by, summary: by ? `Cancelled by ${by}.` : "Cancelled." },
      nextRunId: undefined,
    };
  }
  const ended = event.workflowExecutionTerminatedEventAttributes;
  if (ended) {
    const by = ended.identity || "";
    const why = ended.reason ? `: ${ended.reason}` : ".";
    return {
      event: { type: "cancelled", by, summary: `Terminated${by ? ` by ${by}` : ""}${why}` },
      nextRunId: undefined,
    };
  }
  const on = event.workflowExecutionContinuedAsNewEventAttributes;
  if (on) {
    const summary = known.summary ?? "Continued as a new Temporal run.";
    return { event: { type: "completed", summary }, nextRunId: on.newExecutionRunId || undefined };
  }
  return undefined;
}
