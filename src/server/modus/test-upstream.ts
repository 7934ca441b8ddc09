/**
 * A Modus API for tests, on loopback: strict about what it takes, recording all it gets, answering from any source with
 * the documented fields alone, and failing on demand.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { objectText } from "../../contract/answer.ts";
import { LOCAL_VIEWER as VIEWER } from "../auth/local-access.ts";
import { ProblemError } from "../problems.ts";
import { withoutRunlight } from "../runlight-member.ts";
import type { RunsQuery, Source } from "../source.ts";

export const TOKEN = "modus_11111111-2222-3333-4444-555555555555_abcd_CANARYcanary0123456789";

/** A request as it came. */
export interface Got {
  readonly method: string;
  /** Path and query, not decoded. */
  readonly path: string;
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

type Answering = (request: IncomingMessage, response: ServerResponse) => void;

export interface TestUpstream {
  /** What MODUS_API_URL would say. */
  readonly url: string;
  readonly got: readonly Got[];
  /** What was wrong with a request, as a rule broken; empty while all of them were as documented. */
  readonly complaints: readonly string[];
  /** From now on answers in the place of the source; undefined: the source again. */
  answerWith(answering: Answering | undefined): void;
  /** From now on every answer of the source is changed on its way. */
  drift(change: ((text: string) => string) | undefined): void;
  close(): Promise<void>;
}

const HEADERS = new Set(["host", "connection", "accept", "accept-encoding", "authorization", "user-agent"]);
const RUNS_PARAMETERS = ["status", "timeframe", "approvalScope", "search", "pageSize", "pageToken"];
const STATUSES = ["all_executions", "running", "awaiting_human", "completed", "error", "cancelled"];
const WITHIN_MS = new Map([
  ["last_hour", 3_600_000],
  ["last_day", 86_400_000],
  ["last_week", 604_800_000],
]);

/** A request that is not as documented. */
class Complaint extends Error {}

export async function startTestUpstream(source: Source, token = TOKEN): Promise<TestUpstream> {
  const got: Got[] = [];
  const complaints: string[] = [];
  let answering: Answering | undefined;
  let change: ((text: string) => string) | undefined;

  async function onRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request);
    const { method = "", url: path = "", rawHeaders } = request;
    got.push({ method, path, rawHeaders, body });
    try {
      checkRequest(request, body);
      if (request.headers.authorization !== `Bearer ${token}`)
        return send(response, 401, '{"error":"unauthenticated"}');
      if (answering) return answering(request, response);
      const text = await answerOf(source, path);
      send(response, 200, change ? change(text) : text);
    } catch (error) {
      if (error instanceof Complaint) complaints.push(`${method} ${path}: ${error.message}`);
      if (error instanceof ProblemError && error.problem === "not-found")
        return send(response, 404, '{"error":"none"}');
      send(response, error instanceof Complaint ? 400 : 500, '{"error":"refused"}');
    }
  }

  const server = createServer((request, response) => void onRequest(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`,
    got,
    complaints,
    answerWith: (next) => void (answering = next),
    drift: (next) => void (change = next),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function send(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(text);
}

function checkRequest(request: IncomingMessage, body: string): void {
  if (request.method !== "GET") throw new Complaint("only GET is documented");
  if (body !== "") throw new Complaint("a GET with a body");
  const odd = Object.keys(request.headers).filter((name) => !HEADERS.has(name));
  if (odd.length > 0) throw new Complaint(`headers ${odd.join(", ")}`);
}

async function answerOf(source: Source, address: string): Promise<string> {
  const [path = "", queryText = ""] = address.split("?");
  const query = new Map(queryText === "" ? [] : queryText.split("&").map(readParameter));
  const [agents, agentId, runs, runId, ...more] = path.replace(/^\/api\/v1\//, "").split("/");
  if (agents !== "agents" || more.length > 0 || !path.startsWith("/api/v1/")) throw new Complaint("no such address");
  if (agentId === undefined) return answerAgents(source, query);
  if (!/^\d{1,15}$/.test(agentId) || runs !== "runs") throw new Complaint("no such address");
  if (runId === undefined) return answerRuns(source, Number(agentId), query);
  allow(query, ["temporalRunId"]);
  const temporalRunId = query.get("temporalRunId");
  const ref = { workflowId: decodeURIComponent(runId), ...(temporalRunId !== undefined && { temporalRunId }) };
  return withoutRunlight((await source.getRun(Number(agentId), ref, VIEWER)).text);
}

async function answerAgents(source: Source, query: ReadonlyMap<string, string>): Promise<string> {
  allow(query, ["pageSize", "pageToken"]);
  const { items, next } = await source.listAgents(pageOf(query), VIEWER);
  return `{"agents":[${items.join(",")}],"nextPageToken":${tokenText(next)}}`;
}

async function answerRuns(source: Source, agentId: number, query: ReadonlyMap<string, string>): Promise<string> {
  allow(query, RUNS_PARAMETERS);
  const status = query.get("status") ?? "all_executions";
  if (!STATUSES.includes(status)) throw new Complaint("status");
  const scope = query.get("approvalScope") ?? "all";
  if ((scope !== "all" && scope !== "mine") || (query.has("approvalScope") && status !== "awaiting_human"))
    throw new Complaint("approvalScope");
  const timeframe = query.get("timeframe");
  const withinMs = timeframe === undefined ? undefined : WITHIN_MS.get(timeframe);
  if (timeframe !== undefined && withinMs === undefined) throw new Complaint("timeframe");
  const asked: RunsQuery = {
    ...pageOf(query),
    status,
    approvalScope: scope,
    search: query.get("search") ?? "",
    ...(withinMs !== undefined && { withinMs }),
  };
  const { items, next, counts } = await source.listRuns(agentId, asked, VIEWER);
  return objectText([
    ["runs", `[${items.join(",")}]`],
    ["counts", JSON.stringify(counts)],
    ["nextPageToken", tokenText(next)],
  ]);
}

function readParameter(text: string): [string, string] {
  const match = /^(\w+)=([^=&+]+)$/.exec(text);
  if (!match?.[1] || match[2] === undefined) throw new Complaint(`parameter ${text}`);
  return [match[1], decodeURIComponent(match[2])];
}

function allow(query: ReadonlyMap<string, string>, known: readonly string[]): void {
  for (const name of query.keys()) if (!known.includes(name)) throw new Complaint(`parameter ${name}`);
}

/** Tokens are opaque: they hold what no address may hold bare. */
function tokenText(next: string | undefined): string {
  return next === undefined ? "null" : JSON.stringify(`page/+ ${next}`);
}

function pageOf(query: ReadonlyMap<string, string>): { pageSize: number; after: string } {
  const pageSize = Number(query.get("pageSize") ?? "25");
  if (!(pageSize >= 1 && pageSize <= 100)) throw new Complaint("pageSize");
  const token = query.get("pageToken") ?? "page/+ ";
  if (!token.startsWith("page/+ ")) throw new Complaint("pageToken");
  return { pageSize, after: token.slice("page/+ ".length) };
}

async function readAll(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
