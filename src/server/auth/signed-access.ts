/**
 * Who asks when people have to sign in: a bearer token, or else the session of a cookie. What a proxy says of a request
 * counts for nothing; the public address is a setting.
 */
import { ProblemError } from "../problems.ts";
import type { Viewer } from "../source.ts";
import { type Access, bearerOf, type SignInWay } from "./access.ts";
import { hostName, isLoopbackName } from "./local-access.ts";
import type { Grant, Sessions } from "./sessions.ts";
import type { TokenFile } from "./token-file.ts";
import { modusViewer, viewerWith } from "./viewers.ts";

/** Knows some tokens: how their bearer is known, undefined for a token that is none of its own. */
export type TokenReader = (token: string) => Promise<Grant | undefined>;

export interface SignedAccessOptions {
  /** Where people reach this server; absent: only under loopback names of this machine. */
  readonly publicUrl?: URL;
  readonly sessions: Sessions;
  readonly ways: readonly SignInWay[];
  readonly readers: readonly TokenReader[];
  readonly tokens?: TokenFile;
}

/** Visible ASCII: what a header takes. */
const TOKEN = /^[\x21-\x7e]{1,8192}$/;

export function createSignedAccess(options: SignedAccessOptions): Access {
  const { publicUrl, sessions, ways, readers, tokens } = options;

  function signedOut(detail = "Sign in to see this."): ProblemError {
    const challenge = { "www-authenticate": 'Bearer realm="Runlight"' };
    return new ProblemError("not-signed-in", detail, { signIn: JSON.stringify(ways) }, challenge);
  }

  async function readToken(token: string): Promise<Grant | undefined> {
    if (!TOKEN.test(token)) return undefined;
    for (const read of readers) {
      const grant = await read(token);
      if (grant) return grant;
    }
    return undefined;
  }

  function admit(request: Request, isWrite: boolean): void {
    const host = (request.headers.get("host") ?? new URL(request.url).host).toLowerCase();
    const isLocal = isLoopbackName(hostName(host) ?? "");
    if (!isLocal && host !== publicUrl?.host)
      throw new ProblemError("forbidden", "Runlight does not answer under this name.");
    const origin = request.headers.get("origin")?.toLowerCase();
    const isOurs = origin !== undefined && (origin === publicUrl?.origin || (isLocal && origin === `http://${host}`));
    if (origin !== undefined && !isOurs) throw fromElsewhere();
    if (!isWrite) return;
    const site = request.headers.get("sec-fetch-site");
    if (site === null ? !isOurs : site !== "same-origin") throw fromElsewhere();
  }

  function viewerOf(grant: Grant): Viewer | undefined {
    switch (grant.way) {
      case "token": {
        const entry = tokens?.byId(grant.tokenId);
        return entry && viewerWith(entry);
      }
      case "modus":
        return modusViewer(grant.upstreamToken);
      default:
        return viewerWith(grant);
    }
  }

  return {
    admit,

    async identify(request, isWrite) {
      const token = bearerOf(request);
      if (token !== undefined) {
        // A program: no browser sends this by itself, so no other site can make one send it.
        const grant = await readToken(token);
        const viewer = grant && viewerOf(grant);
        if (!viewer) throw signedOut("The token is not valid.");
        return viewer;
      }
      admit(request, false);
      const grant = sessions.read(request);
      const viewer = grant && viewerOf(grant);
      if (!viewer) throw signedOut();
      if (isWrite) admit(request, true);
      return viewer;
    },

    signIn: {
      ways,
      start: sessions.start,
      end: sessions.end,

      async withToken(token) {
        const grant = await readToken(token);
        const viewer = grant && viewerOf(grant);
        if (!viewer) throw signedOut("The token is not valid.");
        return { viewer, setCookie: sessions.start(grant) };
      },

      wayOf(request) {
        if (bearerOf(request) !== undefined) return "bearer";
        return sessions.read(request)?.way === "oidc" ? "oidc" : "token";
      },

      cookieAfter(request, status) {
        if (bearerOf(request) !== undefined || !sessions.has(request)) return undefined;
        return status === 401 ? sessions.end(request) : sessions.renew(request);
      },
    },
  };
}

function fromElsewhere(): ProblemError {
  return new ProblemError("forbidden", "The request came from another site.");
}
