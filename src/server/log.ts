/** The log: JSON lines on stderr, and only the fields listed here. No address, body, header or cookie gets in. */
import { writeSync } from "node:fs";
import { findSecrets } from "./secret-text.ts";

export interface RequestLine {
  readonly method: string;
  /** The route's template, never the address. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  readonly requestId: string;
}

export interface Log {
  request(line: RequestLine): void;
  /** A defect, with where in the code it was, on one line. */
  error(message: string, error: unknown, requestId?: string): void;
}

/** The numbers that readers of pino's lines know. */
const LEVELS = { info: 30, error: 50 } as const;
const ERROR_MAX = 300;
const FRAMES_MAX = 20;
const STDERR = 2;
const TRIES = 50;
const TRY_AGAIN_MS = 2;

/** `error` is quiet while all is well; `info` adds a line per request. `write` takes a line with its end. */
export function createLog(level: "error" | "info", write: (line: string) => void = writeToStderr): Log {
  const line = (kind: keyof typeof LEVELS, fields: object): void =>
    write(`${JSON.stringify({ level: LEVELS[kind], time: new Date().toISOString(), ...fields })}\n`);
  return {
    request({ method, route, status, ms, requestId }) {
      if (level === "info") line("info", { method, route, status, ms, requestId });
    },
    error(message, error, requestId) {
      const isError = error instanceof Error;
      const said = isError ? `${error.name}: ${error.message}` : String(error);
      line("error", {
        requestId,
        error: withoutData(said),
        stack: isError ? framesOf(error) : undefined,
        msg: message,
      });
    },
  };
}

export const SILENT_LOG: Log = { request: () => undefined, error: () => undefined };

/**
 * What an error says, without what it says it about: a parser quotes its text, a driver the address it was given. What
 * stands in quotes goes, of an address all after its host, and whatever looks like a secret.
 */
export function withoutData(said: string): string {
  const text = said
    .slice(0, 16 * ERROR_MAX)
    .replace(/(["`]).*\1/gs, "$1…$1")
    .replace(/(?<!\w)'.*'/gs, "'…'")
    .replace(/\b([a-z][a-z0-9+.-]{1,20}:\/\/)(?:[^\s/?#]*@)?([^\s/?#@]*)[^\s]*/gi, "$1$2/…");
  let hidden = "";
  let from = 0;
  for (const { start, end } of findSecrets(text)) {
    hidden += `${text.slice(from, start)}‹hidden›`;
    from = end;
  }
  return (hidden + text.slice(from)).slice(0, ERROR_MAX);
}

/** Where it happened; the error's own words, which come before that, left out. */
function framesOf({ stack = "", message }: Error): string {
  const place = stack.indexOf(message);
  const lines = stack.slice(place < 0 ? 0 : place + message.length).split("\n");
  return lines
    .map((line) => line.trim())
    .filter((line) => line.startsWith("at "))
    .slice(0, FRAMES_MAX)
    .join("\n");
}

/** Written before this returns, so that the last words of a process are there. What nobody takes is lost, not thrown. */
function writeToStderr(line: string): void {
  let rest = Buffer.from(line);
  for (let tries = 0; rest.length > 0 && tries < TRIES; tries++) {
    try {
      rest = rest.subarray(writeSync(STDERR, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TRY_AGAIN_MS);
    }
  }
}
