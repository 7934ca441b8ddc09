/**
 * What the server writes down about its requests tells no secret: log, output, metrics and audit are searched, after
 * people signed in by every way, read, decided and failed, on a source that works and on two that do not.
 */
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import Libsql from "libsql";
import { startModusServer } from "./modus-server.ts";
import { type RunlightServer, startServer } from "./server.ts";
import { ANN, type SignedServer, startSignedServer, VERA } from "./signed-server.ts";
import { digestOf, readRequest } from "./waiting-run.ts";

const JSON_TYPE = { "content-type": "application/json" };
const RUNS = "/api/v1/agents/57/runs";

let count = 0;
/** Unlike any other, so that a leak names its way out. */
const canary = (what: string): string => `canary-${what}-${++count}-${crypto.randomUUID()}`;

interface Written {
  /** Output, log and metrics. */
  readonly told: string;
  /** Lines of the audit log. */
  readonly audit: string;
}

async function written(server: RunlightServer, headers: Record<string, string> = {}): Promise<Written> {
  const metrics = await (await server.get("/metrics", headers)).text();
  expect(metrics).toMatch(/^runlight_requests_total\{.*\} [1-9]/m);
  await server.stop();
  const lines = ["runlight.db", "temporal.db", "audit.db"].flatMap((name) => auditOf(join(server.dataDir, name)));
  return { told: server.output() + metrics, audit: lines.join("\n") };
}

function auditOf(file: string): string[] {
  if (!existsSync(file)) return [];
  const db = new Libsql(file, { readonly: true });
  const rows = db.prepare("SELECT entry FROM audit").all() as { entry: string }[];
  db.close();
  return rows.map(({ entry }) => entry);
}

/** As it is, and in the forms that addresses, headers and JSON give it. */
function findIn(text: string, secrets: readonly string[]): string[] {
  return secrets.filter((one) =>
    [one, encodeURIComponent(one), Buffer.from(one).toString("base64").replace(/=+$/, "")].some((form) =>
      text.includes(form),
    ),
  );
}

/** Requests with a secret in every place that a client can put one. */
async function askOddly(server: RunlightServer, known: Record<string, string>): Promise<string[]> {
  const secrets = ["query", "path", "header", "cookie", "body", "basic", "host"].map(canary);
  const [query = "", path = "", header = "", cookie = "", body = "", basic = "", forwarded = ""] = secrets;
  const basicAuth = `Basic ${Buffer.from(`ann:${basic}`).toString("base64")}`;
  const headers = { referer: `http://elsewhere.example/?t=${header}`, "x-api-key": header, cookie: `a=${cookie}` };
  const asks: [string, RequestInit][] = [
    [`${RUNS}?token=${query}`, { headers: { ...headers, ...known } }],
    [`${RUNS}?status=${query}`, { headers: known }],
    [`${RUNS}/${path}?code=${query}`, { headers: { ...headers, ...known } }],
    [`/api/v1/${path}`, { headers: known }],
    [`/agents/57/runs/${path}?access_token=${query}`, { headers }],
    [`${RUNS}/%ZZ${path}`, { headers: known }],
    [RUNS, { method: "POST", headers: { ...JSON_TYPE, ...known }, body: `{"token":"${body}"` }],
    [RUNS, { method: "POST", headers: { ...JSON_TYPE, ...known }, body: `{"input":{"apiKey":"${body}"},"x":1}` }],
    [RUNS, { method: "POST", headers: { "content-type": `text/${body}`, ...known }, body }],
    [`${RUNS}/x/cancel`, { method: "POST", headers: { ...JSON_TYPE, ...known }, body: `["${body}"]` }],
    [`/metrics?q=${query}`, { headers: known }],
    ["/api/v1/agents", { headers: { authorization: basicAuth } }],
    ["/api/v1/agents", { headers: { authorization: `Bearer ${header}` } }],
    ["/api/v1/agents", { headers: { ...known, forwarded: `for=${forwarded}`, "x-forwarded-host": forwarded } }],
    [`/auth/oidc/start?to=/agents?secret=${query}`, { redirect: "manual" }],
    [`/auth/oidc/callback?code=${query}&state=${header}`, { redirect: "manual" }],
  ];
  for (const [address, init] of asks) await (await fetch(server.url + address, init)).arrayBuffer();
  return secrets;
}

