/**
 * Requests that are held until something changes. One timer for all of them: each stands in the tick in which it is
 * due. Many are let go in slices, so that a decision that comes at the same moment does not wait for all of them.
 */

/** Why a held request goes on. */
export type Woken = "changed" | "due" | "gone" | "stopping";

export interface Waiter {
  wake(why: Woken): void;
}

const TICK_MS = 250;
/** Held requests of one process; a further one is answered at once and polls. */
const HELD_MAX = 20_000;
const SLICE = 200;
/** Requests that began to wait in the same moment do not all end in the same one. */
const SPREAD = 0.15;
/** A request that was held at all was held for so long, or the page takes it for one that was not. */
const HELD_AT_LEAST_MS = 1_000;

export type WaitingRoom = ReturnType<typeof createWaitingRoom>;

export function createWaitingRoom(stopping?: AbortSignal) {
  const ticks = new Map<number, Set<Waiter>>();
  let size = 0;
  let timer: NodeJS.Timeout | undefined;
  let swept = 0;

  const tickOf = (ms: number): number => Math.ceil(ms / TICK_MS);

  function sweep(): void {
    const now = Math.floor(performance.now() / TICK_MS);
    for (; swept < now; swept++) {
      const due = ticks.get(swept + 1);
      ticks.delete(swept + 1);
      if (due) wakeAll(due, "due");
    }
    if (size === 0) rest();
  }

  function rest(): void {
    clearInterval(timer);
    timer = undefined;
    ticks.clear();
  }

  function wakeAll(waiters: Iterable<Waiter>, why: Woken): void {
    const all = [...waiters];
    for (const waiter of all.slice(0, SLICE)) waiter.wake(why);
    if (all.length > SLICE) setImmediate(() => wakeAll(all.slice(SLICE), why));
  }

  stopping?.addEventListener("abort", () => {
    for (const waiters of ticks.values()) wakeAll(waiters, "stopping");
  });

  return {
    get size(): number {
      return size;
    },
    get hasRoom(): boolean {
      return size < HELD_MAX;
    },
    get isStopping(): boolean {
      return stopping?.aborted === true;
    },

    /** Holds a request in `group` for at most `waitMs`; a client that goes away lets go of everything at once. */
    enter(group: Set<Waiter>, waitMs: number, signal: AbortSignal): Promise<Woken> {
      if (stopping?.aborted) return Promise.resolve("stopping");
      if (signal.aborted) return Promise.resolve("gone");
      return new Promise((resolve) => {
        const heldMs = Math.max(Math.min(waitMs, HELD_AT_LEAST_MS), waitMs * (1 - SPREAD * Math.random()));
        const tick = tickOf(performance.now() + heldMs);
        const inTick = ticks.get(tick) ?? new Set();
        ticks.set(tick, inTick);
        const onAbort = (): void => waiter.wake("gone");
        const waiter: Waiter = {
          wake(why) {
            if (!inTick.delete(waiter) && !group.has(waiter)) return;
            group.delete(waiter);
            signal.removeEventListener("abort", onAbort);
            size--;
            resolve(why);
          },
        };
        inTick.add(waiter);
        group.add(waiter);
        signal.addEventListener("abort", onAbort);
        size++;
        if (timer) return;
        swept = Math.floor(performance.now() / TICK_MS);
        timer = setInterval(sweep, TICK_MS);
      });
    },

    wakeAll,
  };
}
