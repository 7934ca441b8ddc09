/** The source that shows and drives runs on a Temporal cluster. See README.md in this folder for the convention. */
import type { PayloadCodec } from "@temporalio/common";
import { isRunClosed } from "../../contract/reduce.ts";
import { decisionsOf } from "../../contract/answer.ts";
import type { RunRef } from "../../contract/run-id.ts";
import { agentById, ALL_AGENTS } from "../agents/all-agents.ts";
import { agentText } from "../agents/agent-text.ts";
import { decidedPage } from "../decided-page.ts";
import { createAuditLog, createNote } from "../audit-log.ts";
import { AUDIT_SCHEMA, type Database, openDatabase } from "../database.ts";
import { maySee } from "../auth/access.ts";
import { notFound, ProblemError } from "../problems.ts";
import type { Attempt, Page, RunsPage, Source, Viewer } from "../source.ts";
import { openDataDir } from "../token-key.ts";
import { OTHER_WORKFLOWS } from "./agent-id.ts";
import { toProblem } from "./call-errors.ts";
import { type ClusterCalls, createClusterCalls } from "./cluster-calls.ts";
import { type Cluster, connectCluster } from "./connect.ts";
import { createLastKnownStore } from "./last-known.ts";
import { deadlineOf, itemOf, itemText, type ListItem, waitingText } from "./list-item.ts";
import { createRunLists } from "./run-lists.ts";
import { createRunWatches, type RunWatches } from "./run-watches.ts";
import { startRun } from "./start-run.ts";
import { takeDecision } from "./take-decision.ts";

export interface TemporalOptions {
  readonly dataDir: string;
  readonly speed: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What workers put their payloads through, in their order. */
  readonly codecs?: readonly PayloadCodec[];
}

export interface TemporalSource extends Source {
  readonly tokenKey: Uint8Array;
  /** For the terminal: where the cluster is, and whether it answers. */
  readonly address: string;
  probe(): Promise<boolean>;
  /** Forgets what is kept of a closed run, as time would. */
  forget(temporalRunId: string): void;
}

function otherAgentText(id: number, name: string): string {
  const description = "An agent of this namespace, known by its workflows.";
  return agentText({ id, slug: `agent-${id}`, name, description, type: "workflow", triggerType: "api" });
}

const OTHER = agentText({
  id: OTHER_WORKFLOWS,
  slug: "other-workflows",
  name: "Other workflows",
  description: "Workflows of this namespace that name no agent.",
  type: "workflow",
  triggerType: "api",
});

const SCHEMA = `
CREATE TABLE last_known (run_id TEXT PRIMARY KEY, workflow_id TEXT NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL);
CREATE INDEX last_known_by_workflow ON last_known (workflow_id, at);
`;

/** Opens what this server keeps; the cluster itself is not waited for. Throws SettingsError. */
export async function openTemporalSource(options: TemporalOptions): Promise<TemporalSource> {
  const { tokenKey } = openDataDir(options.dataDir);
  const cluster = connectCluster(options.env, options.codecs);
  const db = openDatabase(options.dataDir, { fileName: "temporal.db", schema: SCHEMA + AUDIT_SCHEMA });
  return { ...createSource(cluster, db, options), tokenKey };
}