/** Goes to the provider and back as a browser would. What passed on the way. */
async function signInAtProvider(url: string): Promise<{ readonly secrets: string[]; readonly cookie: string }> {
  const jars = new Map<string, Map<string, string>>();
  const secrets: string[] = [];
  let at = new URL(`${url}/auth/oidc/start?to=/agents`);
  for (let step = 0; step < 12; step++) {
    const jar = jars.get(at.origin) ?? new Map<string, string>();
    jars.set(at.origin, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(at, { redirect: "manual", headers: { cookie } });
    for (const text of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(text) ?? [];
      jar.set(name, value);
      if (at.origin === url && value !== "") secrets.push(value);
    }
    for (const name of ["code", "state", "nonce", "code_challenge"]) secrets.push(at.searchParams.get(name) ?? "");
    const to = response.headers.get("location");
    if (to === null) break;
    at = new URL(to, at);
    if (at.pathname === "/agents") break;
  }
  expect(at.href).toBe(`${url}/agents`);
  return { secrets: secrets.filter(Boolean), cookie: `runlight=${jars.get(url)?.get("runlight")}` };
}

/** A run that waits, and a decision on it. */
async function decide(signed: SignedServer, approver: string, input: string, comment: string): Promise<void> {
  const body = JSON.stringify({ input: { reason: input, apiKey: input } });
  const started = (await (await signed.ask(ANN, RUNS, { method: "POST", headers: JSON_TYPE, body })).json()) as Record<
    string,
    string
  >;
  const { workflowId = "", temporalRunId = "" } = started;
  let request = "";
  await expect(async () => {
    request = readRequest(await (await signed.ask(ANN, `${RUNS}/${workflowId}`)).text()) ?? "";
    expect(request).not.toBe("");
  }).toPass({ timeout: 20_000 });
  const { id } = JSON.parse(request) as { id: string };
  const address = `${signed.url}${RUNS}/${workflowId}/approvals/${id}/decision`;
  const digest = digestOf(workflowId, temporalRunId, id, request);
  const send = (token: string, key: string): Promise<Response> =>
    fetch(address, {
      method: "POST",
      headers: { ...JSON_TYPE, authorization: `Bearer ${token}`, "if-match": `"${digest}"`, "idempotency-key": key },
      body: JSON.stringify({ decision: "approve", comment }),
    });
  expect((await send(VERA.token, canary("key"))).status).toBe(403);
  expect((await send(approver, canary("key"))).status).toBe(200);
}

test("signed in by token and at a provider: nothing of what was sent is in log, metrics or audit", async () => {
  const [secret, input, comment] = ["session-secret", "input", "comment"].map(canary) as [string, string, string];
  const signed = await startSignedServer([ANN, VERA], {
    hasProvider: true,
    args: ["--log", "info", "--speed", "200"],
    env: { RUNLIGHT_SESSION_SECRET: secret, RUNLIGHT_TRUSTED_PROXIES: "127.0.0.1", RUNLIGHT_SELF_APPROVAL: "on" },
  });
  try {
    const [ann, vera] = [ANN.token, VERA.token];
    const typed = canary("typed");
    const post = (token: string): Promise<Response> => {
      const headers = { ...JSON_TYPE, origin: signed.url };
      return fetch(`${signed.url}/api/v1/session`, { method: "POST", headers, body: JSON.stringify({ token }) });
    };
    expect((await post(typed)).status).toBe(401);
    const session = /^runlight=([^;]+)/.exec((await post(ann)).headers.get("set-cookie") ?? "")?.[1] ?? "";
    expect(session.length).toBeGreaterThan(40);
    const { secrets, cookie } = await signInAtProvider(signed.url);
    const from = { cookie, "x-forwarded-for": "198.51.100.9, 203.0.113.5" };
    expect((await signed.get("/api/v1/agents", from)).status).toBe(200);
    expect((await signed.get("/api/v1/agents", { cookie: `runlight=${session}x` })).status).toBe(401);
    await decide(signed, ann, input, comment);
    const odd = await askOddly(signed, { authorization: `Bearer ${ann}` });
    const out = { ...JSON_TYPE, ...from, origin: signed.url };
    const left = await fetch(`${signed.url}/api/v1/session`, { method: "DELETE", headers: out });
    expect(left.status).toBe(204);

    const { told, audit } = await written(signed, { authorization: `Bearer ${ann}` });
    const all = [ann, vera, typed, secret, session, input, "secret-of-the-client", ...secrets, ...odd];
    expect(findIn(told, [...all, comment])).toEqual([]);
    expect(findIn(audit, all)).toEqual([]);
    // All that was there to be written down.
    expect(told).toContain('"route":"/auth/oidc/callback","status":302');
    expect(told).toMatch(/"route":"[^"]*\/decision","status":200/);
    expect(told).toContain('"route":"/api/v1/session","status":401');
    // What an approver says goes with the decision, and nowhere else; who asked is whom the trusted proxy heard.
    expect(audit.split("\n").filter((line) => line.includes(comment))).toHaveLength(1);
    expect(audit).toMatch(/"session":"sign-out".*"from":"203\.0\.113\.0\/24"/);
  } finally {
    await signed.remove();
  }
});

/** Answers everything wrongly, with secrets in it. */
async function startBadUpstream(secret: string): Promise<{ server: Server; url: string }> {
  let calls = 0;
  const server = createServer((_request, response) => {
    const body = `{"error":"${secret}","token":"${secret}"`;
    const kind = calls++ % 4;
    if (kind === 0) response.writeHead(500, { "content-type": "text/html", "x-secret": secret }).end(secret);
    else if (kind === 1) response.writeHead(200, JSON_TYPE).end(body);
    else if (kind === 2) response.writeHead(302, { location: `http://127.0.0.1/${secret}` }).end();
    else response.writeHead(403, JSON_TYPE).end(`${body}}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { server, url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/api/v1` };
}

test("on Modus that answers wrongly: neither its words nor the token are in log, metrics or audit", async () => {
  const [answer, token] = ["answer", "token"].map(canary) as [string, string];
  const upstream = await startBadUpstream(answer);
  const modus = await startModusServer(upstream.url, { MODUS_TOKEN: token });
  try {
    for (let i = 0; i < 4; i++) for (const path of ["/api/v1/agents", `${RUNS}/wf_57_run_${i}`]) await modus.get(path);
    const odd = await askOddly(modus, {});
    const { told, audit } = await written(modus);
    expect(findIn(told + audit, [answer, token, ...odd])).toEqual([]);
    expect(told).toMatch(/"route":"\/api\/v1\/agents","status":50\d/);
    expect(told).not.toContain(upstream.url);
  } finally {
    await modus.remove();
    upstream.server.close();
  }
});

test("on Temporal that is away: neither its key nor what was asked is in log, metrics or audit", async () => {
  const key = canary("key");
  const env = { TEMPORAL_ADDRESS: "127.0.0.1:9", TEMPORAL_API_KEY: key, TEMPORAL_TLS: "false" };
  const server = await startServer({ args: ["--source", "temporal", "--log", "info"], env });
  try {
    const odd = await askOddly(server, {});
    const { told, audit } = await written(server);
    expect(findIn(told + audit, [key, ...odd])).toEqual([]);
    expect(told).toMatch(/"route":"\/api\/v1\/agents\/:agentId\/runs","status":\d+/);
  } finally {
    await server.remove();
  }
});
