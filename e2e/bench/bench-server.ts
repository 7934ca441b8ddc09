/**
 * Serves a page and one run's answer, both compressed ahead in the way the browser asks for, so that pages are compared
 * by what they are. The page is a folder of files, or what the real server serves; the answer is the same for all.
 * What the real server gave of its page once is given again from memory, as the files of a folder are: a second server on
 * the way is no part of the page.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, request as forward, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TYPES: Readonly<Record<string, string>> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript" };
const QUALITY = 9;

interface Answer {
  readonly type: string;
  readonly bytes: Buffer;
  readonly etag: string;
}

export interface BenchServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** From now on this JSON text is the run. */
  setRun(text: string): void;
  close(): Promise<void>;
}

/** `page` is a folder and the name of its document, or the URL of the server that has the page. */
export async function startBenchServer(
  page: { readonly folder: string; readonly document: string } | { readonly upstream: string },
): Promise<BenchServer> {
  const files = "folder" in page ? readFolder(page.folder) : new Map<string, Answer>();
  const kept = new Map<string, Kept>();
  let run: Answer | undefined;
  let runs = 0;
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? "/";
    const isRun = /^\/api\/v1\/agents\/\d+\/runs\/[^/?]+(?:\?|$)/.test(path);
    if (isRun && run) return give(incoming, outgoing, run);
    if ("upstream" in page) return pass(page.upstream, kept, incoming, outgoing);
    const file = files.get(path) ?? (path.startsWith("/agents/") ? files.get(`/${page.document}`) : undefined);
    if (file) return give(incoming, outgoing, file);
    outgoing.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setRun: (text) => void (run = makeAnswer("application/json", Buffer.from(text), `run-${++runs}`)),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function readFolder(folder: string): Map<string, Answer> {
  const files = new Map<string, Answer>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const type = TYPES[extname(name)];
    if (type) files.set(`/${name}`, makeAnswer(type, readFileSync(join(folder, name)), name));
  }
  return files;
}

function makeAnswer(type: string, body: Buffer, name: string): Answer {
  const bytes = brotliCompressSync(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: body.length > 1e6 ? 4 : QUALITY },
  });
  return { type, bytes, etag: `"${name}"` };
}

function give(incoming: IncomingMessage, outgoing: ServerResponse, { type, bytes, etag }: Answer): void {
  const headers = { etag, "cache-control": "private, no-cache", "runlight-now": String(Date.now()) };
  if (incoming.headers["if-none-match"] === etag) return void outgoing.writeHead(304, headers).end();
  const sized = { "content-type": type, "content-encoding": "br", "content-length": String(bytes.length) };
  outgoing.writeHead(200, { ...headers, ...sized }).end(bytes);
}

interface Kept {
  readonly headers: readonly string[];
  readonly body: Buffer;
}

function pass(upstream: string, kept: Map<string, Kept>, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, url: path = "/", headers } = incoming;
  const key = method === "GET" && !path.startsWith("/api/") ? `${headers["accept-encoding"]} ${path}` : undefined;
  const known = key === undefined ? undefined : kept.get(key);
  if (known) return void outgoing.writeHead(200, [...known.headers]).end(known.body);
  const asked = forward({ hostname: "127.0.0.1", port: new URL(upstream).port, method, path, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    const body: Buffer[] = [];
    answer.on("data", (chunk: Buffer) => body.push(chunk));
    answer.on("end", () => {
      if (key !== undefined && answer.statusCode === 200) {
        kept.set(key, { headers: answer.rawHeaders, body: Buffer.concat(body) });
      }
    });
    answer.pipe(outgoing);
  });
  asked.on("error", () => outgoing.destroy());
  incoming.pipe(asked);
}
