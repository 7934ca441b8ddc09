/** A clock that jumps to whatever is due next: agents really run, nobody waits. For sample runs and tests. */
import type { Clock } from "./clock.ts";

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export interface JumpingClock extends Clock {
  /** Jumps from due time to due time until `isDone`, or nothing is due, or the next is after `limit` (epoch ms). */
  runUntil(isDone: () => boolean, limit?: number): Promise<void>;
  /** To the next due time; false when nothing is due. */
  jump(): Promise<boolean>;
}

export function createJumpingClock(startAt: number): JumpingClock {
  let now = startAt;
  const sleepers = new Set<Sleeper>();

  return {
    now: () => now,

    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason as Error);
        const onAbort = (): void => {
          sleepers.delete(sleeper);
          reject(signal.reason as Error);
        };
        const sleeper: Sleeper = {
          at: now + Math.max(0, Math.round(ms)),
          wake: () => {
            signal.removeEventListener("abort", onAbort);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal.addEventListener("abort", onAbort, { once: true });
      });
    },

    async runUntil(isDone, limit = Number.POSITIVE_INFINITY) {
      await quiet();
      while (!isDone()) if (!(await jump(limit))) break;
      if (Number.isFinite(limit) && !isDone()) now = Math.max(now, limit);
    },

    jump: () => jump(Number.POSITIVE_INFINITY),
  };

  async function jump(limit: number): Promise<boolean> {
    await quiet();
    let due: Sleeper | undefined;
    for (const sleeper of sleepers) if (!due || sleeper.at < due.at) due = sleeper;
    if (!due || due.at > limit) return false;
    sleepers.delete(due);
    now = Math.max(now, due.at);
    due.wake();
    await quiet();
    return true;
  }
}

/** The engine writes in its next immediate, and what it starts then sleeps within the same one. */
async function quiet(): Promise<void> {
  for (let round = 0; round < 3; round++) await new Promise((resolve) => setImmediate(resolve));
}
