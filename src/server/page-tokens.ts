/** Page tokens: opaque, signed, bound to the list and filters they were made for, good for a day. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { ProblemError } from "./problems.ts";

const HOUR_MS = 3_600_000;
const LIFE_MS = 24 * HOUR_MS;
const TOKEN_MAX = 4_096;

function signature(key: Uint8Array, payload: string, binding: string): Buffer {
  return createHmac("sha256", key)
    .update(JSON.stringify([payload, binding]))
    .digest();
}

/**
 * Wraps where the next page starts. `binding` names the list, its filters and the viewer. The end of life is rounded
 * up to a full hour, so that the same page asked twice is the same text and its ETag holds.
 */
export function wrapPageToken(key: Uint8Array, after: string, binding: string, now: number): string {
  const endsAt = Math.ceil(now / HOUR_MS) * HOUR_MS + LIFE_MS;
  const payload = Buffer.from(JSON.stringify([after, endsAt])).toString("base64url");
  return `${payload}.${signature(key, payload, binding).toString("base64url")}`;
}

/** Where the page starts. Throws ProblemError `bad-page-token` for a token that was changed, moved or is too old. */
export function unwrapPageToken(key: Uint8Array, token: string, binding: string, now: number): string {
  const match = token.length <= TOKEN_MAX ? /^([\w-]+)\.([\w-]+)$/.exec(token) : null;
  if (!match?.[1] || !match[2]) throw bad("The page token is malformed.");
  const wanted = signature(key, match[1], binding);
  const given = Buffer.from(match[2], "base64url");
  // Text is compared too: base64url has several spellings of the same bytes.
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted) || wanted.toString("base64url") !== match[2])
    throw bad("The page token belongs to another list or other filters. Start from the first page.");
  const [after, endsAt] = JSON.parse(Buffer.from(match[1], "base64url").toString()) as [string, number];
  if (now > endsAt) throw bad("The page token is older than a day. Start from the first page.");
  return after;
}

function bad(detail: string): ProblemError {
  return new ProblemError("bad-page-token", detail);
}
