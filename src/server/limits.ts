/** How often is too often, for whom: known people by their name, everybody else by the network address. */
import { createRateLimit } from "./rate-limit.ts";
import type { Rule } from "./route.ts";
import type { Viewer } from "./source.ts";

/** A page that polls by the rule asks 30 times a minute; ten tabs of it, and lists beside them, stay far below. */
const READS = { perMinute: 1_200, burst: 600 };
const DECISIONS = { perMinute: 30, burst: 30 };
const SIGN_INS = { perMinute: 10, burst: 10 };
/** For requests of nobody known; a thousand people behind one address may sign in at the same time of day. */
const STRANGERS = { perMinute: 1_200, burst: 1_200 };
/** Each leaves a line in the audit log. */
const REFUSED_TRIES = { perMinute: 30, burst: 30 };

export type Limits = ReturnType<typeof createLimits>;

/** Each method takes one, or throws ProblemError `busy`. The local user is this machine's own and never waits. */
export function createLimits(now?: () => number) {
  const reads = createRateLimit(READS, now);
  const decisions = createRateLimit(DECISIONS, now);
  const signIns = createRateLimit(SIGN_INS, now);
  const strangers = createRateLimit(STRANGERS, now);
  const refusedTries = createRateLimit(REFUSED_TRIES, now);
  return {
    request({ name, isLocal }: Viewer, rule: Rule): void {
      if (isLocal) return;
      reads(name);
      if (rule === "decide") decisions(name);
    },
    signIn: (address: string): void => signIns(address),
    stranger: (address: string): void => strangers(address),
    refusedTry: (address: string): void => refusedTries(address),
  };
}
