/**
 * Who signed in, kept in an encrypted cookie and nowhere else: every replica with the same secret reads it, and rotating the
 * secret signs everybody out. A cookie holds how somebody was known, never what they may do when that can be looked up.
 */
import { randomUUID } from "node:crypto";
import { LRUCache } from "lru-cache";
import * as v from "valibot";
import { ProblemError } from "../problems.ts";
import { GrantedAgentsSchema } from "./granted-agents.ts";
import { createSealer } from "./seal.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Nobody asked for so long: signed out. */
export const IDLE_MS = 12 * HOUR_MS;
/** However busy: signed out. */
export const LIFE_MS = 7 * 24 * HOUR_MS;
/** A cookie is written anew when it is that old, not with every poll. */
const RENEW_AFTER_MS = 5 * MINUTE_MS;
const ENDED_MAX = 10_000;
/** Browsers keep cookies of 4 KiB, name included. */
const COOKIE_MAX = 4_000;

const ClaimedSchema = {
  name: v.string(),
  roles: v.array(v.picklist(["viewer", "approver", "operator"])),
  agents: GrantedAgentsSchema,
  /** Epoch ms; the session ends there too. */
  endsAt: v.optional(v.number()),
};
const GrantSchema = v.variant("way", [
  v.object({ way: v.literal("token"), tokenId: v.string() }),
  v.object({ way: v.literal("jwt"), ...ClaimedSchema }),
  v.object({ way: v.literal("oidc"), ...ClaimedSchema }),
  v.object({ way: v.literal("modus"), upstreamToken: v.string() }),
]);
const SessionSchema = v.object({ id: v.string(), grant: GrantSchema, startedAt: v.number(), seenAt: v.number() });

/** What somebody showed to be known by. A token of the file is looked up again at every request. */
export type Grant = v.InferOutput<typeof GrantSchema>;

interface Session extends v.InferOutput<typeof SessionSchema> {}

export interface SessionsOptions {
  /** 32 bytes or more. */
  readonly secret: string | Uint8Array;
  /** False only for plain http on loopback, where browsers may refuse a Secure cookie. */
  readonly isSecure: boolean;
  /** Epoch ms. */
  readonly now: () => number;
}

export type Sessions = ReturnType<typeof createSessions>;

export function createSessions({ secret, isSecure, now }: SessionsOptions) {
  const sealer = createSealer(secret, "session");
  const name = isSecure ? "__Host-runlight" : "runlight";
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
  // A cookie cannot be called back: those that signed out here are remembered for as long as it could be used.
  const ended = new LRUCache<string, true>({ max: ENDED_MAX, ttl: LIFE_MS });

  function endOf({ startedAt, seenAt, grant }: Session): number {
    const claimed = "endsAt" in grant ? (grant.endsAt ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
    return Math.min(startedAt + LIFE_MS, seenAt + IDLE_MS, claimed);
  }

  function cookieOf(session: Session): string {
    const text = sealer.seal(session);
    if (text.length > COOKIE_MAX) throw tooLong();
    const seconds = Math.max(0, Math.floor((endOf(session) - now()) / 1_000));
    return `${name}=${text}; ${attributes}; Max-Age=${seconds}`;
  }

  function read(request: Request): Session | undefined {
    const text = cookieIn(request.headers.get("cookie") ?? "", name);
    const parsed = text === undefined ? undefined : v.safeParse(SessionSchema, sealer.open(text));
    if (!parsed?.success || ended.has(parsed.output.id)) return undefined;
    return endOf(parsed.output) > now() ? parsed.output : undefined;
  }

  return {
    /** True for a request that brings a cookie of ours, good or bad. */
    has: (request: Request): boolean => cookieIn(request.headers.get("cookie") ?? "", name) !== undefined,

    /** How the sender of this request is known; undefined when no session of ours is there, or it is over. */
    read: (request: Request): Grant | undefined => read(request)?.grant,

    /** The Set-Cookie that begins a session. Throws ProblemError `unprocessable` for a grant of several KB. */
    start: (grant: Grant): string => cookieOf({ id: randomUUID(), grant, startedAt: now(), seenAt: now() }),

    /** The Set-Cookie that keeps a session going; undefined while the one sent is young enough. */
    renew(request: Request): string | undefined {
      const session = read(request);
      if (!session || now() - session.seenAt < RENEW_AFTER_MS) return undefined;
      return cookieOf({ ...session, seenAt: now() });
    },

    /** The Set-Cookie that ends it; the cookie that was sent opens no more here. */
    end(request: Request): string {
      const session = read(request);
      if (session) ended.set(session.id, true);
      return `${name}=; ${attributes}; Max-Age=0`;
    },
  };
}

function tooLong(): ProblemError {
  return new ProblemError("unprocessable", "This token holds more than a session can keep. Ask for a shorter one.");
}

function cookieIn(header: string, name: string): string | undefined {
  for (const part of header.split(";")) {
    const equals = part.indexOf("=");
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return undefined;
}
