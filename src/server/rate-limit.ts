/** How often one caller may ask: a bucket of tokens for each, filled evenly, kept only while it is not full. */
import { LRUCache } from "lru-cache";
import { ProblemError } from "./problems.ts";

export interface Rate {
  readonly perMinute: number;
  /** How many at once, after a pause. */
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  /** Ms of a clock that only goes forward. */
  at: number;
}

const MINUTE_MS = 60_000;
/** Beyond these the callers seen longest ago begin with a full bucket. */
const CALLERS_MAX = 20_000;

/** Takes one token of a caller's, or throws ProblemError `busy` with the time until there is one. */
export type RateLimit = (caller: string) => void;

export function createRateLimit({ perMinute, burst }: Rate, now: () => number = () => performance.now()): RateLimit {
  const buckets = new LRUCache<string, Bucket>({ max: CALLERS_MAX });
  const perMs = perMinute / MINUTE_MS;
  return (caller) => {
    const at = now();
    const bucket = buckets.get(caller) ?? { tokens: burst, at };
    bucket.tokens = Math.min(burst, bucket.tokens + (at - bucket.at) * perMs);
    bucket.at = at;
    buckets.set(caller, bucket);
    if (bucket.tokens < 1) throw tooMany(Math.ceil((1 - bucket.tokens) / perMs / 1_000));
    bucket.tokens -= 1;
  };
}

function tooMany(seconds: number): ProblemError {
  const detail = `That was too often. Try again in ${seconds} s.`;
  return new ProblemError("busy", detail, {}, { "retry-after": String(seconds) });
}
