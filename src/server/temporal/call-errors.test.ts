/** Failures as a real server and its client tell them, word for word: what they mean, and what people are told. */
import { describe, expect, test } from "vitest";
import { type CallFailure, causeOf, classify, toProblem } from "./call-errors.ts";

function failure(name: string, message: string, cause?: { readonly code: number; readonly details: string }): Error {
  const error = new Error(message, cause && { cause: Object.assign(new Error(cause.details), cause) });
  return Object.assign(error, { name });
}

const grpc = (code: number, details: string): Error =>
  Object.assign(new Error(`${code}: ${details}`), { code, details });
const query = (code: number, details: string): Error =>
  failure("ServiceError", "Failed to query Workflow", { code, details });

const SEEN: readonly (readonly [CallFailure, Error])[] = [
  ["no-worker", query(9, "no poller seen for task queue recently, worker may be down")],
  ["deadline", query(4, "Deadline exceeded after 3.999s,remote_addr=127.0.0.1:7233")],
  ["deadline", query(1, "Call cancelled")],
  [
    "deadline",
    query(8, "consistent query buffer is full, this may be caused by too many queries and workflow not able"),
  ],
  ["busy", query(8, "namespace rate limit exceeded")],
  ["task-failing", query(9, "Unable to query workflow due to Workflow Task in failed state.")],
  ["unknown", query(9, "Workflow execution closed before WorkflowTaskStarted event")],
  [
    "not-registered",
    failure(
      "QueryNotRegisteredError",
      "Workflow did not register a handler for agentRun.state. Registered queries: []",
    ),
  ],
  ["query-failed", failure("QueryNotRegisteredError", "x is not a function")],
  ["invalid", failure("QueryNotRegisteredError", "Invalid RunId.")],
  ["invalid", grpc(3, "Invalid RunId.")],
  ["not-found", failure("WorkflowNotFoundError", "workflow not found")],
  ["not-found", grpc(5, 'workflow execution not found for workflow ID "wf_57_run_1" and run ID "01a2"')],
  ["not-found", grpc(3, "Requested workflow history not found, may have passed retention period.")],
  ["no-namespace", grpc(5, "Namespace none-such is not found.")],
  ["no-namespace", failure("NamespaceNotFoundError", "Namespace not found: 'none-such'")],
  ["denied", grpc(7, "Request unauthorized.")],
  ["denied", grpc(16, "no token")],
  ["unavailable", grpc(14, "No connection established. Last error: connect ECONNREFUSED")],
  ["deadline", failure("WorkflowUpdateRPCTimeoutOrCancelledError", "timed out")],
];

test.each(SEEN)("%s: %s", (meaning, thrown) => {
  expect(classify(thrown)).toBe(meaning);
});

describe("what people are told", () => {
  test("that no worker answers is said, however the server says it; that a workflow has no such query is no trouble", () => {
    const words: Partial<Record<CallFailure, string | undefined>> = {};
    for (const [meaning] of SEEN) words[meaning] = causeOf(meaning);
    expect([words["no-worker"], words.deadline]).toEqual([
      expect.stringContaining("worker"),
      expect.stringContaining("worker"),
    ]);
    expect(words["not-registered"]).toBeUndefined();
  });

  test("a refusal names no host, no namespace and no id of the cluster's", () => {
    for (const [, thrown] of SEEN)
      expect(toProblem(thrown).message).not.toMatch(/127\.0\.0\.1|none-such|wf_57|ECONN|01a2/);
  });

  test("whatever is thrown has a meaning", () => {
    for (const thrown of [undefined, null, 5, "x", {}, new Error("x"), Object.assign(new Error("x"), { code: "E" })])
      expect(classify(thrown)).toBe("unknown");
  });
});
