/**
 * A proxy on loopback in front of the real server that fails on demand: it hangs, drips, cuts, lies, or answers in the
 * server's place. Host and all other headers pass as they came and none is added, so the server takes its requests as
 * local ones.
 */
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Fault, spoil } from "./fault-answers.ts";

export type { Fault } from "./fault-answers.ts";

export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Epoch ms when it came. */
  readonly at: number;
  readonly headers: IncomingMessage["headers"];
  /** Text of the body; empty for a GET. */
  readonly body: string;
}

export interface FaultProxy {
  /** Without a slash at the end. */
  readonly url: string;
  /** Every request in the order it came. */
  readonly seen: readonly SeenRequest[];
  /** How many requests came whose `METHOD path` matches, or all. */
  count(match?: RegExp): number;
  /** From now on requests whose `METHOD path` matches meet this fault; the latest that matches wins. */
  use(match: RegExp, fault: Fault): void;
  /** All requests pass again; what hangs keeps hanging. */
  clear(): void;
  /** Shifts the server's clock as the page sees it (`runlight-now`, `Date`), in ms. */
  shiftClock(ms: number): void;
  close(): Promise<void>;
}

/**
 * `target` is the server's URL. Port 0 picks a free one. `isPolled`: requests lose their `Prefer` on the way, so that
 * none is held and a fault reaches the page with its next poll.
 */
export async function startFaultProxy(
  target: string,
  port = 0,
  { isPolled = false }: { readonly isPolled?: boolean } = {},
): Promise<FaultProxy> {
  const upstream = new URL(target);
  const seen: SeenRequest[] = [];
  let faults: { readonly match: RegExp; readonly fault: Fault }[] = [];
  let shiftMs = 0;

  const onRequest = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const body = await readAll(incoming);
    const { method = "GET", url: path = "/", headers } = incoming;
    const one: SeenRequest = { method, path, at: Date.now(), headers, body: body.toString() };
    seen.push(one);
    const fault = faults.findLast(({ match }) => match.test(`${method} ${path}`))?.fault ?? { kind: "pass" };
    const sent = isPolled ? withoutPrefer(incoming.rawHeaders) : incoming.rawHeaders;
    await spoil(fault, { request: one, outgoing, shiftMs, ask: () => ask(upstream, incoming, sent, body) });
  };
  const server = createServer((incoming, outgoing) => {
    onRequest(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    count: (match = /./) => seen.filter(({ method, path }) => match.test(`${method} ${path}`)).length,
    use: (match, fault) => void faults.push({ match, fault }),
    clear: () => void (faults = []),
    shiftClock: (ms) => void (shiftMs = ms),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The server's whole answer, still compressed as it came. */
export interface Answer {
  readonly status: number;
  /** Names and values in turn, as sent. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** Names and values in turn. */
function withoutPrefer(rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders.filter((_, index) => rawHeaders[index - (index % 2)]?.toLowerCase() !== "prefer");
}

function ask(upstream: URL, incoming: IncomingMessage, rawHeaders: readonly string[], body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method, url: path } = incoming;
    // The server listens on IPv4 only, whatever its name is.
    const outgoing = forward(
      { hostname: "127.0.0.1", port: upstream.port, method, path, headers: rawHeaders as unknown as string[] },
      (answer) => {
        readAll(answer).then(
          (whole) => resolve({ status: answer.statusCode ?? 0, rawHeaders: answer.rawHeaders, body: whole }),
          reject,
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
