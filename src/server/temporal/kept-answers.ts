/**
 * Answers of visibility, whose rate is 10 calls a second for a whole namespace: each is kept for 5 s and asked for once
 * at a time. What this server did itself counts at once, what it saw happen while there is a turn left for it. Where the
 * cluster refuses to be asked so often, the last answer goes on for a while.
 */
import { LRUCache } from "lru-cache";
import { type Budget, createBudget } from "./budget.ts";
import { classify } from "./call-errors.ts";

const KEPT_MS = 5_000;
const STALE_MS = 60_000;
const KEPT_MAX = 500;
const EARLY_PER_SECOND = 2;

interface Kept {
  readonly asked: Promise<unknown>;
  /** Epoch ms when it was asked. */
  readonly at: number;
  /** What had been done, and seen to happen, by then. */
  readonly deeds: number;
  readonly sights: number;
}

export function createKeptAnswers(early: Budget = createBudget(EARLY_PER_SECOND)) {
  const kept = new LRUCache<string, Kept>({ max: KEPT_MAX });
  // Counted, for clocks are too coarse.
  let deeds = 0;
  let sights = 0;

  function isFresh(one: Kept): boolean {
    if (Date.now() - one.at >= KEPT_MS || one.deeds !== deeds) return false;
    return one.sights === sights || !early.take();
  }

  return {
    once<T>(key: string, ask: () => Promise<T>): Promise<T> {
      const before = kept.get(key);
      if (before && isFresh(before)) return before.asked as Promise<T>;
      const isUseful = before !== undefined && Date.now() - before.at < STALE_MS;
      const asked = ask().catch((thrown: unknown) => {
        if (isUseful && classify(thrown) === "busy") return before.asked as Promise<T>;
        throw thrown;
      });
      const now: Kept = { asked, at: Date.now(), deeds, sights };
      kept.set(key, now);
      asked.catch(() => {
        if (kept.peek(key) === now) kept.delete(key);
      });
      return asked;
    },
    /** This server changed something: whoever asks next has to see it. */
    did(): void {
      deeds++;
    },
    /** A run changed under the eyes of this server. */
    saw(): void {
      sights++;
    },
  };
}
