/** What stands behind the API: the embedded engine, a Temporal cluster, or the Modus API. All pass one contract suite. */
import type { DecisionBody, Decision } from "../contract/decision.ts";
import type { JsonText } from "../contract/run-events.ts";
import type { RunRef } from "../contract/run-id.ts";
import type { NoteAudit } from "./audit-log.ts";
import type { Origin } from "./origin.ts";

/** What somebody may do beyond looking: an approver decides, an operator starts, cancels and shows what is masked. */
export type Role = "viewer" | "approver" | "operator";

/** Who asks. In local no-sign-in mode everybody is `local`. */
export interface Viewer {
  /** Shown, and written to the audit log. */
  readonly name: string;
  readonly isLocal: boolean;
  readonly roles: ReadonlySet<Role>;
  /** Ask `maySee` of `auth/access.ts`: "all" leaves out agent 0, but for the local user and where `hasAgent0` says so. */
  readonly agents: "all" | ReadonlySet<number>;
  /** Agent 0 was granted by its number, beside all others. */
  readonly hasAgent0?: boolean;
  /** Key for what is kept or watched for a viewer: equal only for viewers who may see the same. */
  readonly scope: string;
  /** The person's own token for the Modus API. Never logged, never written out. */
  readonly upstreamToken?: string;
}

export interface Capabilities {
  readonly start: boolean;
  readonly cancel: boolean;
  readonly decide: boolean;
  readonly attempts: boolean;
  /** Show what is masked, to those who may see the run, and keep a line of it. */
  readonly reveal: boolean;
  /** List an agent's runs by what started them. Absent: neither the source nor this server over it can, page by page. */
  readonly triggers?: boolean;
}

export interface AgentsQuery {
  readonly pageSize: number;
  /** Already verified and unwrapped; empty for the first page. */
  readonly after: string;
}

export interface RunsQuery {
  readonly pageSize: number;
  readonly after: string;
  /** all_executions, or one status. */
  readonly status: string;
  /** Ms before now; absent: any time. */
  readonly withinMs?: number;
  readonly approvalScope: "mine" | "all";
  readonly search: string;
  /** What started them, where the source can tell; absent: whatever. */
  readonly triggerType?: string;
}

export interface Page {
  /** JSON texts of the items. */
  readonly items: readonly JsonText[];
  /** Where the next page starts, for the caller to wrap; absent on the last page. */
  readonly next?: string;
  /** When this was so, ISO text, where that is not now. */
  readonly asOf?: string;
  /** Members of the answer that the contract does not name, as one JSON object. */
  readonly more?: JsonText;
}

export interface RunsPage extends Page {
  /** all_executions, running, awaiting_human, error, completed, cancelled. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface RunAnswer {
  /** The contract's answer with its `runlight` key, as JSON text. */
  readonly text: JsonText;
  /** The exact `pendingApproval` text inside it, when there is one. */
  readonly agentId: number;
}

export interface Attempt {
  readonly temporalRunId: string;
  readonly attempt: number;
  readonly status: string;
  readonly startedAt: string;
  readonly endedAt?: string;
}

export interface StartRequest {
  /** JSON object text. */
  readonly input: JsonText;
  readonly triggerType: string;
}

export interface DecisionRequest {
  readonly approvalId: string;
  readonly body: DecisionBody;
  /** People may decide what they asked for, or started, themselves. Absent: they may not. */
  readonly mayDecideOwn?: boolean;
  /** Lower-case hex SHA-256 from `If-Match`, quotes removed. */
  readonly digest: string;
  readonly idempotencyKey: string;
  /**
   * The request's text as this viewer is served it, made from the stored one. The digest is over that; the writer
   * asks for it in the same step in which it decides, so that nothing can change in between.
   */
  readonly asServed: (requestText: JsonText) => JsonText;
  /** For the audit line; absent for what no request asked for. */
  readonly origin?: Origin;
}

/** What somebody asked to see unmasked. */
export interface RevealRequest {
  /** JSON pointer into the run's answer, as served. Never the value. */
  readonly pointer: string;
  readonly origin?: Origin;
}

/**
 * Methods that find nothing, or nothing this viewer may see, throw ProblemError `not-found` with one and the same
 * body. Other refusals are ProblemErrors too; anything else thrown is a defect and answers 500.
 */
export interface Source {
  readonly name: "embedded" | "temporal" | "modus";
  /** Shown in the bar, so that nobody takes a demo for production. */
  readonly label: string;
  readonly can: Capabilities;
  listAgents(query: AgentsQuery, viewer: Viewer): Promise<Page>;
  listRuns(agentId: number, query: RunsQuery, viewer: Viewer): Promise<RunsPage>;
  getRun(agentId: number, ref: RunRef, viewer: Viewer): Promise<RunAnswer>;
  listAttempts(agentId: number, ref: RunRef, viewer: Viewer): Promise<readonly Attempt[]>;
  listApprovals(query: AgentsQuery & { scope: "mine" | "all" }, viewer: Viewer): Promise<Page>;
  /** What this viewer decided, latest first. Absent where no decisions are taken. */
  readonly listDecided?: (query: AgentsQuery, viewer: Viewer) => Promise<Page>;
  startRun(agentId: number, request: StartRequest, viewer: Viewer): Promise<RunRef>;
  cancelRun(agentId: number, ref: RunRef, viewer: Viewer): Promise<void>;
  /** First decision wins; the same key again answers as before. */
  decide(agentId: number, ref: RunRef, request: DecisionRequest, viewer: Viewer): Promise<Decision>;
  /** Writes the audit line of a value shown unmasked; it resolves before the value leaves the server. */
  noteReveal(agentId: number, ref: RunRef, request: RevealRequest, viewer: Viewer): Promise<void>;
  /**
   * Calls `listener` when the answer of this run may have changed, also when another attempt begins; gives back what
   * stops it. It judges no rights: for a run this viewer was just answered. What changed before the call is not told,
   * so read once after it. Absent: ask again.
   */
  readonly watchRun?: (agentId: number, ref: RunRef, viewer: Viewer, listener: () => void) => () => void;
  /** Writes an audit line beside its decisions; absent where the source keeps no database. */
  readonly noteAudit?: NoteAudit;
  /** Calls made upstream so far, by kind; for `/metrics`. Absent where there is no upstream. */
  readonly upstreamCalls?: () => ReadonlyMap<string, number>;
  /** True when the source can answer now; for `/readyz`. */
  isReady(): boolean;
  close(): Promise<void>;
}
