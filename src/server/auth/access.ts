/** Who asks, and what they may: the one place that says so. Everything is refused that nobody allowed. */
import type { Role, Viewer } from "../source.ts";
import type { OidcSignIn } from "./oidc.ts";
import type { Grant } from "./sessions.ts";

/** How somebody can sign in from the page. */
export type SignInWay = "token" | "modus-token" | "oidc";

export interface Access {
  /**
   * Throws ProblemError `forbidden` for a request that gets neither page nor data, whoever sent it. `isWrite` adds the
   * checks that it came from our own page.
   */
  admit(request: Request, isWrite: boolean): void;
  /**
   * Who asks. `isWrite` adds the cross-site checks. Throws ProblemError `forbidden`, or `not-signed-in` with the ways
   * to sign in as its member `signIn`.
   */
  identify(request: Request, isWrite: boolean): Promise<Viewer>;
  /** Absent where nobody has to sign in. */
  readonly signIn?: SignIn;
  /** Absent where no identity provider is set. */
  readonly oidc?: OidcSignIn;
}

export interface SignIn {
  readonly ways: readonly SignInWay[];
  /** Checks a token somebody typed in; ProblemError `not-signed-in` for a wrong one, with no hint what is wrong. */
  withToken(token: string): Promise<{ readonly viewer: Viewer; readonly setCookie: string }>;
  /** Begins a session for somebody who was verified; the Set-Cookie of it. */
  start(grant: Grant): string;
  /** Ends the session of this request; the Set-Cookie of it. */
  end(request: Request): string;
  /** How the sender of an identified request is known: a way to sign in, or `bearer`. */
  wayOf(request: Request): "token" | "oidc" | "bearer";
  /** The Set-Cookie to go with an answer: the session kept going, or removed when it was refused. */
  cookieAfter(request: Request, status: number): string | undefined;
}

/** The token of a bearer; a scheme of somebody in between is not for us. */
export function bearerOf({ headers }: Request): string | undefined {
  const match = /^bearer(?: +(.*))?$/i.exec(headers.get("authorization") ?? "");
  return match ? (match[1] ?? "") : undefined;
}

/** Agent 0 holds whatever names no agent, so it is granted by its number or not at all. */
export function maySee(viewer: Pick<Viewer, "agents" | "isLocal" | "hasAgent0">, agentId: number): boolean {
  const { agents, isLocal, hasAgent0 = false } = viewer;
  return agents === "all" ? agentId !== 0 || isLocal || hasAgent0 : agents.has(agentId);
}

/** Every role may look. */
export function mayDo({ roles }: Pick<Viewer, "roles">, role: Role): boolean {
  return role === "viewer" ? roles.size > 0 : roles.has(role);
}
