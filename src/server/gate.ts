/** Lets so many pieces of work run at once, so many wait for a while, and turns the rest away: a slow upstream fills no memory. */
import { ProblemError } from "./problems.ts";

export interface GateLimits {
  /** Running at once. */
  readonly running: number;
  /** Waiting for a place. */
  readonly waiting: number;
  /** How long one waits before it is turned away. */
  readonly waitMs: number;
}

export interface Gate {
  /** Throws ProblemError `busy` when there is no place in time; else what `work` throws. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

export function createGate({ running, waiting, waitMs }: GateLimits): Gate {
  let active = 0;
  /** Oldest first. */
  const queue = new Set<() => void>();

  function enter(): Promise<void> | undefined {
    if (active < running) {
      active++;
      return undefined;
    }
    if (queue.size >= waiting) throw busy();
    return new Promise((resolve, reject) => {
      const admit = (): void => {
        clearTimeout(timer);
        queue.delete(admit);
        resolve();
      };
      const timer = setTimeout(() => {
        queue.delete(admit);
        reject(busy());
      }, waitMs);
      queue.add(admit);
    });
  }

  /** The place goes to who has waited longest, and is free only when nobody waits. */
  function leave(): void {
    const [next] = queue;
    if (next) next();
    else active--;
  }

  return {
    async run(work) {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}

function busy(): ProblemError {
  return new ProblemError("busy", "Too many requests wait for the source at once. Try again in a moment.");
}
