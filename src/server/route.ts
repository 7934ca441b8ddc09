/** What a route is: a row of the table, and what its function is given. */
import type { Answer, AnswerCache } from "./answer-cache.ts";
import type { NoteAudit } from "./audit-log.ts";
import type { Access } from "./auth/access.ts";
import type { Masker } from "./mask.ts";
import type { Origin } from "./origin.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";
import type { Capabilities, Role, Source, Viewer } from "./source.ts";
import type { RunWatches } from "./watch/run-watches.ts";

/**
 * Who may ask. `public`: anybody who can connect. `signIn`: anybody our own page is shown to. `viewer`: a known viewer.
 * The others: a viewer with the role that goes with it, and a source that can do it. A route below an agent is for those who may see that agent, whatever its rule.
 * There is no default: a route without a rule does not compile.
 */
export type Rule = "public" | "signIn" | "viewer" | keyof Capabilities;

/** What it takes to use what a source can do. */
export const ROLE_FOR: Readonly<Record<keyof Capabilities, Role>> = {
  attempts: "viewer",
  decide: "approver",
  start: "operator",
  cancel: "operator",
  reveal: "operator",
  triggers: "viewer",
};

export interface Shell {
  readonly source: Source;
  readonly access: Access;
  /** People may decide what they asked for, or started, themselves. */
  readonly mayDecideOwn: boolean;
  /** Signs page tokens. */
  readonly tokenKey: Uint8Array;
  readonly answers: AnswerCache;
  /** Hides secrets in everything free-form that is served. */
  readonly masker: Masker;
  readonly noteAudit: NoteAudit;
  /** What viewers see of runs: asked once for all of them. */
  readonly watches: RunWatches;
  /** Epoch ms. */
  readonly now: () => number;
  /** True once the process was asked to stop. */
  readonly isDraining: () => boolean;
  readonly metricsText: () => { type: string; text: string };
  readonly openapiText: () => string;
}

export interface Ask {
  readonly request: Request;
  readonly url: URL;
  readonly query: URLSearchParams;
  readonly viewer: Viewer;
  /** For the audit log. */
  readonly origin: Origin;
  /** Throws when this viewer may not ask this any more: for a request that was held, before it is answered. */
  readonly askAgainWho: () => Promise<void>;
  /** To be called when signing in failed, with the token that was tried; throws ProblemError `busy` after too many. */
  readonly noteFailedSignIn: (token: string) => void;
  /** A part of the path, decoded exactly once. Empty when the path has none of that name. */
  readonly param: (name: string) => string;
}

export interface Route {
  readonly method: "GET" | "POST" | "DELETE";
  /** With `:names`. */
  readonly path: string;
  readonly rule: Rule;
  /** One line for the OpenAPI document. */
  readonly what: string;
  readonly answer: (ask: Ask, shell: Shell) => Promise<Response>;
}

const VARY = "Cookie, Authorization, Accept-Encoding";

/** A 200 with the answer in the best encoding, or 304 when the client holds it. Call it only after the rights check. */
export async function answerWith(
  answer: Answer,
  request: Request,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const encoding = answer.encodingFor(request.headers.get("accept-encoding"));
  const all = new Headers({ ...SECURITY_HEADERS, vary: VARY, etag: answer.etag(encoding), ...headers });
  if (answer.isHeldBy(request.headers.get("if-none-match"))) {
    all.delete("content-type");
    return new Response(null, { status: 304, headers: all });
  }
  const bytes = await answer.bytesAs(encoding);
  if (encoding !== "identity") all.set("content-encoding", encoding);
  all.set("content-length", String(bytes.length));
  return new Response(request.method === "HEAD" ? null : bytes, { status: 200, headers: all });
}

/** A JSON text that stands until the next change: private, revalidated every time. */
export function jsonAnswer(ask: Ask, shell: Shell, text: string): Promise<Response> {
  return answerWith(shell.answers.get(text), ask.request, {
    "content-type": "application/json",
    "cache-control": "private, no-cache",
  });
}

/** The answer to something that was done. Nobody keeps it. */
export function doneAnswer(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response {
  const type = { "content-type": "application/json", "cache-control": "no-store", vary: VARY };
  return new Response(text, { status, headers: { ...SECURITY_HEADERS, ...type, ...headers } });
}
