/** Puts `handle` behind node:http: requests that never become a Request are refused in the same shape as all others. */
import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import { type Handle, problemAnswer } from "./handle.ts";
import { ProblemError } from "./problems.ts";

/** Room for an address of 8 KiB and more, so that a longer one is answered 414 by the handle. */
const HEADERS_MAX_BYTES = 64 * 1_024;
/** A whole request has to be there by then; bodies are small. */
const REQUEST_TIMEOUT_MS = 20_000;
/** Longer than a page waits between two polls of a young run, and than proxies keep a connection they do not use. */
const KEEP_ALIVE_MS = 75_000;
/** Connections that come in one moment, after a restart for one. */
const BACKLOG = 4_096;
const SWEEP_EVERY_MS = 50;

/** A server that is not listening yet. `handle` is asked anew for every request. */
export function createHttpServer(handle: Handle): Server {
  const ask: Parameters<typeof getRequestListener>[0] = (request, env) =>
    handle(request, "incoming" in env ? env.incoming.socket.remoteAddress : undefined);
  const listener = getRequestListener(ask, {
    errorHandler: () =>
      problemAnswer(new ProblemError("bad-request", "The address or the Host header is malformed."), randomUUID()),
  });
  const options = {
    maxHeaderSize: HEADERS_MAX_BYTES,
    requireHostHeader: false,
    // Of receiving a request; how long an answer may take is not limited here, for some are held.
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
  };
  const server = createServer(options, (incoming, outgoing) => void listener(incoming, outgoing));
  // An unknown Expect is ignored, as RFC 9110 allows, rather than refused in another shape.
  server.on("checkExpectation", (incoming, outgoing) => void listener(incoming, outgoing));
  server.on("connect", (_request, socket) => {
    void refuse(
      socket,
      new ProblemError("method-not-allowed", "Runlight is no proxy.", {}, { allow: "GET, HEAD, POST" }),
    );
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
    const problem =
      error.code === "HPE_HEADER_OVERFLOW"
        ? new ProblemError("uri-too-long", "The address and headers are too long.")
        : new ProblemError("bad-request", "This is not a complete HTTP request.");
    void refuse(socket, problem);
  });
  return server;
}

async function refuse(socket: Duplex, problem: ProblemError): Promise<void> {
  const response = problemAnswer(problem, randomUUID());
  const body = await response.text();
  const head = [...response.headers, ["content-length", String(Buffer.byteLength(body))], ["connection", "close"]];
  const lines = head.map(([name, value]) => `${name}: ${value}`);
  socket.on("error", () => socket.destroy());
  socket.end(`HTTP/1.1 ${problem.status} ${problem.problem}\r\n${lines.join("\r\n")}\r\n\r\n${body}`);
}

/** Resolves with the port that was given; rejects with the system's error, EADDRINUSE for one. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host, backlog: BACKLOG }, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

/** Takes no new requests, waits for those under way, cuts what is left after `limitMs`. */
export function drain(server: Server, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), limitMs);
    // A connection becomes idle when its answer is out, and would then be held open for the next request.
    const sweeper = setInterval(() => server.closeIdleConnections(), SWEEP_EVERY_MS);
    server.close(() => {
      clearTimeout(timer);
      clearInterval(sweeper);
      resolve();
    });
    server.closeIdleConnections();
  });
}
