/** Time inside the page for very many polls: timers fire, and the clock goes, only while `passTime` is under way. */

declare global {
  interface Window {
    /** Lets so many ms pass, timer by timer, with room for what each sets off. */
    passTime: (ms: number) => Promise<void>;
    /** How many timers wait. */
    countTimers: () => number;
  }
}

/** An init script. */
export function installPageTime(): void {
  const RealDate = Date;
  let now = RealDate.now();
  let lastId = 0;
  const timers = new Map<number, { at: number; readonly everyMs: number | undefined; readonly call: () => void }>();
  const add = (call: unknown, ms: unknown, everyMs: number | undefined, args: readonly unknown[]): number => {
    const run = call as (...all: readonly unknown[]) => void;
    timers.set(++lastId, { at: now + Math.max(0, Number(ms) || 0), everyMs, call: () => run(...args) });
    return lastId;
  };
  const remove = (id: unknown) => void timers.delete(Number(id));
  const turn = () =>
    new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        // An open port is kept, and with it all it knows.
        port1.close();
        resolve();
      };
      port2.postMessage(0);
    });
  class PageDate extends RealDate {
    constructor(...args: [] | [number]) {
      super(...((args.length === 0 ? [now] : args) as [number]));
    }
    static override now(): number {
      return now;
    }
  }
  Object.assign(window, {
    Date: PageDate,
    setTimeout: (call: unknown, ms?: unknown, ...args: readonly unknown[]) => add(call, ms, undefined, args),
    setInterval: (call: unknown, ms?: unknown, ...args: readonly unknown[]) => add(call, ms, Number(ms) || 1, args),
    clearTimeout: remove,
    clearInterval: remove,
    countTimers: () => timers.size,
    passTime: async (ms: number) => {
      const until = now + ms;
      for (;;) {
        const [id, timer] = [...timers].toSorted(([, a], [, b]) => a.at - b.at)[0] ?? [];
        if (id === undefined || !timer || timer.at > until) break;
        now = Math.max(now, timer.at);
        if (timer.everyMs === undefined) timers.delete(id);
        else timer.at = now + timer.everyMs;
        timer.call();
        await turn();
      }
      now = until;
      await turn();
    },
  });
  AbortSignal.timeout = (ms) => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new DOMException("The deadline passed.", "TimeoutError")), ms);
    return stop.signal;
  };
}
