/** The source that proxies the hosted Modus API. It reads; nothing documented there starts, cancels or decides. */
import { openAuditLog } from "../audit-log.ts";
import { maySee } from "../auth/access.ts";
import { ProblemError } from "../problems.ts";
import type { RunAnswer, Source, Viewer } from "../source.ts";
import type { RunRef } from "../../contract/run-id.ts";
import { parseRun } from "../../contract/run.ts";
import { openDataDir } from "../token-key.ts";
import { createModusCalls } from "./modus-calls.ts";
import { agentsPath, runPath, runsPath } from "./modus-paths.ts";
import type { ModusSettings } from "./modus-settings.ts";
import { readAgents, readRun, readRuns } from "./read-answers.ts";
import type { UpstreamLimits } from "./upstream-request.ts";
import { createWaitingApprovals } from "./waiting-approvals.ts";

export interface ModusOptions {
  readonly dataDir: string;
  readonly settings: ModusSettings;
  /** For tests. */
  readonly limits?: UpstreamLimits;
  /** Epoch ms. */
  readonly now?: () => number;
}

export interface ModusSource extends Source {
  readonly tokenKey: Uint8Array;
}

/** Opens what this server keeps, its key and its audit log; the API is not asked yet. Throws SettingsError. */
export function openModusSource({ dataDir, settings, limits, now = Date.now }: ModusOptions): ModusSource {
  const { tokenKey } = openDataDir(dataDir);
  const audit = openAuditLog(dataDir);
  const calls = createModusCalls(settings, limits);
  const approvals = createWaitingApprovals(calls, now);

  async function getRun(agentId: number, ref: RunRef, viewer: Viewer): Promise<RunAnswer> {
    const text = await calls.get("run", runPath(agentId, ref), calls.bearerOf(viewer));
    return readRun(text, agentId, ref);
  }

  return {
    name: "modus",
    label: "Modus",
    can: { start: false, cancel: false, decide: false, attempts: false, reveal: true },
    tokenKey,
    listAgents: async (query, viewer) =>
      readAgents(await calls.get("agents", agentsPath(query), calls.bearerOf(viewer)), (id) => maySee(viewer, id)),
    listRuns: async (agentId, query, viewer) =>
      readRuns(await calls.get("runs", runsPath(agentId, query), calls.bearerOf(viewer)), agentId),
    getRun,
    listApprovals: (query, viewer) =>
      approvals.page(query, calls.bearerOf(viewer), (agentId) => maySee(viewer, agentId)),
    listAttempts: refuse,
    startRun: refuse,
    cancelRun: refuse,
    decide: refuse,
    async noteReveal(agentId, ref, { pointer, origin }, viewer) {
      const { workflowId, temporalRunId = "" } = parseRun((await getRun(agentId, ref, viewer)).text);
      const { name: who, isLocal } = viewer;
      const at = new Date(now()).toISOString();
      const place = { agentId, workflowId, temporalRunId };
      audit.note({ at, who, isLocal, ...place, revealed: pointer, outcome: "revealed", ...origin });
    },
    noteAudit: audit.note,
    upstreamCalls: () => calls.counts,
    isReady: () => calls.isReady(),
    async close() {
      calls.close();
      audit.close();
    },
  };
}

async function refuse(): Promise<never> {
  throw new ProblemError("not-supported", "The Modus API documents no way to do that.");
}
