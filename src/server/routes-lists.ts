/** The lists: agents, the runs of an agent, what waits for an approval. */
import type { Page } from "./source.ts";
import { AGENT_PLAN, DECIDED_PLAN } from "./mask.ts";
import { ProblemError } from "./problems.ts";
import { unwrapPageToken, wrapPageToken } from "./page-tokens.ts";
import {
  INBOX_SCOPES,
  readAgentId,
  readPageSize,
  readSearch,
  readWord,
  SCOPES,
  STATUSES,
  TIMEFRAMES,
  TRIGGERS,
} from "./request-values.ts";
import { type Ask, jsonAnswer, type Shell } from "./route.ts";

const HOUR_MS = 3_600_000;
const WITHIN_MS = {
  last_hour: HOUR_MS,
  last_day: 24 * HOUR_MS,
  last_week: 7 * 24 * HOUR_MS,
  last_month: 30 * 24 * HOUR_MS,
} as const;

/** Opens the token of a request and makes the next one, both bound to the list, its filters and the viewer. */
function paging(ask: Ask, shell: Shell, list: readonly unknown[]): { after: string; next: (page: Page) => string } {
  const binding = JSON.stringify([...list, ask.viewer.scope, ask.viewer.name]);
  const token = ask.query.get("pageToken") ?? "";
  return {
    after: token === "" ? "" : unwrapPageToken(shell.tokenKey, token, binding, shell.now()),
    next: (page) =>
      page.next === undefined ? "null" : JSON.stringify(wrapPageToken(shell.tokenKey, page.next, binding, shell.now())),
  };
}

/** What a page says beyond its items, masked, to be added to the end of the answer. */
function moreOf({ asOf, more = "{}" }: Page, shell: Shell): string {
  const members = shell.masker.text(more).trim().slice(1, -1);
  return (asOf === undefined ? "" : `,"asOf":${JSON.stringify(asOf)}`) + (members === "" ? "" : `,${members}`);
}

export async function answerAgents(ask: Ask, shell: Shell): Promise<Response> {
  const pageSize = readPageSize(ask.query);
  const { after, next } = paging(ask, shell, ["agents"]);
  const page = await shell.source.listAgents({ pageSize, after }, ask.viewer);
  const items = page.items.map((item) => shell.masker.text(item, AGENT_PLAN));
  return jsonAnswer(ask, shell, `{"agents":[${items.join(",")}],"nextPageToken":${next(page)}${moreOf(page, shell)}}`);
}

export async function answerRuns(ask: Ask, shell: Shell): Promise<Response> {
  const agentId = readAgentId(ask.param("agentId"));
  const pageSize = readPageSize(ask.query);
  const status = readWord(ask.query, "status", STATUSES);
  const timeframe = readWord(ask.query, "timeframe", TIMEFRAMES);
  const approvalScope = readWord(ask.query, "approvalScope", SCOPES);
  const search = readSearch(ask.query);
  const triggerType = readWord(ask.query, "triggerType", TRIGGERS);
  // Left out of the pages already cut, a filter would lie about the pages and the counts.
  if (triggerType !== "any" && shell.source.can.triggers !== true)
    throw new ProblemError("not-supported", "What stands behind this server does not list runs by what started them.");
  const filters = [status, timeframe, approvalScope, search, triggerType];
  const { after, next } = paging(ask, shell, ["runs", agentId, ...filters]);
  const within = timeframe === "any" ? {} : { withinMs: WITHIN_MS[timeframe] };
  const started = triggerType === "any" ? {} : { triggerType };
  const query = { pageSize, after, status, approvalScope, search, ...within, ...started };
  const page = await shell.source.listRuns(agentId, query, ask.viewer);
  const counts = JSON.stringify(page.counts);
  const items = page.items.map(shell.masker.item);
  const text = `{"runs":[${items.join(",")}],"counts":${counts},"nextPageToken":${next(page)}${moreOf(page, shell)}}`;
  return jsonAnswer(ask, shell, text);
}

export async function answerApprovals(ask: Ask, shell: Shell): Promise<Response> {
  const pageSize = readPageSize(ask.query);
  const scope = readWord(ask.query, "scope", INBOX_SCOPES);
  const { after, next } = paging(ask, shell, ["approvals", scope]);
  const { source } = shell;
  const page =
    scope === "decided"
      ? ((await source.listDecided?.({ pageSize, after }, ask.viewer)) ?? { items: [] })
      : await source.listApprovals({ pageSize, after, scope }, ask.viewer);
  const items = page.items.map((item) =>
    scope === "decided" ? shell.masker.text(item, DECIDED_PLAN) : shell.masker.item(item),
  );
  return jsonAnswer(
    ask,
    shell,
    `{"approvals":[${items.join(",")}],"nextPageToken":${next(page)}${moreOf(page, shell)}}`,
  );
}
