/** A handle over fixed answers, and what the tests of the server ask it. */
import { expect } from "vitest";
import { PROBLEM_PREFIX, SERVER_PROBLEMS } from "../contract/problem.ts";
import { Answer } from "./answer-cache.ts";
import { LOCAL_ACCESS } from "./auth/local-access.ts";
import { fixedSource } from "./fixed-source.ts";
import { createHandle, type HandleOptions } from "./handle.ts";
import { SILENT_LOG } from "./log.ts";
import type { Source } from "./source.ts";

export const RUN = "/api/v1/agents/57/runs/wf_57_run_1";
export const DECISION = `${RUN}/approvals/approval-1/decision`;
export const JSON_TYPE = { "content-type": "application/json" };
export const BOUND = { ...JSON_TYPE, "if-match": `"${"a".repeat(64)}"`, "idempotency-key": "key-1" };
export const APPROVE = '{"decision":"approve"}';

export function server(changes: Partial<Source> = {}, options: Partial<HandleOptions> = {}) {
  const { source, asked } = fixedSource(changes);
  const files = new Map([
    ["/index.html", new Answer(new TextEncoder().encode("<!doctype html>"))],
    ["/assets/index-1.js", new Answer(new TextEncoder().encode("1"))],
  ]);
  const page = { files, documents: new Map<string, Answer>() };
  const handle = createHandle({
    source,
    access: LOCAL_ACCESS,
    tokenKey: new Uint8Array(32),
    page,
    log: SILENT_LOG,
    ...options,
  });
  const ask = (path: string, init?: RequestInit): Promise<Response> =>
    handle(new Request(`http://localhost:4600${path}`, init));
  const post = (path: string, body: string, headers: Record<string, string> = JSON_TYPE): Promise<Response> =>
    ask(path, { method: "POST", headers, body });
  return { ask, post, asked, handle };
}

export async function expectProblem(
  response: Response,
  name: keyof typeof SERVER_PROBLEMS,
): Promise<Record<string, unknown>> {
  const problem = (await response.json()) as Record<string, unknown>;
  expect(problem).toMatchObject({ type: PROBLEM_PREFIX + name, status: SERVER_PROBLEMS[name] });
  expect(response.status).toBe(SERVER_PROBLEMS[name]);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(problem["instance"]).toBe(response.headers.get("x-request-id"));
  expect(response.headers.get("cache-control")).toBe("no-store");
  return problem;
}
