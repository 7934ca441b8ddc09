/** An error a sample agent throws on purpose: a type people can read, a cause, a stack of the agent's own making. */
import { ACTIVITY_ERROR } from "../../contract/reduce-node.ts";
import type { RunError } from "../../contract/run-events.ts";

export class StepError extends Error {
  readonly error: RunError;
  /** False: trying again cannot help, so nobody does. */
  readonly isRetryable: boolean;

  constructor(error: RunError, isRetryable = true) {
    super(error.message);
    this.name = "StepError";
    this.error = error;
    this.isRetryable = isRetryable;
  }
}

/** Whatever was thrown, as a run error. The stack of an unplanned error names files of the server and stays out. */
export function toRunError(thrown: unknown): RunError {
  if (thrown instanceof StepError) return thrown.error;
  if (!(thrown instanceof Error)) return { type: "Error", message: String(thrown) };
  const cause = thrown.cause === undefined ? {} : { cause: toRunError(thrown.cause) };
  return { type: thrown.name, message: thrown.message, ...cause };
}

/** What the engine makes of an activity's last failure. */
export function activityFailure(nodeName: string, attempts: number, cause: RunError): RunError {
  const after = attempts === 1 ? "" : ` after ${attempts} attempts`;
  return { type: ACTIVITY_ERROR, message: `Activity “${nodeName}” failed${after}`, cause };
}

/** The innermost cause: what really happened. */
export function rootCause(error: RunError): RunError {
  let root = error;
  while (root.cause) root = root.cause;
  return root;
}
