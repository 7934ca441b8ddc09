/** A bounded number of calls at a time, each with a deadline: what hangs upstream keeps nothing else waiting for ever. */
import { ProblemError } from "../problems.ts";

/** Below the browser's ten seconds, above the upstream's five. */
export const DEADLINE_MS = 8_000;
const CONCURRENT = 32;
const QUEUED = 256;

export interface LaneOptions {
  /** What a call that did not end in time is refused with. */
  readonly late: () => ProblemError;
  readonly concurrent?: number;
  readonly queued?: number;
  readonly deadlineMs?: number;
}

export function createLane(options: LaneOptions) {
  const { late, concurrent = CONCURRENT, queued = QUEUED, deadlineMs = DEADLINE_MS } = options;
  const queue = new Set<() => void>();
  let running = 0;

  function next(): void {
    running--;
    for (const start of queue) {
      queue.delete(start);
      return start();
    }
  }

  return {
    /** Settles as `work` does, or within the deadline, time in the queue included. A call given up frees its place. */
    run<T>(work: () => Promise<T>): Promise<T> {
      if (running >= concurrent && queue.size >= queued)
        return Promise.reject(new ProblemError("busy", "Too much is asked at the same time. Try again in a moment."));
      return new Promise((resolve, reject) => {
        let isRunning = false;
        const start = (): void => {
          running++;
          isRunning = true;
          work().then(
            (value) => end(() => resolve(value)),
            (error: unknown) => end(() => reject(error)),
          );
        };
        let isOver = false;
        const end = (settle: () => void): void => {
          if (isOver) return;
          isOver = true;
          clearTimeout(timer);
          queue.delete(start);
          if (isRunning) next();
          settle();
        };
        const timer = setTimeout(() => end(() => reject(late())), deadlineMs);
        if (running < concurrent) start();
        else queue.add(start);
      });
    },
  };
}
