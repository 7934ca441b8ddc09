/** Row 34, towards the Modus API: it is asked for exactly what was asked, at the one place fixed at the start, and leads nowhere else. */
import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "@playwright/test";
import { parseRunId } from "../../src/contract/run-id.ts";
import { CANARY, startModusServer } from "../modus-server.ts";
import { test } from "../server.ts";
import { figure } from "./figure.ts";
import { createRandom, type Received, send } from "./fuzz.ts";

const IDS = 10_000;
const AT_ONCE = 32;
const SEED = 34;
const UUID = "11111111-2222-4333-8444-555555555555";

const PIECES = [
  ..."abcXYZ019._-~:;,=+&?#@!$'()*[]{}|^`\"<> /\\%\u0000\n\u007fé\u202e💩\ud800",
  ...[
    "..",
    "../",
    "/..",
    "./",
    "..\\",
    "%2e",
    "%2F",
    "%5c",
    "%00",
    "%25",
    "//",
    "://",
    "?x=1",
    "#y",
    "wf_57_run_",
    `:${UUID}`,
  ],
];
/** Parts of a path as nobody's encoder writes them. */
const RAW = [
  "..%2f",
  "%2e%2e",
  "%2e",
  "..",
  ".",
  "..%5c",
  "%c0%ae",
  "%ff",
  "%",
  "%zz",
  "%00",
  "a;b",
  "%2f",
  "%3f",
  "%23",
  "%252e%252e",
  "a%0d%0ab",
];

