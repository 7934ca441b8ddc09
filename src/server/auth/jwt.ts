/** Reads JWTs of an issuer that is trusted at the start: signed by one of its keys, for us, and not over. */
import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import { ProblemError } from "../problems.ts";
import { type ClaimNames, readClaims } from "./claims.ts";
import type { Grant } from "./sessions.ts";

export interface JwtSettings {
  readonly issuer: string;
  readonly audience: string;
  /** https, or http on loopback. */
  readonly jwksUrl: URL;
  readonly claims: ClaimNames;
}

/** Signatures by the issuer alone: nothing symmetric, and never `none`. */
const ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];
const SKEW_S = 30;
const KEYS_TIMEOUT_MS = 5_000;

/** True for what looks like a JWT: three parts of base64url. */
export function isJwt(token: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token);
}

/** Who a token speaks of; undefined for any that does not hold. Throws ProblemError `unavailable` without keys. */
export function createJwtReader(
  { issuer, audience, jwksUrl, claims }: JwtSettings,
  now: () => number,
  keys: JWTVerifyGetKey = createRemoteJWKSet(jwksUrl, { timeoutDuration: KEYS_TIMEOUT_MS }),
): (token: string) => Promise<Grant | undefined> {
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: SKEW_S,
        requiredClaims: ["exp", "sub"],
        currentDate: new Date(now()),
      });
      const claimed = readClaims(payload, claims);
      return claimed && { way: "jwt", ...claimed, endsAt: ((payload.exp ?? 0) + SKEW_S) * 1_000 };
    } catch (error) {
      if (areKeysMissing(error))
        throw new ProblemError("unavailable", "The keys of the sign-in service cannot be had now.");
      return undefined;
    }
  };
}

/** The token may be good: its issuer did not hand out its keys. */
function areKeysMissing(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  const { code } = error;
  return code === errors.JWKSTimeout.code || code === errors.JWKSInvalid.code || code === errors.JOSEError.code;
}
