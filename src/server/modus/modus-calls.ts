/** Every call to the Modus API: whose token, how many at once, whether at all, and how often so far. */
import type { JsonText } from "../../contract/run-events.ts";
import { createBreaker } from "../breaker.ts";
import { createGate } from "../gate.ts";
import { ProblemError } from "../problems.ts";
import type { Viewer } from "../source.ts";
import { isToken, type ModusSettings } from "./modus-settings.ts";
import { createUpstream, type UpstreamLimits } from "./upstream-request.ts";
import type { TokenOf } from "./upstream-refusals.ts";

const GATE = { running: 32, waiting: 64, waitMs: 3_000 };

export type CallKind = "agents" | "runs" | "run";

/** Which token a request goes with. It never leaves this folder but in the request itself. */
export interface Bearer {
  readonly token: string;
  readonly of: TokenOf;
}

export interface ModusCalls {
  /** The viewer's own token, else the server's; throws ProblemError `not-signed-in` when there is neither. */
  bearerOf(viewer: Viewer): Bearer;
  /** The text of a 200. Throws ProblemError and nothing else. */
  get(kind: CallKind, path: string, bearer: Bearer): Promise<JsonText>;
  readonly counts: ReadonlyMap<string, number>;
  isReady(): boolean;
  close(): void;
}

export function createModusCalls(settings: ModusSettings, limits?: UpstreamLimits): ModusCalls {
  const upstream = createUpstream(settings.baseUrl, limits);
  const gate = createGate(GATE);
  const breaker = createBreaker((thrown) => thrown instanceof ProblemError && thrown.problem === "unavailable");
  const counts = new Map<string, number>();
  return {
    bearerOf({ upstreamToken }) {
      if (upstreamToken !== undefined) {
        if (isToken(upstreamToken)) return { token: upstreamToken, of: "viewer" };
        throw new ProblemError("not-signed-in", "This is no token of Modus. Sign in again.");
      }
      if (settings.token !== undefined) return { token: settings.token, of: "server" };
      throw new ProblemError("not-signed-in", "Sign in with a token of Modus.");
    },
    get: (kind, path, { token, of }) =>
      gate.run(() =>
        breaker.run(() => {
          counts.set(kind, (counts.get(kind) ?? 0) + 1);
          return upstream.get(path, token, of);
        }),
      ),
    counts,
    isReady: () => breaker.isClosed(),
    close: () => upstream.close(),
  };
}
