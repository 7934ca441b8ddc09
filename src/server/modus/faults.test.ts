/** Whatever the upstream does, the answer is a known problem in time, and tells neither its address nor the token. */
import { gzipSync } from "node:zlib";
import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { createHandle } from "../handle.ts";
import { LOCAL_ACCESS } from "../auth/local-access.ts";
import type { Log } from "../log.ts";
import { type ModusBench, openModusBench, refusedRun, runText } from "./test-bench.ts";
import { send, TOKEN } from "./test-upstream.ts";

const MAX_BYTES = 300_000;
const BOMB = gzipSync(Buffer.alloc(50_000_000, " "));
const HTML = "<!doctype html><title>Bad gateway</title>";

function raw(text: string): (response: ServerResponse) => void {
  return ({ socket }) => void socket?.end(text);
}

const FAULTS: readonly (readonly [what: string, problem: string, answer: (response: ServerResponse) => void])[] = [
  ["400", "bad-request", (response) => send(response, 400, "{}")],
  ["403", "forbidden", (response) => send(response, 403, "{}")],
  ["404", "not-found", (response) => send(response, 404, "{}")],
  ["409", "unavailable", (response) => send(response, 409, "{}")],
  ["410", "not-found", (response) => send(response, 410, "{}")],
  ["418", "bad-upstream", (response) => send(response, 418, "{}")],
  ["422", "unprocessable", (response) => send(response, 422, "{}")],
  ["429", "busy", (response) => send(response, 429, "{}")],
  ["500 with a page", "unavailable", (response) => send(response, 500, HTML, { "content-type": "text/html" })],
  ["503", "unavailable", (response) => send(response, 503, "")],
  ["599", "unavailable", (response) => send(response, 599, "")],
  ["201", "bad-upstream", (response) => send(response, 201, runText())],
  ["204", "bad-upstream", (response) => send(response, 204, "")],
  ["200 with a page", "bad-upstream", (response) => send(response, 200, HTML, { "content-type": "text/html" })],
  ["200 with nothing", "bad-upstream", (response) => send(response, 200, "")],
  ["a list for a run", "bad-upstream", (response) => send(response, 200, "[]")],
  ["broken JSON", "bad-upstream", (response) => send(response, 200, runText().slice(0, -1))],
  ["no status", "bad-upstream", (response) => send(response, 200, '{"workflowId":"wf_57_run_1","agentId":57}')],
  ["no agent", "bad-upstream", (response) => send(response, 200, '{"workflowId":"wf_57_run_1","status":"running"}')],
  ["another agent", "not-found", (response) => send(response, 200, runText({ agentId: 42 }))],
  ["another run", "not-found", (response) => send(response, 200, runText({ workflowId: "wf_57_run_2" }))],
  ["bytes that are no text", "bad-upstream", (response) => response.end(Buffer.from([0x22, 0xff, 0xfe, 0x22]))],
  ["too much", "bad-upstream", (response) => send(response, 200, runText({ summary: "x".repeat(MAX_BYTES) }))],
  [
    "a small bomb",
    "bad-upstream",
    (response) => {
      response.setHeader("content-encoding", "gzip");
      response.end(BOMB);
    },
  ],
  [
    "a broken archive",
    "bad-upstream",
    (response) => {
      response.setHeader("content-encoding", "gzip");
      response.end(runText());
    },
  ],
  [
    "a packing nobody asked for",
    "bad-upstream",
    (response) => {
      response.setHeader("content-encoding", "br");
      response.end("x");
    },
  ],
  [
    "half of what it promised",
    "unavailable",
    raw(`HTTP/1.1 200 OK\r\ncontent-length: 5000\r\nconnection: close\r\n\r\n${runText()}`),
  ],
  [
    "less than it sent",
    "bad-upstream",
    raw(`HTTP/1.1 200 OK\r\ncontent-length: 20\r\nconnection: close\r\n\r\n${runText()}`),
  ],
  ["two lengths", "bad-upstream", raw(`HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}`)],
  ["chunks that are none", "unavailable", raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}")],
  ["no HTTP", "bad-upstream", raw("SSH-2.0-OpenSSH_9.6\r\n")],
  ["headers without end", "bad-upstream", raw(`HTTP/1.1 200 OK\r\nx: ${"x".repeat(100_000)}\r\n\r\n`)],
  ["nothing, and closed", "unavailable", ({ socket }) => void socket?.destroy()],
  ...[301, 302, 303, 307, 308].map(
    (status) =>
      [
        `${status} to the metadata service`,
        "bad-upstream",
        (response: ServerResponse) => send(response, status, "", { location: "http://169.254.169.254/latest" }),
      ] as const,
  ),
];

