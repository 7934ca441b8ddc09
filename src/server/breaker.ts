/** Stops asking what fails again and again, so that everybody hears so at once, and tries it with single calls after a while. */
import { ProblemError } from "./problems.ts";

const WINDOW_MS = 10_000;
const CALLS_MIN = 20;
const FAILED_SHARE = 0.5;
const OPEN_MS = 5_000;

export interface Breaker {
  /** False while nothing is asked. */
  isClosed(): boolean;
  /** Throws ProblemError `unavailable` with Retry-After while open; else what `work` throws. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Opens at half of 20 or more calls of the last 10 s failed; after 5 s one call is let through, which closes it or keeps
 * it open. `isFailure` tells what speaks against the upstream from what only speaks against one request. `now` in ms.
 */
export function createBreaker(isFailure: (thrown: unknown) => boolean, now: () => number = Date.now): Breaker {
  let calls: { readonly at: number; readonly isFailed: boolean }[] = [];
  let openUntil: number | undefined;
  let isTrying = false;

  function note(isFailed: boolean, isTrial: boolean): void {
    const at = now();
    if (isTrial) {
      isTrying = false;
      openUntil = isFailed ? at + OPEN_MS : undefined;
      calls = [];
      return;
    }
    // Answers to what was asked before it opened change nothing any more.
    if (openUntil !== undefined) return;
    calls = calls.filter((call) => call.at > at - WINDOW_MS);
    calls.push({ at, isFailed });
    const failed = calls.filter((call) => call.isFailed).length;
    if (calls.length >= CALLS_MIN && failed >= calls.length * FAILED_SHARE) openUntil = at + OPEN_MS;
  }

  return {
    isClosed: () => openUntil === undefined,
    async run(work) {
      const isTrial = openUntil !== undefined;
      if (openUntil !== undefined) {
        const leftMs = isTrying ? OPEN_MS : openUntil - now();
        if (leftMs > 0) throw resting(leftMs);
        isTrying = true;
      }
      let isFailed = false;
      try {
        return await work();
      } catch (thrown) {
        isFailed = isFailure(thrown);
        throw thrown;
      } finally {
        note(isFailed, isTrial);
      }
    },
  };
}

function resting(leftMs: number): ProblemError {
  const headers = { "retry-after": String(Math.max(1, Math.ceil(leftMs / 1_000))) };
  return new ProblemError("unavailable", "The source has been failing and is left alone for a moment.", {}, headers);
}
