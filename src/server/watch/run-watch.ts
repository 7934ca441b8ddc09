/**
 * One watcher for everybody who sees the same of a run. It reads when it was told of a change, or when what it has is
 * too old, once however many ask; those who wait hear of it. Rights are the source's: every reading is made as one of
 * the viewers of this scope, and a refusal leaves nothing behind.
 */
import type { JsonText } from "../../contract/run-events.ts";
import { ProblemError } from "../problems.ts";
import type { Viewer } from "../source.ts";
import { RunView } from "./run-view.ts";
import { retryAfterOf, type UpstreamPace } from "./upstream-pace.ts";
import type { Waiter, WaitingRoom, Woken } from "./waiting-room.ts";

/** Where the source tells of changes, what it has told nothing about for so long is read again all the same. */
const TOLD_FRESH_MS = 5_000;
/** Where it does not, viewers within one second share a reading. */
const UNTOLD_FRESH_MS = 1_000;
/** A reading that failed is not tried again for so long; everybody who asks meanwhile meets the same failure. */
const FAILED_MS = 1_000;
const FAILED_MAX_MS = 30_000;
/** While the upstream fails, the last answer is given, with its age, for so long. */
const STALE_MAX_MS = 300_000;
/** A run that changes all the time is told so often at most, the less often the larger it is. */
const CHANGE_GAP_MS = 100;
const GAP_MS_PER_CHAR = 1 / 10_000;
/** Who has waited for another's reading this long takes what it found, though more may have changed since. */
const PATIENCE_MS = 250;

export interface Reading {
  readonly view: RunView;
  /** Ms since the source last said so; 0 when that is as good as now. */
  readonly ageMs: number;
}

export interface RunWatchOptions {
  readonly read: (viewer: Viewer) => Promise<JsonText>;
  readonly mask: (text: JsonText) => JsonText;
  /** Calls back when the run may have changed; absent where nobody tells. */
  readonly listen?: (listener: () => void, viewer: Viewer) => () => void;
  readonly pace: UpstreamPace;
  readonly room: WaitingRoom;
}

export type RunWatch = ReturnType<typeof createRunWatch>;

