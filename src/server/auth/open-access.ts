/** Makes the access the settings ask for: this machine's own user, or people who sign in. */
import { LRUCache } from "lru-cache";
import type { Log } from "../log.ts";
import { ProblemError } from "../problems.ts";
import type { Source } from "../source.ts";
import type { Access, SignInWay } from "./access.ts";
import type { AuthSettings } from "./auth-settings.ts";
import { createJwtReader, isJwt } from "./jwt.ts";
import { LOCAL_ACCESS } from "./local-access.ts";
import { createOidc } from "./oidc.ts";
import { createSealer } from "./seal.ts";
import { createSessions } from "./sessions.ts";
import { createSignedAccess, type TokenReader } from "./signed-access.ts";
import { hashOf, openTokenFile } from "./token-file.ts";
import { modusViewer } from "./viewers.ts";

const KNOWN_MAX = 1_000;
const KNOWN_MS = 60_000;

export interface OpenAccessOptions {
  readonly auth: AuthSettings;
  readonly source: Pick<Source, "name" | "listAgents">;
  /** Seals sessions; 32 bytes or more. */
  readonly secret: string | Uint8Array;
  readonly log: Log;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Throws SettingsError for a tokens file that cannot be used. */
export function openAccess({ auth, source, secret, log, now }: OpenAccessOptions): Access {
  if (!auth.isOn) return LOCAL_ACCESS;
  const { publicUrl, tokensFile, jwt, oidc } = auth;
  const tokens = tokensFile === undefined ? undefined : openTokenFile(tokensFile, log, now);
  const readers: TokenReader[] = [];
  if (source.name === "modus") readers.push(createModusReader(source));
  if (jwt) {
    const readJwt = createJwtReader(jwt, now);
    readers.push(async (token) => (isJwt(token) ? readJwt(token) : undefined));
  }
  if (tokens) {
    readers.push(async (token) => {
      const entry = tokens.find(token);
      return entry && { way: "token", tokenId: entry.id };
    });
  }
  const ways: SignInWay[] = [];
  if (readers.length > 0) ways.push(source.name === "modus" ? "modus-token" : "token");
  if (oidc) ways.push("oidc");
  const sessions = createSessions({ secret, isSecure: publicUrl?.protocol === "https:", now });
  const access = createSignedAccess({
    sessions,
    ways,
    readers,
    ...(publicUrl && { publicUrl }),
    ...(tokens && { tokens }),
  });
  if (!oidc) return access;
  const sealer = createSealer(secret, "oidc");
  return { ...access, oidc: createOidc({ settings: oidc, publicUrl, sealer, begin: sessions.start, log, now }) };
}

/** Only Modus knows its tokens: it is asked for one agent, and what it said holds for a minute. */
function createModusReader(source: Pick<Source, "listAgents">): TokenReader {
  const known = new LRUCache<string, true>({ max: KNOWN_MAX, ttl: KNOWN_MS });
  return async (token) => {
    const key = hashOf(token);
    if (!known.has(key)) {
      try {
        await source.listAgents({ pageSize: 1, after: "" }, modusViewer(token));
      } catch (error) {
        if (error instanceof ProblemError && (error.status === 401 || error.status === 403)) return undefined;
        throw error;
      }
      known.set(key, true);
    }
    return { way: "modus", upstreamToken: token };
  };
}
