/** A handle over a source whose run a test changes, breaks and holds up as it likes. */
import { createHandle } from "../handle.ts";
import { fixedSource, RUN_TEXT } from "../fixed-source.ts";
import { RUN } from "../handle-bench.ts";
import { SILENT_LOG } from "../log.ts";
import type { Source, Viewer } from "../source.ts";

export interface WatchBench {
  /** GET of the run. `as` is the viewer's scope. */
  get(headers?: Record<string, string>, as?: string, signal?: AbortSignal): Promise<Response>;
  /** A held request for the state this ETag names. */
  hold(etag: string, waitS?: number, as?: string, signal?: AbortSignal): Promise<Response>;
  /** What the source reads from now on, told to those who listen. */
  change(text: string): void;
  /** How the source reads from now on; nothing: as always. */
  breakWith(read?: () => Promise<never>): void;
  /** Lets a viewer of this scope see nothing any more. */
  revoke(scope: string): void;
  stop(): void;
  readonly readings: () => number;
  readonly listeners: Set<() => void>;
}

/** `isTelling`: the source tells of changes, as embedded and temporal do; else it is asked, as modus is. */
export function watchBench(isTelling: boolean, changes: Partial<Source> = {}): WatchBench {
  let text = RUN_TEXT;
  let readings = 0;
  let broken: (() => Promise<never>) | undefined;
  const revoked = new Set<string>();
  const listeners = new Set<() => void>();
  const stopping = new AbortController();
  const watchRun: Source["watchRun"] = (_agentId, _ref, _viewer, listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const { source } = fixedSource({
    getRun: async (agentId) => {
      readings++;
      await broken?.();
      return { text, agentId };
    },
    ...(isTelling && { watchRun }),
    ...changes,
  });
  const handle = createHandle({
    source,
    access: {
      admit: () => undefined,
      identify: async ({ headers }): Promise<Viewer> => {
        const scope = headers.get("authorization") ?? "a";
        const agents = revoked.has(scope) ? new Set<number>() : ("all" as const);
        return { name: scope, isLocal: true, roles: new Set(["viewer", "approver"]), agents, scope };
      },
    },
    tokenKey: new Uint8Array(32),
    log: SILENT_LOG,
    stopping: stopping.signal,
  });
  const get: WatchBench["get"] = (headers = {}, as = "a", signal) =>
    handle(
      new Request(`http://localhost:4600${RUN}`, {
        headers: { ...headers, authorization: as },
        ...(signal && { signal }),
      }),
    );
  return {
    get,
    hold: (etag, waitS = 20, as = "a", signal) => get({ "if-none-match": etag, prefer: `wait=${waitS}` }, as, signal),
    change(next) {
      text = next;
      for (const listener of listeners) listener();
    },
    breakWith: (read) => (broken = read),
    revoke: (scope) => revoked.add(scope),
    stop: () => stopping.abort(),
    readings: () => readings,
    listeners,
  };
}

/** The fixed run with another summary. */
export const runWith = (summary: string, more: object = {}): string =>
  JSON.stringify({ ...(JSON.parse(RUN_TEXT) as object), summary, ...more });