export function createRunWatch({ read, mask, listen, pace, room }: RunWatchOptions) {
  const waiters = new Set<Waiter>();
  const now = (): number => performance.now();
  let viewer: Viewer;
  let view: RunView | undefined;
  /** Changes told so far, and how many of them `view` has. */
  let told = 0;
  let known = -1;
  /** When the reading behind `view` began, and when the last one ended. */
  let confirmedAt = 0;
  let settledAt = 0;
  let failure: { readonly error: unknown; readonly until: number } | undefined;
  let reading: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopListening: (() => void) | undefined;
  let usedAt = now();
  let isOpen = true;

  const freshMs = listen ? TOLD_FRESH_MS : UNTOLD_FRESH_MS;

  function onTold(): void {
    told++;
    if (waiters.size > 0) readAfter(nextGapMs());
  }

  function nextGapMs(): number {
    return Math.max(0, settledAt + Math.max(CHANGE_GAP_MS, (view?.raw.length ?? 0) * GAP_MS_PER_CHAR) - now());
  }

  function readAfter(delayMs: number): void {
    if (timer || !isOpen) return;
    timer = setTimeout(() => {
      timer = undefined;
      if (waiters.size > 0) refresh().catch(() => undefined);
    }, delayMs);
  }

  function refresh(): Promise<void> {
    reading ??= readOnce().finally(() => {
      reading = undefined;
      goOn();
    });
    return reading;
  }

  async function readOnce(): Promise<void> {
    if (isOpen) stopListening ??= listen?.(onTold, viewer);
    const startedAt = now();
    const toldBefore = told;
    try {
      const raw = await read(viewer);
      settledAt = now();
      confirmedAt = startedAt;
      known = toldBefore;
      failure = undefined;
      if (!listen) pace.answered(raw);
      if (raw === view?.raw) return;
      view = new RunView(raw, mask);
    } catch (error) {
      settledAt = now();
      failure = { error, until: settledAt + failedMs(error) };
      if (!listen) pace.failed(error);
      if (isFinal(error)) view = undefined;
    }
    room.wakeAll(waiters, "changed");
    if (failure) throw failure.error;
  }

  /** After a reading: the next one, when somebody waits for it. */
  function goOn(): void {
    if (waiters.size === 0) return;
    if (listen) {
      if (told > known) readAfter(failure ? failure.until - now() : nextGapMs());
      return;
    }
    // Somebody who did not wait may have asked in between: counted from the last reading, whoever it was for.
    clearTimeout(timer);
    timer = undefined;
    const nextMs = pace.nextMs();
    if (nextMs !== null) readAfter(Math.max(0, settledAt + nextMs - now()));
    else room.wakeAll(waiters, "due");
  }

  function ageMs(): number {
    return listen && !failure && known === told ? 0 : now() - confirmedAt;
  }

  /** What there is while reading fails. Throws the failure when that is nothing, or too old. */
  function lastKnown(error: unknown): Reading {
    if (!view || ageMs() > STALE_MAX_MS) throw error;
    return { view, ageMs: ageMs() };
  }

  return {
    /** The run as it is now, or as it last was, with its age. Throws what the source refused with. */
    async read(as: Viewer): Promise<Reading> {
      viewer = as;
      usedAt = now();
      const toldBefore = told;
      const askedAt = usedAt;
      for (;;) {
        const isFresh = known >= toldBefore && settledAt >= askedAt - freshMs;
        if (failure) {
          if (now() < failure.until) return lastKnown(failure.error);
        } else if (view && (isFresh || (settledAt > askedAt && now() - askedAt > PATIENCE_MS))) {
          return { view, ageMs: ageMs() };
        }
        try {
          await refresh();
        } catch (error) {
          return lastKnown(error);
        }
      }
    },

    /** Holds a viewer who has `held` until the run is in another state, for at most `waitMs`. */
    async wait(held: RunView, waitMs: number, signal: AbortSignal): Promise<Woken> {
      if (view !== held || failure) return "changed";
      if (told > known) readAfter(nextGapMs());
      const woken = room.enter(waiters, waitMs, signal);
      if (!listen && !reading) goOn();
      return await woken.finally(() => (usedAt = now()));
    },

    /** What this process did itself: the next reading must know it. */
    tell: onTold,

    /** Reads again what was told nothing about for long, while somebody waits for it. */
    tend(): void {
      if (listen && waiters.size > 0 && !reading && now() - settledAt > freshMs) refresh().catch(() => undefined);
    },

    /** Readings go through, so that it is worth waiting for the next change. */
    get isHealthy(): boolean {
      return failure === undefined;
    },
    get ageMs(): number {
      return ageMs();
    },
    /** UTF-16 units held. */
    get size(): number {
      return view?.raw.length ?? 0;
    },
    get isWaitedFor(): boolean {
      return waiters.size > 0;
    },
    /** Ms since somebody last asked; 0 while somebody waits. */
    get idleMs(): number {
      return waiters.size > 0 || reading ? 0 : now() - usedAt;
    },
    /** Nothing was ever read, or what was is not this viewer's any more; nor is there a failure to remember. */
    get isEmpty(): boolean {
      return !view && !reading && waiters.size === 0 && !(failure && now() < failure.until);
    },

    close(): void {
      isOpen = false;
      clearTimeout(timer);
      stopListening?.();
      stopListening = undefined;
    },
  };
}

/** A refusal, as against an upstream that fails: what was known before it must not be shown after it. */
function isFinal(error: unknown): boolean {
  return error instanceof ProblemError && error.status < 500 && error.problem !== "busy";
}

function failedMs(error: unknown): number {
  const askedMs = error instanceof ProblemError ? retryAfterOf(error) : undefined;
  return Math.min(FAILED_MAX_MS, Math.max(FAILED_MS, askedMs ?? 0));
}
