/** The source that runs the sample agents in this process: see `engine.ts` for how, `database.ts` for where. */
import { objectText } from "../../contract/answer.ts";
import { isRunClosed } from "../../contract/reduce.ts";
import type { RunRef } from "../../contract/run-id.ts";
import type { AgentDefinition } from "../agents/agent.ts";
import { agentById, ALL_AGENTS } from "../agents/all-agents.ts";
import { maySee } from "../auth/access.ts";
import { notFound, ProblemError } from "../problems.ts";
import { isAssigned } from "../request-people.ts";
import { SettingsError } from "../settings-error.ts";
import type { Attempt, Page, RunsPage, Source, Viewer } from "../source.ts";
import { openDataDir } from "../token-key.ts";
import { agentText } from "../agents/agent-text.ts";
import { decidedPage } from "../decided-page.ts";
import { createAuditLog, createNote } from "../audit-log.ts";
import { type Clock, systemClock } from "./clock.ts";
import { type Database, isStorageError, openDatabase } from "../database.ts";
import { createEngine } from "./engine.ts";
import { createRetention } from "./retention.ts";
import { createRunAnswers } from "./run-answers.ts";
import { createRunLists } from "./run-lists.ts";
import { createRunStore, type RunRow } from "./run-store.ts";
import { seedSamples } from "./samples.ts";
import { createRunListeners } from "../run-listeners.ts";
import { takeDecision } from "./take-decision.ts";

export interface EmbeddedOptions {
  readonly dataDir: string;
  /** 1: as the agents say; 100: a hundred times as fast. */
  readonly speed: number;
  /** How long the event log of a closed run is kept. */
  readonly retentionMs: number;
  /** On the very first start, begin with sample runs. */
  readonly isSeeded?: boolean;
  readonly clock?: Clock;
}

const SWEEP_MIN_MS = 250;
const SWEEP_MAX_MS = 60_000;
const SWEEP_AGAIN_MS = 20;

export interface EmbeddedSource extends Source {
  /** Signs page tokens; kept in the data directory. */
  readonly tokenKey: Uint8Array;
  /** Deletes the logs of runs that ended before `endedBefore`, epoch ms, as retention does; at most 20 a call. */
  sweep(endedBefore: number): void;
}

/**
 * Opens the data directory, goes on with every open run and answers. Throws SettingsError, one line, when the
 * directory cannot be written, is in use, or holds a damaged file.
 */
export async function openEmbeddedSource(options: EmbeddedOptions): Promise<EmbeddedSource> {
  const { tokenKey } = openDataDir(options.dataDir);
  const db = openDatabase(options.dataDir);
  try {
    return { ...(await createSource(db, options)), tokenKey };
  } catch (error) {
    db.close();
    const why = error instanceof Error ? error.message.split("\n")[0] : "unknown error";
    throw new SettingsError(`--data-dir: the runs in ${options.dataDir} cannot be read (${why})`);
  }
}

