/** The settings of signing in, from the environment only: flags are seen by everybody on the machine. */
import path from "node:path";
import { SettingsError, shown } from "../settings-error.ts";
import type { ClaimNames } from "./claims.ts";
import type { JwtSettings } from "./jwt.ts";
import { isLoopbackName } from "./local-access.ts";
import { createSenderOf, TRUSTED_PROXIES } from "../trusted-proxies.ts";
import { TOKENS_FILE } from "./token-file.ts";

export interface OidcSettings {
  /** https, or http on loopback. */
  readonly issuer: URL;
  readonly clientId: string;
  /** Absent for a client that has none. */
  readonly clientSecret?: string;
  readonly claims: ClaimNames;
}

export interface AuthSettings {
  /** False: this machine's own user is the only one. */
  readonly isOn: boolean;
  /** Where people reach this server: https, or http on loopback; no path. */
  readonly publicUrl?: URL;
  /** Absolute. */
  readonly tokensFile?: string;
  readonly jwt?: JwtSettings;
  readonly oidc?: OidcSettings;
  /** People may decide what they asked for, or started, themselves. */
  readonly mayDecideOwn: boolean;
  /** Proxies whose word on where a request came from counts, as they were set. */
  readonly trustedProxies?: string;
}

export const SESSION_SECRET = "RUNLIGHT_SESSION_SECRET";
const SECRET_MIN_BYTES = 32;
const HOW_SECRET = "set it to what openssl rand -base64 48 prints, the same on every replica";
const PUBLIC_URL = "RUNLIGHT_PUBLIC_URL";
const OWN = "RUNLIGHT_SELF_APPROVAL";

/** For `--help` and the README. */
export const AUTH_SETTINGS = [
  [PUBLIC_URL, "where people reach this server, https://…; turns sign-in on"],
  [SESSION_SECRET, "32 bytes or more, the same on every replica: seals sessions, keys masks and page tokens"],
  [TOKENS_FILE, "access tokens, by hash; npm run token makes one"],
  ["RUNLIGHT_JWT_ISSUER", "also _AUDIENCE and _JWKS_URL: take JWTs of this issuer"],
  ["RUNLIGHT_OIDC_ISSUER", "also _CLIENT_ID and _CLIENT_SECRET: sign in with this OpenID provider"],
  ["RUNLIGHT_JWT_ROLE_CLAIM", "claim with viewer, approver, operator (roles)"],
  ["RUNLIGHT_JWT_AGENTS_CLAIM", 'claim with "all" or agent ids, agent 0 by its number only (agents)'],
  [TRUSTED_PROXIES, "addresses of your proxies, 10.0.0.0/8: their X-Forwarded-For counts"],
  [OWN, "off, or on: people may decide runs of their own (off)"],
] as const;

type Env = Readonly<Record<string, string | undefined>>;

export interface Served {
  readonly host: string;
  /** How the host was set, for what is said of it. */
  readonly hostName: string;
  readonly source: string;
  /** Absolute. */
  readonly cwd: string;
}

/** Throws SettingsError. Empty variables count as unset. */
export function readAuthSettings(env: Env, { host, hostName, source, cwd }: Served): AuthSettings {
  const publicUrl = readUrl(env, PUBLIC_URL);
  if (publicUrl && (publicUrl.pathname !== "/" || publicUrl.search !== "" || publicUrl.hash !== ""))
    throw new SettingsError(`${PUBLIC_URL}: must end after the host, as Runlight is served at the top of it`);
  const tokens = env[TOKENS_FILE] || undefined;
  const claims = {
    roles: env["RUNLIGHT_JWT_ROLE_CLAIM"] || "roles",
    agents: env["RUNLIGHT_JWT_AGENTS_CLAIM"] || "agents",
  };
  const jwt = readJwt(env, claims);
  const oidc = readOidc(env, claims);
  const isModus = source === "modus";
  const isBeyond = !isLoopbackName(host);
  const way = tokens ? TOKENS_FILE : jwt ? "RUNLIGHT_JWT_ISSUER" : oidc ? "RUNLIGHT_OIDC_ISSUER" : undefined;
  const isModusOwn = isModus && (env["MODUS_TOKEN"] ?? "") === "";
  if (isModusOwn && way !== undefined)
    throw new SettingsError(
      `${way}: people sign in with their Modus tokens; to let them see with the server's, set MODUS_TOKEN`,
    );
  const isOn = publicUrl !== undefined || way !== undefined || isModusOwn || isBeyond;
  const hasWay = way !== undefined || isModus;
  if (isOn && !hasWay) throw new SettingsError(noWay(isBeyond ? hostName : PUBLIC_URL, host, isBeyond));
  if (isOn && (isBeyond || publicUrl) && (env[SESSION_SECRET] ?? "") === "")
    throw new SettingsError(`${SESSION_SECRET}: is missing; ${HOW_SECRET}`);
  const trustedProxies = readProxies(env, isOn);
  return {
    isOn,
    mayDecideOwn: readSwitch(env, OWN),
    ...(publicUrl && { publicUrl }),
    ...(tokens !== undefined && { tokensFile: path.resolve(cwd, tokens) }),
    ...(jwt && { jwt }),
    ...(oidc && { oidc }),
    ...(trustedProxies !== undefined && { trustedProxies }),
  };
}

