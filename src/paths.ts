/** Builds every link: of the page, and of the API it asks. Ids travel as one encoded path segment. */
import { pathSegment } from "./contract/run-id.ts";

/** Filters of a runs list as the API names them; absent ones are left out of the URL. */
export interface RunsFilters {
  readonly status?: string;
  readonly timeframe?: string;
  readonly approvalScope?: string;
  readonly triggerType?: string;
  readonly search?: string;
  readonly pageSize?: number;
  readonly pageToken?: string;
}

type Query = Readonly<Record<string, string | number | undefined>>;

function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") search.set(name, String(value));
  }
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

/** The list of agents; `find` is what was typed to narrow it. */
export function agentsPath(parts: { readonly find?: string; readonly pageToken?: string } = {}): string {
  return withQuery("/agents", { ...parts });
}

export function runsPath(agentId: number, filters: RunsFilters = {}): string {
  return withQuery(`/agents/${agentId}/runs`, { ...filters });
}

/** The same list with the dialog open that starts a run; nothing is started by going there. */
export function startRunPath(agentId: number): string {
  return withQuery(`/agents/${agentId}/runs`, { start: "1" });
}

/** What waits for a decision; `scope` mine, all or decided, `group` deadline or agent, both absent for the usual. */
export function approvalsPath(parts: InboxParts = {}): string {
  return withQuery("/approvals", { ...parts });
}

export interface InboxParts {
  readonly scope?: string | undefined;
  readonly group?: string | undefined;
  readonly pageToken?: string | undefined;
}

/** What a link to a run may carry beyond the run: a pinned attempt, and what the person picked on the page. */
export interface RunLinkParts {
  readonly temporalRunId?: string | undefined;
  /** Key of a step. */
  readonly step?: string | undefined;
  readonly view?: string | undefined;
  readonly find?: string | undefined;
  readonly phase?: string | undefined;
  readonly field?: string | undefined;
  readonly tab?: string | undefined;
  readonly sort?: string | undefined;
  readonly only?: string | undefined;
  readonly critical?: string | undefined;
}

/** Where any form of a link or id is read; without one, the page that asks for it. */
export function openRunPath(link?: string): string {
  return withQuery("/r", { link });
}

export function runPath(agentId: number, runId: string, parts: RunLinkParts = {}): string {
  return withQuery(`/agents/${agentId}/runs/${pathSegment(runId)}`, { ...parts });
}

/** Two runs of an agent side by side; an empty id is one still to be picked. */
export function comparePath(agentId: number, a: string, b = ""): string {
  return withQuery(`/agents/${agentId}/compare`, { a, b });
}

const API = "/api/v1";

export function apiSessionPath(): string {
  return `${API}/session`;
}

/** Signing in with the identity provider; `to` is the path and query to come back to. */
export function oidcStartPath(to: string): string {
  return withQuery("/auth/oidc/start", { to });
}

/** Signs out at the identity provider too, where it can. */
export function oidcEndPath(): string {
  return "/auth/oidc/end";
}

export function apiAgentsPath(pageToken?: string): string {
  return withQuery(`${API}/agents`, { pageToken });
}

export function apiRunsPath(agentId: number, filters: RunsFilters = {}): string {
  return withQuery(`${API}/agents/${agentId}/runs`, { ...filters });
}

/** `runId` is the workflow id; `maxFieldBytes` has larger free-form fields left out and named in `runlight.stubs`. */
export function apiRunPath(agentId: number, runId: string, temporalRunId?: string, maxFieldBytes?: number): string {
  return withQuery(`${API}/agents/${agentId}/runs/${pathSegment(runId)}`, { temporalRunId, maxFieldBytes });
}

export function apiAttemptsPath(agentId: number, runId: string): string {
  return `${apiRunPath(agentId, runId)}/attempts`;
}

export function apiCancelPath(agentId: number, runId: string, temporalRunId?: string): string {
  return withQuery(`${apiRunPath(agentId, runId)}/cancel`, { temporalRunId });
}

export function apiDecisionPath(agentId: number, runId: string, approvalId: string, temporalRunId?: string): string {
  return withQuery(`${apiRunPath(agentId, runId)}/approvals/${pathSegment(approvalId)}/decision`, { temporalRunId });
}

/** One free-form field, exact bytes; `pointer` is a JSON pointer into the answer, `/taskResult`. */
export function apiPayloadPath(agentId: number, runId: string, pointer: string, temporalRunId?: string): string {
  return withQuery(`${apiRunPath(agentId, runId)}/payload`, { path: pointer, temporalRunId });
}

/** Shows one field unmasked; which one stands in the body. */
export function apiRevealPath(agentId: number, runId: string, temporalRunId?: string): string {
  return withQuery(`${apiRunPath(agentId, runId)}/reveal`, { temporalRunId });
}

export function apiApprovalsPath(scope?: string, pageToken?: string, pageSize?: number): string {
  return withQuery(`${API}/approvals`, { scope, pageToken, pageSize });
}
