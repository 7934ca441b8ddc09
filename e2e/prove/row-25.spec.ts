/** Row 25: every refusal of the server is RFC 9457 with a known type and a request id, and tells nothing of the machine. */
import { createServer } from "node:http";
import { hostname } from "node:os";
import { PROBLEM_PREFIX, SERVER_PROBLEMS } from "../../src/contract/problem.ts";
import { expect } from "@playwright/test";
import { startModusServer } from "../modus-server.ts";
import { type RunlightServer, test } from "../server.ts";
import { ANN, startSignedServer, VERA } from "../signed-server.ts";
import { figure } from "./figure.ts";
import { createRandom, type Received, send, sendRaw, type Sent } from "./fuzz.ts";

const REQUESTS = 2_000;
const SIGNED_REQUESTS = 1_000;
const UPSTREAM_REQUESTS = 500;
const AT_ONCE = 8;
const SEED = 25;

const LONG = "a".repeat(1_001);
const IDS = [
  "57",
  "42",
  "0",
  "abc",
  "-1",
  "1e3",
  "057",
  "9".repeat(16),
  "wf_57_run_1",
  "wf_57_run_1:11111111-2222-3333-4444-555555555555",
];
const ODD = [
  "%00",
  "%ZZ",
  "%",
  "%FF",
  "..%2F",
  "..",
  "%2e%2e%2fetc",
  "a%2Fb",
  "a%5Cb",
  "%F0%9F%92%A9",
  LONG,
  "x;y",
  "'",
  "%22",
  "<script>",
  "approval",
  "",
];
const METHODS = ["GET", "GET", "GET", "POST", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"];
const BODIES = [
  "",
  "{}",
  "{",
  "null",
  "[]",
  '"text"',
  '{"input":{}}',
  '{"input":[]}',
  '{"input":{"__proto__":{"a":1}}}',
  '{"decision":"approve"}',
  '{"decision":"reject"}',
  '{"decision":"reject","comment":"long enough a reason"}',
  `{"decision":"approve","comment":"${"c".repeat(3_000)}"}`,
  `{"a":"${"b".repeat(16_400)}"}`,
  "[".repeat(16_000),
  "\u0000\u0001",
];
const QUERIES = [
  "",
  "?temporalRunId=x",
  "?temporalRunId=11111111-2222-3333-4444-555555555555",
  "?pageToken=abc",
  `?pageToken=${"A".repeat(5_000)}`,
  "?pageSize=-1",
  "?pageSize=1e9",
  "?status=nope",
  "?timeframe=%00",
  "?approvalScope=theirs",
  "?maxFieldBytes=x",
  "?path=/taskResult",
  "?path=taskResult",
  "?path=/~2",
  `?q=${"z".repeat(8_200)}`,
];
const DECIDING = { "content-type": "application/json", "if-match": `"${"a".repeat(64)}"`, "idempotency-key": "key" };
const HEADERS: readonly Record<string, string>[] = [
  {},
  { "content-type": "application/json" },
  DECIDING,
  DECIDING,
  DECIDING,
  { "content-type": "application/json", "if-match": "*" },
  { "content-type": "text/plain" },
  { "content-type": "multipart/form-data; boundary=x" },
  { host: "evil.example" },
  { host: "[::1" },
  { host: "a b" },
  { origin: "https://evil.example" },
  { "x-forwarded-for": "10.0.0.1" },
  { "sec-fetch-site": "cross-site", "content-type": "application/json" },
  { "if-none-match": '"abc"' },
  { "accept-encoding": "br;q=0, gzip" },
  { "x-request-id": "<script>" },
  { expect: "something" },
];

// Bodies are looked at only where ids and headers are good; these get that far often enough.
const RUN = "/api/v1/agents/57/runs/wf_57_run_1";
const WRITES = ["/api/v1/agents/57/runs", `${RUN}/cancel`, `${RUN}/approvals/approval-1/decision`].flatMap((path) => [
  path,
  path,
  path,
]);

const HOST = "Host: localhost\r\n";
const RAW = [
  "GARBAGE\r\n\r\n",
  "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
  `GET /api/v1/agents HTTP/1.1\r\nHost: exa mple\r\nConnection: close\r\n\r\n`,
  `GET /api\\v1 HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`,
  `GET / HTTP/9.9\r\n${HOST}\r\n`,
  `GET / HTTP/1.1\r\n${HOST}X: ${"x".repeat(70_000)}\r\n\r\n`,
  `GET / HTTP/1.1\r\n${HOST}Bad Header: 1\r\n\r\n`,
  `CONNECT example.com:443 HTTP/1.1\r\n${HOST}\r\n`,
  `POST /api/v1/agents/57/runs HTTP/1.1\r\n${HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`,
  `POST /api/v1/agents/57/runs HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
  `GET http://evil.example/api/v1/agents HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`,
  `OPTIONS * HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`,
];

/** What is wrong with an answer; an empty list when nothing is. */
function faults({ status, headers, body }: Received, isHead: boolean, secrets: readonly string[]): string[] {
  if (status === 304 || (status >= 200 && status < 300)) return [];
  // To the provider, or back from it.
  if (status === 302) return headers["location"] === undefined ? ["no location"] : [];
  const found: string[] = [];
  if (status === 500) found.push("500");
  if (headers["content-type"] !== "application/problem+json") found.push(`content-type ${headers["content-type"]}`);
  const requestId = headers["x-request-id"] ?? "";
  if (!/^[0-9a-f-]{36}$/.test(requestId)) found.push("no request id");
  if (headers["x-frame-options"] !== "DENY") found.push("no security headers");
  if (isHead) return found;
  const problem = readObject(body);
  const name = String(problem["type"]).slice(PROBLEM_PREFIX.length);
  const known = Object.hasOwn(SERVER_PROBLEMS, name)
    ? SERVER_PROBLEMS[name as keyof typeof SERVER_PROBLEMS]
    : undefined;
  if (problem["type"] !== PROBLEM_PREFIX + name || known !== status || problem["status"] !== status)
    found.push(`type ${String(problem["type"])}`);
  if (problem["instance"] !== requestId) found.push("another request id in the body");
  if (/\bat \S+ \(|\bat file:|\.(?:ts|js|mjs):\d|node_modules|Error:/.test(body)) found.push("a stack");
  for (const secret of secrets) if (body.includes(secret)) found.push(`says ${secret}`);
  return found;
}

function readObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

interface Swept {
  readonly wrong: readonly string[];
  readonly statuses: ReadonlyMap<number, number>;
}

/** Sends the same requests every time; each says who it is by one of `known`. */
async function sweep(server: RunlightServer, count: number, known: readonly Record<string, string>[]): Promise<Swept> {
  const port = Number(new URL(server.url).port);
  const document = (await (await server.get("/api/openapi.json", known[0])).json()) as {
    paths: Record<string, object>;
  };
  const templates = [
    ...Object.keys(document.paths),
    "/api/v1/{x}",
    "/api/{x}",
    "/assets/{x}",
    "/agents/{x}",
    ...WRITES,
  ];
  const { below, pick } = createRandom(SEED);
  const hostName = hostname();
  const secrets = [process.cwd(), server.dataDir, "localhost", "127.0.0.1", ...(hostName.length > 3 ? [hostName] : [])];
  const wrong: string[] = [];
  const statuses = new Map<number, number>();
  const take = (what: string, received: Received, isHead: boolean): void => {
    statuses.set(received.status, (statuses.get(received.status) ?? 0) + 1);
    const found = faults(received, isHead, secrets);
    if (found.length > 0) wrong.push(`${what}: ${received.status} ${found.join(", ")} ${received.body.slice(0, 200)}`);
  };
  const makeRequest = (): Sent => {
    const method = pick(METHODS);
    const path =
      pick(templates).replace(/\{\w+\}/g, () => pick(below(3) === 0 ? ODD : IDS)) +
      (below(2) === 0 ? pick(QUERIES) : "");
    const body = method === "GET" || method === "HEAD" || method === "TRACE" ? undefined : pick(BODIES);
    // Half of the requests say what a well-behaved client says, so that they get past the first check.
    const headers = below(2) === 0 ? { "content-type": "application/json", ...pick(HEADERS) } : pick(HEADERS);
    return { method, path, headers: { ...headers, ...pick(known) }, ...(body === undefined ? {} : { body }) };
  };
  const requests = Array.from({ length: count }, makeRequest);
  const worker = async (): Promise<void> => {
    for (let one = requests.pop(); one; one = requests.pop()) {
      const what = `${one.method} ${one.path.slice(0, 100)} ${JSON.stringify(one.headers)} ${one.body?.slice(0, 40) ?? ""}`;
      take(what, await send(port, one), one.method === "HEAD");
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  for (const text of RAW) take(JSON.stringify(text.slice(0, 60)), await sendRaw(port, text), false);
  return { wrong, statuses };
}

/** How many were refused, for the figure; the sweep must really meet the refusals it is about. */
function judge({ wrong, statuses }: Swept, count: number, met: readonly number[]): string {
  const refused = [...statuses].filter(([status]) => status >= 400).reduce((sum, [, many]) => sum + many, 0);
  const total = count + RAW.length;
  return [
    `${refused} refusals of ${total} requests, ${wrong.length} not RFC 9457, ${statuses.get(500) ?? 0} times 500`,
    ...met.filter((status) => !statuses.has(status)).map((status) => `never ${status}`),
    ...(refused > count / 2 ? [] : ["too few"]),
  ].join(", ");
}

const ENOUGH = /^\d+ refusals of \d+ requests, 0 not RFC 9457, 0 times 500$/;

test("row 25: Errors are machine-readable", async ({ server }, info) => {
  test.setTimeout(180_000);
  const swept = await sweep(server, REQUESTS, [{}]);
  const verdict = judge(swept, REQUESTS, [400, 403, 404, 405, 413, 414, 415, 422, 428]);
  figure(info, verdict);
  expect(swept.wrong.slice(0, 10)).toEqual([]);
  expect(verdict).toMatch(ENOUGH);
  expect((await server.get("/livez")).status).toBe(200);
});

test("row 25: so they are where people sign in, for those who did not too", async ({}, info) => {
  test.setTimeout(180_000);
  const signed = await startSignedServer([ANN, VERA], { hasProvider: true });
  try {
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    const known = [
      bearer(ANN.token),
      bearer(VERA.token),
      {},
      bearer("no such token"),
      { cookie: "runlight=1.abc" },
      { authorization: "Basic YW5uOmFubg==" },
    ];
    const swept = await sweep(signed, SIGNED_REQUESTS, known);
    const verdict = judge(swept, SIGNED_REQUESTS, [400, 401, 403, 404, 405, 414, 415, 429]);
    figure(info, `signed in or not: ${verdict}`);
    expect(swept.wrong.slice(0, 10)).toEqual([]);
    expect(verdict).toMatch(ENOUGH);
  } finally {
    await signed.remove();
  }
});

test("row 25: so they are when what stands behind the server fails", async ({}, info) => {
  const upstream = createServer((_request, response) => response.writeHead(500).end("<h1>at Server.js:1</h1>"));
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  const address = upstream.address();
  const api = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/api/v1`;
  const modus = await startModusServer(api);
  try {
    const swept = await sweep(modus, UPSTREAM_REQUESTS, [{}]);
    const failed = (swept.statuses.get(502) ?? 0) + (swept.statuses.get(503) ?? 0);
    const verdict = judge(swept, UPSTREAM_REQUESTS, [400, 403, 404, 501]);
    figure(info, `with a broken upstream: ${verdict}, ${failed} times 502 or 503`);
    expect(swept.wrong.slice(0, 10)).toEqual([]);
    expect(verdict).toMatch(ENOUGH);
    expect(failed).toBeGreaterThan(0);
  } finally {
    await modus.remove();
    upstream.close();
  }
});