function createSource(cluster: Cluster, db: Database, { speed }: TemporalOptions): Omit<TemporalSource, "tokenKey"> {
  const calls = createClusterCalls(cluster);
  const lists = createRunLists(calls);
  const lastKnown = createLastKnownStore(db);
  const watches = createRunWatches(calls, lists, lastKnown);
  const audit = createAuditLog(db);
  const noteAudit = createNote(db, audit);
  let isReachable = true;

  async function asked<T>(work: () => Promise<T>): Promise<T> {
    try {
      const value = await work();
      isReachable = true;
      return value;
    } catch (thrown) {
      const problem = toProblem(thrown);
      if (problem.problem === "unavailable") isReachable = false;
      throw problem;
    }
  }

  /** Undefined for an agent that is no sample and has no runs here. */
  async function nameOf(agentId: number): Promise<string | undefined> {
    if (agentId === OTHER_WORKFLOWS) return "Other workflows";
    const known = agentById(agentId)?.name ?? (await lists.otherAgents()).get(agentId);
    if (known !== undefined) return known;
    const { all_executions: runs = 0 } = await lists.counts(agentId, undefined);
    return runs > 0 ? `Agent ${agentId}` : undefined;
  }

  return {
    name: "temporal",
    label: `Temporal, namespace ${cluster.namespace}`,
    can: { start: true, cancel: true, decide: true, attempts: true, reveal: true },
    address: cluster.address,
    probe: () =>
      calls.count("").then(
        () => true,
        () => false,
      ),

    forget: watches.forget,

    async listAgents({ pageSize, after }, viewer): Promise<Page> {
      // Whether the cluster answers or not, the samples are there.
      const others = await lists.otherAgents().catch(() => new Map<number, string>());
      const texts = [
        ...ALL_AGENTS.map((agent) => ({ id: agent.id, text: agentText(agent) })),
        ...[...others].toSorted(([a], [b]) => a - b).map(([id, name]) => ({ id, text: otherAgentText(id, name) })),
        { id: OTHER_WORKFLOWS, text: OTHER },
      ].filter(({ id }) => maySee(viewer, id));
      const from = after === "" ? 0 : texts.findIndex(({ id }) => String(id) === after) + 1;
      const shown = texts.slice(from, from + pageSize);
      const last = shown[shown.length - 1];
      const items = shown.map(({ text }) => text);
      return last && from + pageSize < texts.length ? { items, next: String(last.id) } : { items };
    },

    listRuns: (agentId, query, viewer) =>
      asked(async (): Promise<RunsPage> => {
        const name = await nameOf(agentId);
        if (name === undefined) throw notFound();
        if (!name.toLowerCase().includes(query.search.toLowerCase()))
          return { items: [], counts: await lists.counts(-1, undefined) };
        const [page, counts] = await Promise.all([
          lists.page(agentId, query, namesOf(viewer)),
          lists.counts(agentId, query.withinMs),
        ]);
        // A memo can name another agent than the id a query looks at.
        const own = page.executions.map(itemOf).filter((item) => item.agentId === agentId);
        const items = own.map(itemText);
        return page.next === undefined ? { items, counts } : { items, counts, next: page.next };
      }),

    getRun: (agentId, ref) => asked(async () => ({ text: (await watches.get(agentId, ref)).text, agentId })),

    listAttempts: (agentId, ref) =>
      asked(async (): Promise<readonly Attempt[]> => {
        await watches.get(agentId, ref);
        const runs = await lists.attempts(ref.workflowId);
        return runs.map(itemOf).flatMap(({ head, agentId: of }, index) => {
          // An id may have been used for another agent since.
          if (of !== agentId) return [];
          const attempt = {
            temporalRunId: head.temporalRunId,
            attempt: index + 1,
            status: head.status,
            startedAt: new Date(head.startedAt).toISOString(),
            ...(head.endedAt !== undefined && { endedAt: new Date(head.endedAt).toISOString() }),
          };
          return [attempt];
        });
      }),

    listApprovals: ({ after, pageSize, scope }, viewer) =>
      asked(async (): Promise<Page> => {
        const people = scope === "mine" ? namesOf(viewer) : undefined;
        const page = await lists.waiting(pageSize, after, people, viewer.agents);
        const isSeen = (item: ListItem): boolean => item.request !== undefined && maySee(viewer, item.agentId);
        const waiting = page.executions.map(itemOf).filter(isSeen);
        const items = waiting.toSorted((a, b) => deadlineOf(a) - deadlineOf(b)).map(waitingText);
        return page.next === undefined ? { items } : { items, next: page.next };
      }),

    listDecided: async (query, viewer) => decidedPage(audit, query, viewer),

    startRun: (agentId, request, viewer) =>
      asked(async () => {
        const agent = agentById(agentId);
        if (!agent) throw notFound();
        const ref = await startRun(calls, agent, request, viewer, speed);
        lists.note({ workflowId: ref.workflowId, temporalRunId: ref.temporalRunId, status: "running" });
        lists.did();
        return ref;
      }),

    cancelRun: (agentId, ref, viewer) => asked(() => cancel(calls, watches, agentId, ref, viewer).finally(lists.did)),

    decide: (agentId, ref, request, viewer) =>
      asked(async () => {
        const note = (outcome: string, temporalRunId = ref.temporalRunId ?? ""): void => {
          const { approvalId, digest, body, origin } = request;
          const comment = body.comment === undefined ? {} : { comment: body.comment };
          const { name: who, isLocal } = viewer;
          const at = new Date().toISOString();
          const place = { agentId, workflowId: ref.workflowId, temporalRunId };
          const what = { approvalId, digest, decision: body.decision, ...comment };
          noteAudit({ at, who, isLocal, ...place, ...what, outcome, ...origin });
        };
        try {
          const { state } = await watches.get(agentId, ref);
          const decision = await takeDecision(calls, state, request, viewer);
          const pinned = { workflowId: state.workflowId, temporalRunId: state.temporalRunId };
          note(decision === "repeated" ? "repeated" : "accepted", state.temporalRunId);
          await watches.refresh(pinned).catch(() => undefined);
          lists.did();
          if (decision !== "repeated") return decision;
          const kept = decisionsOf(state.approvals).find((one) => one.approvalId === request.approvalId);
          if (!kept) throw new Error("A repeated decision is in the state");
          return kept;
        } catch (thrown) {
          note(toProblem(thrown).problem);
          throw thrown;
        }
      }),

    noteReveal: (agentId, ref, { pointer, origin }, viewer) =>
      asked(async () => {
        const { workflowId, temporalRunId } = (await watches.get(agentId, ref)).state;
        const { name: who, isLocal } = viewer;
        const at = new Date().toISOString();
        const place = { agentId, workflowId, temporalRunId };
        noteAudit({ at, who, isLocal, ...place, revealed: pointer, outcome: "revealed", ...origin });
      }),

    watchRun: (_agentId, ref, _viewer, listener) => watches.listen(ref, listener),

    noteAudit,

    upstreamCalls: () => calls.counts,

    isReady: () => isReachable,

    async close() {
      await watches.close();
      lastKnown.flush();
      db.close();
      await cluster.close();
    },
  };
}

/** What a request may call this viewer; undefined for the local user, who is everybody. */
function namesOf({ name, isLocal, roles }: Viewer): readonly string[] | undefined {
  return isLocal ? undefined : [name, ...roles];
}

async function cancel(
  calls: ClusterCalls,
  watches: RunWatches,
  agentId: number,
  ref: RunRef,
  viewer: Viewer,
): Promise<void> {
  const { state } = await watches.get(agentId, ref);
  if (isRunClosed(state)) throw new ProblemError("run-closed", "The run is over already.");
  await calls.requestCancel(state.workflowId, state.temporalRunId, `Cancelled by ${viewer.name}`);
  await watches.refresh({ workflowId: state.workflowId, temporalRunId: state.temporalRunId });
}
