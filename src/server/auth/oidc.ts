/**
 * Signing in at an OpenID provider: authorization code with PKCE, state and nonce, back to the page that was asked for.
 * What goes wrong leads back there too, with a word of why; the page says in sentences what to do.
 */
import type * as OpenId from "openid-client";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../log.ts";
import { noteSession } from "../note-session.ts";
import { notFound, ProblemError } from "../problems.ts";
import { type Ask, doneAnswer, type Shell } from "../route.ts";
import type { OidcSettings } from "./auth-settings.ts";
import { type Claimed, readClaims } from "./claims.ts";
import { createPendingCookie, type Pending } from "./oidc-pending.ts";
import { returnPath } from "./return-path.ts";
import type { Sealer } from "./seal.ts";
import type { Grant } from "./sessions.ts";

const CALLBACK = "/auth/oidc/callback";
const SCOPE = "openid profile email";
const TIMEOUT_S = 5;
const RETRY_AFTER_MS = 300;
/** Roles are taken over at sign-in, so they are asked for anew every day. */
const SESSION_MS = 12 * 3_600_000;

/** Why nobody was signed in; the page has a sentence for each. */
type Trouble = "denied" | "no-role" | "expired" | "unavailable" | "failed";

export interface OidcSignIn {
  readonly start: (ask: Ask) => Promise<Response>;
  /** `note` is told who signed in, before the answer that begins the session leaves. */
  readonly callback: (ask: Ask, note: (name: string) => void) => Promise<Response>;
  readonly end: (ask: Ask) => Promise<Response>;
}

export interface OidcOptions {
  readonly settings: OidcSettings;
  /** Absent: people come by a loopback name, and go back to it. */
  readonly publicUrl: URL | undefined;
  readonly sealer: Sealer;
  /** The Set-Cookie that begins a session. */
  readonly begin: (grant: Grant) => string;
  readonly log: Log;
  /** Epoch ms. */
  readonly now: () => number;
}

export function createOidc({ settings, publicUrl, sealer, begin, log, now }: OidcOptions): OidcSignIn {
  const cookie = createPendingCookie(sealer, publicUrl?.protocol === "https:", now);
  const baseOf = ({ url }: Ask): URL => publicUrl ?? new URL(url.origin);
  const discover = createDiscovery(settings);

  function trouble(to: string, why: Trouble, error: unknown, setCookie?: string): Response {
    if (error !== undefined) log.error("Signing in at the identity provider failed", describe(error));
    return redirect(`${to}#sign-in=${why}`, setCookie);
  }

  async function finish(ask: Ask, { state, nonce, verifier }: Pending): Promise<Claimed | undefined> {
    const { client, config } = await discover();
    const here = new URL(CALLBACK + ask.url.search, baseOf(ask));
    const tokens = await client.authorizationCodeGrant(config, here, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) return undefined;
    const claimed = readClaims(claims, settings.claims);
    const isWhole = claims["email"] !== undefined && claimed !== undefined && claimed.roles.length > 0;
    if (isWhole || config.serverMetadata().userinfo_endpoint === undefined) return claimed;
    // Many providers tell names and roles only there.
    const more = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
    return readClaims({ ...more, ...claims }, settings.claims);
  }

  return {
    async start(ask) {
      const kind = ask.request.headers.get("sec-fetch-dest");
      if (kind !== null && kind !== "document") throw new ProblemError("forbidden", "Signing in is a page to go to.");
      const base = baseOf(ask);
      const to = returnPath(ask.query.get("to"), base);
      try {
        const { client, config } = await discover();
        const pending = {
          state: client.randomState(),
          nonce: client.randomNonce(),
          verifier: client.randomPKCECodeVerifier(),
          to,
          at: now(),
        };
        const url = client.buildAuthorizationUrl(config, {
          redirect_uri: new URL(CALLBACK, base).href,
          scope: SCOPE,
          state: pending.state,
          nonce: pending.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(pending.verifier),
          code_challenge_method: "S256",
        });
        return redirect(url.href, cookie.add(ask.request, pending));
      } catch (error) {
        return trouble(to, "unavailable", error);
      }
    },

    async callback(ask, note) {
      const { pending, setCookie } = cookie.take(ask.request, ask.query.get("state") ?? "");
      if (!pending) {
        ask.noteFailedSignIn("");
        return trouble("/", "expired", undefined, setCookie);
      }
      // Checked when it was sealed; a cookie is no reason to trust it now.
      const to = returnPath(pending.to, baseOf(ask));
      try {
        const claimed = await finish(ask, pending);
        if (!claimed) return trouble(to, "failed", "no name in the claims", setCookie);
        if (claimed.roles.length === 0) return trouble(to, "no-role", undefined, setCookie);
        note(claimed.name);
        const response = redirect(to, setCookie);
        response.headers.append("set-cookie", begin({ way: "oidc", ...claimed, endsAt: now() + SESSION_MS }));
        return response;
      } catch (error) {
        const why = troubleOf(error);
        if (why === "failed") ask.noteFailedSignIn("");
        return trouble(to, why, error, setCookie);
      }
    },

    async end(ask) {
      try {
        const { client, config } = await discover();
        if (config.serverMetadata().end_session_endpoint === undefined) return redirect("/");
        const back = new URL("/", baseOf(ask)).href;
        return redirect(client.buildEndSessionUrl(config, { post_logout_redirect_uri: back }).href);
      } catch (error) {
        // Signed out here already.
        return trouble("/", "unavailable", error);
      }
    },
  };
}

