/** For tests: a run error as the failure a worker of ours reports. */
import type { RunError } from "../../contract/run-events.ts";
import { json } from "./history-builder.ts";

export function failureProto(error: RunError, nonRetryable = false): object {
  return {
    message: error.message,
    source: "TypeScriptSDK",
    applicationFailureInfo: { type: error.type, nonRetryable, details: { payloads: [json(JSON.stringify(error))] } },
    ...(error.cause && { cause: failureProto(error.cause, nonRetryable) }),
  };
}