/** Throws SettingsError for one that is too short to be a secret. */
export function readSessionSecret(env: Env): { sessionSecret?: string } {
  const secret = env[SESSION_SECRET] ?? "";
  if (secret === "") return {};
  if (Buffer.byteLength(secret) >= SECRET_MIN_BYTES) return { sessionSecret: secret };
  throw new SettingsError(`${SESSION_SECRET}: must have at least ${SECRET_MIN_BYTES} bytes; ${HOW_SECRET}`);
}

function readProxies(env: Env, isOn: boolean): string | undefined {
  const list = env[TRUSTED_PROXIES] || undefined;
  if (list === undefined) return undefined;
  createSenderOf(list);
  if (!isOn)
    throw new SettingsError(
      `${TRUSTED_PROXIES}: nobody has to sign in, so no request through a proxy is taken; set ${PUBLIC_URL}`,
    );
  return list;
}

function noWay(name: string, host: string, isBeyond: boolean): string {
  const why = isBeyond ? `"${shown(host)}" can be reached beyond this machine, and` : "turns sign-in on, and";
  return `${name}: ${why} nobody could sign in; set ${TOKENS_FILE} (npm run token makes one), RUNLIGHT_JWT_ISSUER or RUNLIGHT_OIDC_ISSUER`;
}

function readJwt(env: Env, claims: ClaimNames): JwtSettings | undefined {
  const [issuer, audience, jwksUrl] = allOrNone(env, [
    "RUNLIGHT_JWT_ISSUER",
    "RUNLIGHT_JWT_AUDIENCE",
    "RUNLIGHT_JWT_JWKS_URL",
  ]);
  if (!issuer || !audience || !jwksUrl) return undefined;
  return { issuer, audience, jwksUrl: urlOf("RUNLIGHT_JWT_JWKS_URL", jwksUrl), claims };
}

function readOidc(env: Env, claims: ClaimNames): OidcSettings | undefined {
  const [issuer, clientId] = allOrNone(env, ["RUNLIGHT_OIDC_ISSUER", "RUNLIGHT_OIDC_CLIENT_ID"]);
  if (!issuer || !clientId) return undefined;
  const clientSecret = env["RUNLIGHT_OIDC_CLIENT_SECRET"] || undefined;
  return { issuer: urlOf("RUNLIGHT_OIDC_ISSUER", issuer), clientId, claims, ...(clientSecret && { clientSecret }) };
}

function allOrNone(env: Env, names: readonly string[]): readonly (string | undefined)[] {
  const values = names.map((name) => env[name] || undefined);
  const missing = names.filter((_, index) => values[index] === undefined);
  if (missing.length > 0 && missing.length < names.length)
    throw new SettingsError(`${missing[0]}: is missing; ${names.join(", ")} go together`);
  return values;
}

function readUrl(env: Env, name: string): URL | undefined {
  const text = env[name] ?? "";
  return text === "" ? undefined : urlOf(name, text);
}

/** https, or http where nobody but this machine listens. */
function urlOf(name: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopbackName(url.hostname));
  if (!url || !isSafe || url.username !== "" || url.password !== "")
    throw new SettingsError(`${name}: must be an https address, or http on loopback, without an account in it`);
  return url;
}

function readSwitch(env: Env, name: string): boolean {
  const text = env[name] ?? "";
  if (text === "" || text === "off") return false;
  if (text === "on") return true;
  throw new SettingsError(`${name}: must be on or off, not "${shown(text)}"`);
}