async function createSource(db: Database, options: EmbeddedOptions): Promise<Omit<EmbeddedSource, "tokenKey">> {
  const { speed, retentionMs, isSeeded = false, clock = systemClock } = options;
  const store = createRunStore(db);
  const lists = createRunLists(db);
  if (isSeeded && lists.isEmpty()) await seedSamples(db, store, clock.now(), retentionMs);
  const listeners = createRunListeners();
  const engine = createEngine({ db, store, agentOf: agentById, clock, speed, onChange: listeners.tell });
  const retention = createRetention(db, store);
  const answers = createRunAnswers({ store, engine, retention, retentionMs });
  const audit = createAuditLog(db);
  const parts = { db, store, engine, answers, audit };
  function sweep(endedBefore: number): number {
    const swept = retention.sweep(endedBefore);
    if (swept > 0) {
      answers.forget();
      listeners.tellAll();
    }
    return swept;
  }
  const note = createNote(db, audit);
  const sweeper = createSweeper(() => sweep(clock.now() - retentionMs), retentionMs);
  engine.resume();
  sweeper.start();

  function find(agentId: number, ref: RunRef): RunRow {
    const row = store.find(agentId, ref);
    if (!row) throw notFound();
    return row;
  }

  function isMine(scope: "mine" | "all", viewer: Viewer): (row: RunRow) => boolean {
    if (scope === "all" || viewer.isLocal) return () => true;
    return (row) => isAssigned(answers.request(row), viewer);
  }

  return {
    name: "embedded",
    label: "Sample agents on this machine",
    can: { start: true, cancel: true, decide: true, attempts: true, reveal: true, triggers: true },

    async listAgents({ pageSize, after }, viewer): Promise<Page> {
      const seen = ALL_AGENTS.filter(({ id }) => maySee(viewer, id));
      const from = after === "" ? 0 : seen.findIndex((agent) => String(agent.id) === after) + 1;
      const agents = seen.slice(from, from + pageSize);
      const last = agents[agents.length - 1];
      const items = agents.map(agentText);
      return last && from + pageSize < seen.length ? { items, next: String(last.id) } : { items };
    },

    async listRuns(agentId, query, viewer): Promise<RunsPage> {
      const agent = agentOr404(agentId);
      const since = query.withinMs === undefined ? 0 : Math.max(0, clock.now() - query.withinMs);
      if (!agent.name.toLowerCase().includes(query.search.toLowerCase())) {
        return { items: [], counts: lists.counts(-1, since) };
      }
      const { rows, next } = lists.page(agentId, query, since, isMine(query.approvalScope, viewer));
      const page = { items: rows.map(answers.item), counts: lists.counts(agentId, since, query.triggerType) };
      return next === undefined ? page : { ...page, next };
    },

    async getRun(agentId, ref) {
      return { text: answers.text(find(agentId, ref)), agentId };
    },

    async listAttempts(agentId, ref): Promise<readonly Attempt[]> {
      return store.attempts(find(agentId, ref).head.workflowId).map(({ head }) => ({
        temporalRunId: head.temporalRunId,
        attempt: head.attempt,
        status: head.status,
        startedAt: new Date(head.startedAt).toISOString(),
        ...(head.endedAt !== undefined && { endedAt: new Date(head.endedAt).toISOString() }),
      }));
    },

    async listApprovals({ after, pageSize, scope }, viewer): Promise<Page> {
      const isTheirs = isMine(scope, viewer);
      const isSeen = (row: RunRow): boolean => maySee(viewer, row.head.agentId) && isTheirs(row);
      const { rows, next } = lists.waiting(after, pageSize, isSeen);
      const items = rows.map((row) => waitingText(row, answers.request(row)));
      return next === undefined ? { items } : { items, next };
    },

    listDecided: async (query, viewer) => decidedPage(audit, query, viewer),

    async startRun(agentId, { input, triggerType }, viewer) {
      const agent = agentOr404(agentId);
      const refusal = agent.refuse?.(input);
      if (refusal) throw new ProblemError("unprocessable", refusal);
      const { state } = written(() => engine.startRun(agent, { input, triggerType, startedBy: viewer.name }));
      return { workflowId: state.workflowId, temporalRunId: state.temporalRunId };
    },

    async cancelRun(agentId, ref, viewer) {
      const { head } = find(agentId, ref);
      const run = engine.live.get(head.temporalRunId);
      if (run) written(() => engine.settleRun(run));
      if (!run || isRunClosed(run.state)) throw new ProblemError("run-closed", "The run is over already.");
      const by = viewer.name;
      const cancelled = { type: "cancelled", by, summary: `Cancelled by ${by}.`, at: clock.now() } as const;
      written(() => engine.append(run, [cancelled]));
    },

    async decide(agentId, ref, request, viewer) {
      return takeDecision(parts, agentId, ref, request, viewer);
    },

    async noteReveal(agentId, ref, { pointer, origin }, viewer) {
      const { head } = find(agentId, ref);
      const { workflowId, temporalRunId } = head;
      const at = new Date(clock.now()).toISOString();
      const { name: who, isLocal } = viewer;
      const place = { agentId, workflowId, temporalRunId };
      note({ at, who, isLocal, ...place, revealed: pointer, outcome: "revealed", ...origin });
    },

    watchRun: (_agentId, { workflowId }, _viewer, listener) => listeners.add(workflowId, listener),

    noteAudit: note,

    sweep: (endedBefore) => void sweep(endedBefore),

    isReady: () => engine.canWrite(),

    async close() {
      engine.stop();
      sweeper.stop();
      retention.flush();
      db.close();
    },
  };
}

function agentOr404(agentId: number): AgentDefinition {
  const agent = agentById(agentId);
  if (!agent) throw notFound();
  return agent;
}

function waitingText({ head }: RunRow, request: string | undefined): string {
  return objectText([
    ["agentId", String(head.agentId)],
    ["agentName", JSON.stringify(head.agentName)],
    ["workflowId", JSON.stringify(head.workflowId)],
    ["temporalRunId", JSON.stringify(head.temporalRunId)],
    ["startedAt", JSON.stringify(new Date(head.startedAt).toISOString())],
    ["pendingApproval", request],
  ]);
}

/** What cannot be written did not happen, and the caller hears so. */
function written<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isStorageError(error)) throw error;
    throw new ProblemError("unavailable", "The data directory takes no writes now; nothing was changed. Try again.");
  }
}

function createSweeper(sweep: () => number, retentionMs: number) {
  const everyMs = Math.min(SWEEP_MAX_MS, Math.max(SWEEP_MIN_MS, retentionMs / 4));
  let timer: NodeJS.Timeout | undefined;
  function turn(): void {
    let swept = 0;
    try {
      swept = sweep();
    } catch {
      // A sweep that could not be written is tried again like any other.
    }
    timer = setTimeout(turn, swept > 0 ? SWEEP_AGAIN_MS : everyMs).unref();
  }
  return { start: turn, stop: (): void => clearTimeout(timer) };
}
