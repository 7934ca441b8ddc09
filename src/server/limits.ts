/** How often is too often, for whom: known people by their name, everybody else by the network address. */
import { LRUCache } from "lru-cache";
import { hashOf } from "./auth/token-file.ts";
import { callerOf } from "./origin.ts";
import { createRateLimit } from "./rate-limit.ts";
import type { Rule } from "./route.ts";
import type { Viewer } from "./source.ts";

/** A page that polls by the rule asks 30 times a minute; ten tabs of it, and lists beside them, stay far below. */
const READS = { perMinute: 1_200, burst: 600 };
const DECISIONS = { perMinute: 30, burst: 30 };
/** Failed ones only: whoever has a right token never waits. */
const FAILED_SIGN_INS = { perMinute: 10, burst: 10 };
const WRONG_TOKENS_MAX = 20_000;
const WRONG_TOKEN_MS = 60_000;
/** For requests of nobody known; a thousand people behind one address may sign in at the same time of day. */
const STRANGERS = { perMinute: 1_200, burst: 1_200 };
/** Each leaves a line in the audit log. */
const REFUSED_TRIES = { perMinute: 30, burst: 30 };

export type Limits = ReturnType<typeof createLimits>;

/** Each method takes one, or throws ProblemError `busy`. The local user is this machine's own and never waits. */
export function createLimits(now?: () => number) {
  const reads = createRateLimit(READS, now);
  const decisions = createRateLimit(DECISIONS, now);
  const guesses = createRateLimit(FAILED_SIGN_INS, now);
  const repeats = createRateLimit(FAILED_SIGN_INS, now);
  const wrongTokens = new LRUCache<string, true>({ max: WRONG_TOKENS_MAX, ttl: WRONG_TOKEN_MS });
  const strangers = createRateLimit(STRANGERS, now);
  const refusedTries = createRateLimit(REFUSED_TRIES, now);
  return {
    request({ name, isLocal }: Viewer, rule: Rule): void {
      if (isLocal) return;
      reads(name);
      if (rule === "decide") decisions(name);
    },
    /**
     * Someone failed to sign in with this token; empty: without one. Many may share an address, so a token that was
     * wrong already counts by itself: a program that keeps sending it takes no try of anybody else.
     */
    failedSignIn(address: string, token: string): void {
      const caller = callerOf(address);
      const key = `${caller} ${hashOf(token)}`;
      if (token !== "" && wrongTokens.has(key)) return repeats(key);
      guesses(caller);
      wrongTokens.set(key, true);
    },
    stranger: (address: string): void => strangers(callerOf(address)),
    refusedTry: (address: string): void => refusedTries(callerOf(address)),
  };
}
