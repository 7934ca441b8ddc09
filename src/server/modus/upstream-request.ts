/** One GET of the Modus API: a deadline, a size, no redirect, and nothing of what went wrong but a problem. */
import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { ProblemError } from "../problems.ts";
import { safeLookup } from "./forbidden-address.ts";
import { badUpstream, refusalOf, type TokenOf } from "./upstream-refusals.ts";

export interface UpstreamLimits {
  /** From asking to the last byte. */
  readonly deadlineMs: number;
  /** Of the body, unpacked. */
  readonly maxBytes: number;
}

export const UPSTREAM_LIMITS: UpstreamLimits = { deadlineMs: 5_000, maxBytes: 32 * 1_024 * 1_024 };

export interface Upstream {
  /** The text of a 200; every other outcome is a ProblemError. `path` is encoded and follows the base address. */
  get(path: string, token: string, tokenOf: TokenOf): Promise<string>;
  close(): void;
}

/** `baseUrl` without a slash at the end; it never changes. */
export function createUpstream(baseUrl: string, limits: UpstreamLimits = UPSTREAM_LIMITS): Upstream {
  const base = new URL(baseUrl);
  const { request, Agent } = base.protocol === "https:" ? https : http;
  const agent = new Agent({ keepAlive: true });
  const prefix = base.pathname.replace(/\/$/, "");

  function send(path: string, token: string, signal: AbortSignal): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          agent,
          signal,
          lookup: safeLookup,
          protocol: base.protocol,
          hostname: base.hostname.replace(/^\[|\]$/g, ""),
          port: base.port,
          path: prefix + path,
          headers: {
            accept: "application/json",
            "accept-encoding": "gzip",
            authorization: `Bearer ${token}`,
            "user-agent": "runlight",
          },
        },
        resolve,
      );
      outgoing.on("error", (error) => reject(outgoing.reusedSocket ? new StaleSocket(error) : error));
      outgoing.end();
    });
  }

  /** A kept connection may have been closed from the other end just now: that says nothing about the upstream. */
  const sendFresh = (path: string, token: string, signal: AbortSignal): Promise<IncomingMessage> =>
    send(path, token, signal).catch((error: unknown) => {
      if (error instanceof StaleSocket && !signal.aborted) return send(path, token, signal);
      throw error;
    });

  return {
    async get(path, token, tokenOf) {
      const signal = AbortSignal.timeout(limits.deadlineMs);
      try {
        const answer = await sendFresh(path, token, signal);
        const { statusCode = 0, headers } = answer;
        if (statusCode === 200) return await readText(answer, limits.maxBytes, signal);
        answer.destroy();
        throw refusalOf(statusCode, headers["retry-after"], tokenOf, Date.now());
      } catch (error) {
        throw error instanceof ProblemError ? error : troubleOf(error, signal);
      }
    },
    close: () => agent.destroy(),
  };
}

class StaleSocket extends Error {
  constructor(cause: Error) {
    super("The kept connection was closed", { cause });
  }
}

async function readText(answer: IncomingMessage, maxBytes: number, signal: AbortSignal): Promise<string> {
  const encoding = (answer.headers["content-encoding"] ?? "identity").toLowerCase();
  if (encoding !== "identity" && encoding !== "gzip") {
    answer.destroy();
    throw badUpstream("Modus packed its answer in a way nobody asked for.");
  }
  const chunks: Buffer[] = [];
  let size = 0;
  const collect = async (source: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge();
      chunks.push(chunk);
    }
  };
  try {
    await (encoding === "gzip"
      ? pipeline(answer, createGunzip(), collect, { signal })
      : pipeline(answer, collect, { signal }));
  } catch (error) {
    // What is torn down then fails too, and may be heard first.
    throw size > maxBytes ? tooLarge() : error;
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks, size));
  } catch {
    throw badUpstream("The answer of Modus is no text.");
  }
}

function tooLarge(): ProblemError {
  return badUpstream("The answer of Modus is too large.");
}

/** Errors of Node name addresses and ports, so nothing of them is kept. */
function troubleOf(error: unknown, signal: AbortSignal): ProblemError {
  if (signal.aborted) return new ProblemError("unavailable", "Modus did not answer in time.");
  const { code = "" } = error as NodeJS.ErrnoException;
  if (/^(?:Z_|HPE_)/.test(code)) return badUpstream("The answer of Modus is damaged.");
  return new ProblemError("unavailable", "Modus cannot be reached, or broke off its answer.");
}
