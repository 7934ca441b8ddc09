/**
 * Looks for a run that a link did not lead to, as the viewer and only when a person asks: a handful of requests, once.
 * What this viewer may not read does not show, for nobody but the API is asked.
 */
import { queryOptions } from "@tanstack/react-query";
import { type Agent, parseAgentsPage, parseRunsPage } from "../contract/pages.ts";
import type { RunRef } from "../contract/run-id.ts";
import { ownAgentOf } from "../contract/run-link.ts";
import { parseRun, type Run } from "../contract/run.ts";
import { apiAgentsPath, apiRunPath, apiRunsPath } from "../paths.ts";
import { ask, RequestFailed } from "./client.ts";

/** With the list of agents and the run's other attempts at most eight requests. */
const AGENTS_ASKED_MAX = 6;
/** The run's own plain fields are enough to name it. */
const NO_FIELDS_BYTES = 1;

/** What a found run has in common with the one that was asked for. */
export type Likeness = "same run" | "another attempt" | "same attempt" | "same number";

export interface FoundRun {
  readonly agentId: number;
  readonly run: Run;
  readonly likeness: Likeness;
}

export interface Found {
  /** The most alike first. */
  readonly runs: readonly FoundRun[];
  /** Agents looked under. */
  readonly asked: readonly Agent[];
  /** The viewer can see more agents than were asked. */
  readonly isPartial: boolean;
}

/** `exceptAgentId`: the agent under which the run was not found; absent when no agent is known. */
export function findRunQuery(ref: RunRef, exceptAgentId?: number) {
  return queryOptions({
    queryKey: ["find-run", ref.workflowId, ref.temporalRunId ?? null, exceptAgentId ?? null],
    queryFn: ({ signal }) => findRun(ref, exceptAgentId, signal),
    structuralSharing: false,
    retry: false,
    networkMode: "always",
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 300_000,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

async function findRun(ref: RunRef, exceptAgentId: number | undefined, signal: AbortSignal): Promise<Found> {
  const page = await ask(apiAgentsPath(), parseAgentsPage, signal);
  const asked = agentsToAsk(page.agents, ref.workflowId, exceptAgentId);
  const own = ownAgentOf(ref.workflowId);
  const looks = asked.map(async (agent): Promise<FoundRun[]> => {
    if (exceptAgentId === undefined || agent.id === own) return sameRun(agent.id, ref, "same run", signal);
    const page = await orUndefined(ask(apiRunsPath(agent.id, { pageSize: 100 }), parseRunsPage, signal));
    return (page?.runs ?? []).flatMap((run) => {
      const likeness = likenessOf(run, ref);
      return likeness ? [{ agentId: agent.id, run, likeness }] : [];
    });
  });
  if (exceptAgentId !== undefined && ref.temporalRunId !== undefined) {
    looks.unshift(sameRun(exceptAgentId, { workflowId: ref.workflowId }, "another attempt", signal));
  }
  const runs = (await Promise.all(looks)).flat().toSorted((a, b) => rankOf(a) - rankOf(b));
  const seen = page.agents.filter(({ id }) => id !== exceptAgentId).length;
  return { runs: runs.slice(0, 8), asked, isPartial: asked.length < seen || page.nextPageToken !== null };
}

/** Under which agents to look: the one a workflow id names first, then in the order of the list. */
export function agentsToAsk(agents: readonly Agent[], workflowId: string, exceptAgentId?: number): readonly Agent[] {
  const own = ownAgentOf(workflowId);
  const others = agents.filter(({ id, canUse }) => id !== exceptAgentId && canUse !== false);
  return [...others.filter(({ id }) => id === own), ...others.filter(({ id }) => id !== own)].slice(
    0,
    AGENTS_ASKED_MAX,
  );
}

/** What a listed run has in common with what was asked for; undefined when it has nothing. */
export function likenessOf(run: Pick<Run, "workflowId" | "temporalRunId">, ref: RunRef): Likeness | undefined {
  const isSameAttempt = ref.temporalRunId !== undefined && run.temporalRunId?.toLowerCase() === ref.temporalRunId;
  if (run.workflowId === ref.workflowId) return "same run";
  if (isSameAttempt) return "same attempt";
  const number = numberOf(ref.workflowId);
  return number !== undefined && numberOf(run.workflowId) === number ? "same number" : undefined;
}

/** `89` of `wf_57_run_89`. */
function numberOf(workflowId: string): string | undefined {
  return /^wf_\d{1,15}_run_(\d+)$/.exec(workflowId)?.[1];
}

function rankOf({ likeness }: FoundRun): number {
  return ["same run", "another attempt", "same attempt", "same number"].indexOf(likeness);
}

async function sameRun(agentId: number, ref: RunRef, likeness: Likeness, signal: AbortSignal): Promise<FoundRun[]> {
  const path = apiRunPath(agentId, ref.workflowId, ref.temporalRunId, NO_FIELDS_BYTES);
  const run = await orUndefined(ask(path, parseRun, signal));
  return run ? [{ agentId, run, likeness }] : [];
}

/** A refusal says that there is nothing here for this viewer; one agent that fails does not end the search. */
async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RequestFailed) return undefined;
    throw error;
  }
}