test("row 34: upstream paths are exactly what was asked", async () => {
  test.setTimeout(180_000);
  const { below, pick } = createRandom(SEED);
  const got = new Map<string, string[]>();
  const upstream = await listenWith((request, response) => {
    const [path = "", query = ""] = (request.url ?? "").split("?");
    const [, agentId = "", runId = ""] = /^\/api\/v1\/agents\/(\d+)\/runs\/([^/]+)$/.exec(path) ?? [];
    got.set(agentId, [...(got.get(agentId) ?? []), request.url ?? ""]);
    const temporalRunId = new URLSearchParams(query).get("temporalRunId") ?? UUID;
    const run = { agentId: Number(agentId), workflowId: decode(runId) ?? runId, temporalRunId };
    json(response, 200, JSON.stringify({ ...run, id: "x", status: "completed", source: "history" }));
  });
  const modus = await startModusServer(upstream.apiUrl);
  const wrong: string[] = [];
  let exact = 0;
  let refused = 0;
  const ask = async (index: number): Promise<void> => {
    // One agent for each id, so that each request upstream can be told from the others.
    const agentId = String(1_000_000 + index);
    const isRaw = below(8) === 0;
    const text = Array.from({ length: 1 + below(6) }, () => pick(PIECES)).join("");
    const part = isRaw ? pick(RAW) + pick(RAW) : encode(text);
    const port = Number(new URL(modus.url).port);
    const { status } = await send(port, { method: "GET", path: `/api/v1/agents/${agentId}/runs/${part}`, headers: {} });
    const asked = isRaw ? decode(part) : text;
    const ref = asked === undefined ? undefined : parseRunId(asked);
    const sent = got.get(agentId) ?? [];
    if (status === 200 && ref && sent.length === 1) {
      const pin = ref.temporalRunId === undefined ? "" : `?temporalRunId=${ref.temporalRunId}`;
      if (sent[0] === `/api/v1/agents/${agentId}/runs/${encodeURIComponent(ref.workflowId)}${pin}`) return void exact++;
      // A dot segment is taken out of the address before it is anybody's id: such an address is not there.
    } else if ((status === 400 || status === 404) && sent.length === 0) return void refused++;
    wrong.push(`${part}: ${status}, upstream ${JSON.stringify(sent)}`);
  };
  try {
    const left = Array.from({ length: IDS }, (_unused, index) => index);
    const worker = async (): Promise<void> => {
      for (let index = left.pop(); index !== undefined; index = left.pop()) await ask(index);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    await modus.remove();
    await upstream.close();
  }
  figure(test.info(), `${IDS} ids: ${exact} exact upstream, ${refused} refused before, ${wrong.length} other`);
  expect(wrong.slice(0, 10)).toEqual([]);
  expect(exact).toBeGreaterThan(IDS / 3);
  expect(refused).toBeGreaterThan(IDS / 20);
});

const STATUSES = [301, 302, 303, 307, 308];

test("row 34: upstream redirects are not followed", async () => {
  const elsewhere: string[] = [];
  const other = await listenWith((request, response) => {
    elsewhere.push(`${request.url} ${request.headers.authorization ?? ""}`);
    json(response, 200, "{}");
  });
  let location = "";
  let status = 0;
  let asked = 0;
  const upstream = await listenWith((_request, response) => {
    asked++;
    response.writeHead(status, { location }).end();
  });
  const modus = await startModusServer(upstream.apiUrl);
  const locations = [
    `${other.apiUrl}/agents`,
    `//127.0.0.1:${new URL(other.apiUrl).port}/`,
    `http://localhost:${new URL(other.apiUrl).port}/`,
    `${upstream.apiUrl}/agents/42/runs/other`,
    "/api/v1/agents/42/runs/other",
    "http://169.254.169.254/latest/meta-data",
    "file:///etc/passwd",
    "javascript:alert(1)",
  ];
  const answers: Received[] = [];
  try {
    for (location of locations) {
      for (status of STATUSES) {
        // A run of its own each time: what is known of one run is told again without asking.
        const path = `/api/v1/agents/57/runs/wf_57_run_${answers.length}`;
        answers.push(await send(Number(new URL(modus.url).port), { method: "GET", path, headers: {} }));
      }
    }
  } finally {
    await modus.remove();
    await upstream.close();
    await other.close();
  }
  const refused = answers.filter((one) => one.status === 502 && one.headers["location"] === undefined).length;
  figure(test.info(), `${refused} of ${answers.length} redirects refused, ${elsewhere.length} requests elsewhere`);
  expect(answers).toHaveLength(40);
  expect(refused).toBe(answers.length);
  expect(asked).toBe(answers.length);
  expect(elsewhere).toEqual([]);
});

const BAD_URLS = [
  ...[
    "http://api.example.com/api/v1",
    "http://10.0.0.1/api/v1",
    "http://127.0.0.1.example.com/",
    "http://localhost.example.com/",
  ],
  ...[
    "https://u:p@api.example.com/api/v1",
    "https://api.example.com@evil.example/",
    "https://api.example.com\\@evil.example/",
  ],
  ...[
    "https://api.example.com/api/v1?x=1",
    "https://api.example.com/api/v1#x",
    "https://api.example.com/api/v1/agents",
  ],
  ...["https://api.example.com/a/../b", "https://api.example.com/%2e%2e/b", "https://api.example.com//b"],
  ...["https://169.254.169.254/latest", "https://[::ffff:a9fe:a9fe]/", "https://[fe80::1]/", "https://0.0.0.0/"],
  ...["https://metadata.google.internal/", "https://0x7f.1/", "http://2130706433/", "https://\u0430pi.example.com/"],
  ...["https://api.example.com:0/", "file:///etc/passwd", "javascript:alert(1)", "api.example.com/api/v1"],
];

test("row 34: upstream addresses that are not safe stop the start", async () => {
  test.setTimeout(180_000);
  const lines: string[] = [];
  const left = [...BAD_URLS];
  const worker = async (): Promise<void> => {
    for (let url = left.pop(); url !== undefined; url = left.pop()) lines.push(await startWith(url));
  };
  await Promise.all([worker(), worker()]);
  const right = lines.filter((line) => /^1 Runlight cannot start: MODUS_API_URL: [^\n]+\n$/.test(line));
  figure(test.info(), `${right.length} of ${BAD_URLS.length} addresses refused at the start, each in one line`);
  expect(lines.filter((line) => !right.includes(line))).toEqual([]);
  expect(lines).toHaveLength(25);
});

/** Exit code and all output of a start that must fail. */
function startWith(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, MODUS_API_URL: url, MODUS_TOKEN: CANARY };
    const child = spawn(process.execPath, ["dist/server/main.js", "--port", "0", "--source", "modus"], { env });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const timer = setTimeout(() => child.kill("SIGKILL"), 20_000);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve(`${code} ${output}`);
    });
  });
}

interface Listening {
  readonly apiUrl: string;
  close(): Promise<void>;
}

async function listenWith(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Listening> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function json(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "application/json" }).end(text);
}

/** As encodeURIComponent, but also of text that has no UTF-8: a lone surrogate is sent as its three bytes. */
function encode(text: string): string {
  return Array.from(text, (one) => (/^[\ud800-\udfff]$/.test(one) ? "%ED%A0%80" : encodeURIComponent(one))).join("");
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
