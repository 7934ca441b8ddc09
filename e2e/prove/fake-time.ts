/** Time for TanStack Query in this process: timers fire when a test lets time pass, and the clock goes with them. */
import { environmentManager, notifyManager, timeoutManager } from "@tanstack/react-query";

interface Timer {
  at: number;
  readonly everyMs: number | undefined;
  readonly call: () => void;
}

export interface FakeTime {
  now(): number;
  /** Lets time pass, timer by timer, and waits for what each sets off. */
  pass(ms: number): Promise<void>;
}

let installed: FakeTime | undefined;

/** Replaces the library's timers in this process, once: a worker runs several proofs and its time goes on. */
export function fakeTime(): FakeTime {
  installed ??= install();
  return installed;
}

function install(): FakeTime {
  let now = Date.parse("2026-11-24T12:00:00Z");
  let lastId = 0;
  const timers = new Map<number, Timer>();
  const add = (call: () => void, ms: number, everyMs?: number) => {
    // As browsers do: 32 bits, and what does not fit fires at once.
    const waitMs = ms > 2 ** 31 - 1 || !(ms > 0) ? 1 : ms;
    timers.set(++lastId, { at: now + waitMs, everyMs, call });
    return lastId;
  };
  const remove = (id: unknown) => void timers.delete(Number(id));
  timeoutManager.setTimeoutProvider({
    setTimeout: (call, ms) => add(call, ms),
    setInterval: (call, ms) => add(call, ms, ms),
    clearTimeout: remove,
    clearInterval: remove,
  });
  // Without a window the library takes this process for a server, which never polls.
  environmentManager.setIsServer(() => false);
  notifyManager.setScheduler((call) => queueMicrotask(call));
  return {
    now: () => now,
    pass: async (ms) => {
      const until = now + ms;
      for (;;) {
        await settle();
        const due = [...timers].filter(([, { at }]) => at <= until).toSorted(([, a], [, b]) => a.at - b.at)[0];
        if (!due) break;
        const [id, timer] = due;
        now = timer.at;
        if (timer.everyMs === undefined) timers.delete(id);
        else timer.at = now + timer.everyMs;
        timer.call();
      }
      now = until;
      await settle();
    },
  };
}

/** Promises of a few links settle within one turn of the event loop. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
