/** The log: JSON lines on stderr, and only the fields listed here. No address, body, header or cookie gets in. */
import pino from "pino";

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
  /** A defect, with its stack, on one line. */
  error(message: string, error: unknown, requestId?: string): void;
}

/** `error` is quiet while all is well; `info` adds a line per request. */
export function createLog(level: "error" | "info"): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
  return {
    request: (line) => logger.info(line),
    error: (message, error, requestId) => {
      const known = error instanceof Error ? { error: error.message, stack: error.stack } : { error: String(error) };
      logger.error({ requestId, ...known }, message);
    },
  };
}

export const SILENT_LOG: Log = { request: () => undefined, error: () => undefined };
