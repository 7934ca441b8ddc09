/** One answer of every kind the server gives: each route of its document, in each state it can be brought into. */
import type { RunlightServer } from "../server.ts";
import { decide, startWaiting } from "../waiting-run.ts";
import { type Received, send, sendRaw } from "./fuzz.ts";
import type { Exchange } from "./shared-cache.ts";

export interface SweptAnswer extends Exchange {
  /** `none`: of what was not even a request. */
  readonly kind: "api" | "document" | "file" | "none";
  readonly path: string;
  readonly body: string;
}

type Headers = Readonly<Record<string, string>>;
const JSON_TYPE = { "content-type": "application/json" };
const BOUND = { ...JSON_TYPE, "if-match": `"${"a".repeat(64)}"`, "idempotency-key": "k" };
const STATES: readonly Headers[] = [
  {},
  { "accept-encoding": "br" },
  { "accept-encoding": "gzip", origin: "https://evil.example" },
  { host: "evil.example" },
  { "if-none-match": "*" },
  { ...BOUND, "sec-fetch-site": "cross-site" },
  { ...BOUND, "content-type": "text/plain" },
  JSON_TYPE,
  BOUND,
];
const BODIES = ["{}", "{", '{"decision":"approve"}', `{"a":"${"b".repeat(17_000)}"}`];

function kindOf(path: string): SweptAnswer["kind"] {
  if (/^\/(?:api\b|livez|readyz|metrics)/.test(path)) return "api";
  return /^\/(?:assets\/|[^/]*\.)/.test(path) ? "file" : "document";
}

/** `extra` goes with every request: who asks, on a server where people sign in. */
export async function sweepAnswers(server: RunlightServer, extra: Headers = {}): Promise<readonly SweptAnswer[]> {
  const port = Number(new URL(server.url).port);
  const run = await startWaiting(server);
  const decided = await startWaiting(server);
  await decide(server.url, decided);
  const document = (await (await server.get("/api/openapi.json")).json()) as { paths: Record<string, object> };
  const page = await (await server.get(run.path)).text();
  const answers: SweptAnswer[] = [];
  const ask = async (method: string, path: string, headers: Headers, body?: string): Promise<Received> => {
    const sent = { ...extra, ...headers };
    const answer = await send(port, { method, path, headers: sent, ...(body === undefined ? {} : { body }) });
    answers.push(swept(kindOf(path), method, path, sent, answer));
    return answer;
  };
  const fill = (template: string, runId: string): string =>
    template
      .replace("{agentId}", String(run.agentId))
      .replace("{runId}", runId)
      .replace("{approvalId}", runId === run.workflowId ? run.approvalId : decided.approvalId);
  for (const [template, methods] of Object.entries(document.paths)) {
    for (const runId of [run.workflowId, decided.workflowId, "wf_58_none", "..%2Fx"]) {
      const path = fill(template, runId);
      for (const headers of STATES) {
        const first = await ask("GET", path, headers);
        const etag = first.headers["etag"];
        if (etag !== undefined) await ask("GET", path, { ...headers, "if-none-match": etag });
      }
      await ask("HEAD", path, {});
      await ask("GET", `${path}?path=/id&maxFieldBytes=10&pageSize=1`, {});
      await ask("GET", `${path}?path=/nothing&pageToken=x&maxFieldBytes=-1`, {});
      await ask("GET", `${path}?x=${"x".repeat(8_200)}`, {});
      await ask("PUT", path, JSON_TYPE, "{}");
      for (const method of Object.keys(methods).filter((name) => name !== "get"))
        for (const headers of STATES.slice(-4))
          for (const body of BODIES) await ask(method.toUpperCase(), path, headers, body);
      if (!template.includes("{runId}")) break;
    }
  }
  const files = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, file]) => file ?? "");
  const pages = ["/", "/index.html", "/agents", run.path, "/approvals", "/nothing/here", "/favicon.ico", "/.env"];
  for (const path of [...pages, ...files, "/assets/none.js", "/api", "/api/v2/x"]) {
    for (const headers of STATES) await ask("GET", path, headers);
    await ask("POST", path, JSON_TYPE, "{}");
  }
  for (const text of [
    "GARBAGE\r\n\r\n",
    "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "CONNECT a:1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
  ])
    answers.push(swept("none", "raw", text.slice(0, 12), {}, await sendRaw(port, text)));
  return answers;
}

function swept(kind: SweptAnswer["kind"], method: string, path: string, sent: Headers, answer: Received): SweptAnswer {
  return { kind, method, path, sent, status: answer.status, received: answer.headers, body: answer.body };
}