export const answerOidcStart = (ask: Ask, shell: Shell): Promise<Response> => oidcOf(shell).start(ask);
export const answerOidcCallback = (ask: Ask, shell: Shell): Promise<Response> =>
  oidcOf(shell).callback(ask, (name) => noteSession(ask, shell, name, "sign-in"));
export const answerOidcEnd = (ask: Ask, shell: Shell): Promise<Response> => oidcOf(shell).end(ask);

function oidcOf({ access }: Shell): OidcSignIn {
  if (access.oidc) return access.oidc;
  throw notFound();
}

/** Asks the provider for its addresses once; after a failure the next one who wants them tries again. */
function createDiscovery({ issuer, clientId, clientSecret }: OidcSettings) {
  let found: Promise<{ client: typeof OpenId; config: OpenId.Configuration }> | undefined;
  const ask = async () => {
    const client = await import("openid-client");
    const isPlain = issuer.protocol === "http:";
    const execute = isPlain ? [client.allowInsecureRequests] : [];
    const auth = clientSecret === undefined ? client.None() : client.ClientSecretBasic(clientSecret);
    const once = () => client.discovery(issuer, clientId, undefined, auth, { execute, timeout: TIMEOUT_S });
    const config = await once().catch(async () => {
      await sleep(RETRY_AFTER_MS);
      return once();
    });
    return { client, config };
  };
  return () => {
    found ??= ask().catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
}

function redirect(to: string, setCookie?: string): Response {
  const { headers } = doneAnswer(200, "", {
    location: to,
    ...(setCookie !== undefined && { "set-cookie": setCookie }),
  });
  headers.delete("content-type");
  return new Response(null, { status: 302, headers });
}

function troubleOf(error: unknown): Trouble {
  const { name, code, error: word } = error as { name?: string; code?: string; error?: string };
  if (word === "access_denied") return "denied";
  if (word === "temporarily_unavailable" || word === "server_error") return "unavailable";
  return name === "TypeError" || code === "OAUTH_TIMEOUT" ? "unavailable" : "failed";
}

/** Kind and code only: what a provider says may hold whatever was sent to it. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, error: word } = error as { code?: unknown; error?: unknown };
  return [error.name, code, word].filter((one) => typeof one === "string" && /^[\w.-]{1,80}$/.test(one)).join(" ");
}
