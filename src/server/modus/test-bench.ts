/** What the tests of this folder share: an API whose answers a test writes, and the source in front of it. */
import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { fixedSource } from "../fixed-source.ts";
import { refusal, VIEWER } from "../source-bench.ts";
import type { RunsQuery, Viewer } from "../source.ts";
import { type ModusOptions, type ModusSource, openModusSource } from "./modus-source.ts";
import { send, startTestUpstream, type TestUpstream, TOKEN } from "./test-upstream.ts";

export const RUN_ID = "11111111-2222-3333-4444-555555555555";
export const REF = { workflowId: "wf_57_run_1" };
export const RUNS: RunsQuery = { pageSize: 25, after: "", status: "all_executions", approvalScope: "all", search: "" };

/** An answer of agent 57, with what the contract requires and what is given. */
export function runText(more: Readonly<Record<string, unknown>> = {}): string {
  const ids = { id: `${REF.workflowId}:${RUN_ID}`, ...REF, temporalRunId: RUN_ID };
  const agent = { agentId: 57, agentName: "Refund Review", agentType: "workflow" };
  return JSON.stringify({ ...ids, ...agent, status: "running", source: "live-query", ...more });
}

export interface ModusBench {
  readonly source: ModusSource;
  readonly upstream: TestUpstream;
  /** From now on everything is answered with this text. */
  answer(text: string, status?: number, headers?: Record<string, string>): void;
  answerWith(answering: (request: IncomingMessage, response: ServerResponse) => void): void;
}

/** Closed when the test is over. */
export async function openModusBench(
  options: Partial<ModusOptions> & { readonly hasNoToken?: boolean } = {},
): Promise<ModusBench> {
  const upstream = await startTestUpstream(fixedSource().source);
  const dataDir = mkdtempSync(path.join(tmpdir(), "runlight-modus-"));
  const token = options.hasNoToken ? {} : { token: TOKEN };
  const source = openModusSource({ dataDir, settings: { baseUrl: upstream.url, ...token }, ...options });
  onTestFinished(async () => {
    await source.close();
    await upstream.close();
    rmSync(dataDir, { recursive: true });
  });
  return {
    source,
    upstream,
    answer: (text, status = 200, headers = {}) =>
      upstream.answerWith((_request, response) => send(response, status, text, headers)),
    answerWith: upstream.answerWith,
  };
}

/** What the source refuses a run with. */
export async function refusedRun({ source }: Pick<ModusBench, "source">, viewer: Viewer = VIEWER) {
  const { problem, message, headers } = await refusal(source.getRun(57, REF, viewer));
  return { problem, message, headers };
}