const HANGING: readonly (readonly [what: string, answer: (response: ServerResponse) => void])[] = [
  ["silence", () => undefined],
  ["headers, then silence", (response) => response.writeHead(200).write("{")],
  [
    "a slow drip",
    (response) => {
      const timer = setInterval(() => response.write(" "), 20);
      response.on("close", () => clearInterval(timer));
    },
  ],
];

test.each(HANGING)("%s is unavailable when the time is up", async (_what, answer) => {
  const bench = await openModusBench({ limits: { deadlineMs: 200, maxBytes: MAX_BYTES } });
  bench.answerWith((_request, response) => answer(response));
  const { text } = await askThrough(bench);
  expect(text).toContain("urn:runlight:problem:unavailable");
  expect(text).toContain("in time");
});

test.each(FAULTS)("%s is %s", async (_what, problem, answer) => {
  const bench = await openModusBench({ limits: { deadlineMs: 20_000, maxBytes: MAX_BYTES } });
  bench.answerWith((_request, response) => answer(response));
  const { status, text, log } = await askThrough(bench);
  expect(text).toContain(`urn:runlight:problem:${problem}"`);
  expect(status).not.toBe(500);
  expect(text + log).not.toContain(TOKEN);
  expect(text + log).not.toContain(new URL(bench.upstream.url).host);
  expect(log).toBe("");
  expect(bench.upstream.got).toHaveLength(1);
  expect(bench.upstream.complaints).toEqual([]);
});

test("an upstream that is not there is unavailable", async () => {
  const bench = await openModusBench();
  await bench.upstream.close();
  const { text, log } = await askThrough(bench);
  expect(text).toContain("urn:runlight:problem:unavailable");
  expect(text + log).not.toContain("127.0.0.1");
});

test("a redirect on the upstream itself is not followed either", async () => {
  const bench = await openModusBench();
  bench.answer("", 302, { location: `${bench.upstream.url}/agents` });
  expect(await refusedRun(bench)).toMatchObject({ problem: "bad-upstream" });
  expect(bench.upstream.got).toHaveLength(1);
});

test("a kept connection that was closed meanwhile costs nobody an answer", async () => {
  const bench = await openModusBench();
  for (let n = 0; n < 3; n++) {
    bench.answerWith((_request, response) => {
      send(response, 200, runText());
      response.on("finish", () => response.socket?.destroySoon());
    });
    expect((await askThrough(bench)).status).toBe(200);
  }
});

test.each([
  ["7", "7"],
  ["0", "1"],
  ["99999999", "300"],
  [new Date(Date.now() + 3_600_000).toUTCString(), "300"],
  ["-5", undefined],
  ["soon", undefined],
])("Retry-After %s is passed on as %s", async (sent, passed) => {
  const bench = await openModusBench();
  for (const status of [429, 503]) {
    bench.answer("{}", status, { "retry-after": sent });
    expect((await refusedRun(bench)).headers["retry-after"]).toBe(passed);
  }
});

test("an upstream that goes on failing is left alone, and the server says it is not ready", async () => {
  const bench = await openModusBench();
  bench.answer("", 503);
  for (let n = 0; n < 20; n++) await refusedRun(bench);
  expect(bench.source.isReady()).toBe(false);
  expect((await refusedRun(bench)).headers).toHaveProperty("retry-after");
  expect(bench.upstream.got).toHaveLength(20);
  expect(bench.source.upstreamCalls?.()).toEqual(new Map([["run", 20]]));
});

/** One run asked of the whole server, as a client does. */
async function askThrough({ source }: ModusBench): Promise<{ status: number; text: string; log: string }> {
  const lines: string[] = [];
  const log: Log = {
    request: () => undefined,
    error: (message, error) => void lines.push(`${message} ${String(error)}`),
  };
  const handle = createHandle({ source, access: LOCAL_ACCESS, tokenKey: source.tokenKey, log });
  const response = await handle(new Request("http://localhost/api/v1/agents/57/runs/wf_57_run_1"));
  return { status: response.status, text: await response.text(), log: lines.join("\n") };
}
