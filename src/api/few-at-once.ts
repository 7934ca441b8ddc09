/** Work of which only a few run at a time; the others wait their turn in the order they came. */

/** Of the returned function at most `most` run at once. Work given up while it waits is never begun. */
export function fewAtOnce(most: number): <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T> {
  let running = 0;
  const waiting = new Set<() => void>();
  const free = () => {
    running -= 1;
    const [next] = waiting;
    next?.();
  };
  return async (work, signal) => {
    signal.throwIfAborted();
    if (running < most) running += 1;
    else
      await new Promise<void>((resolve, reject) => {
        const go = () => {
          waiting.delete(go);
          signal.removeEventListener("abort", stop);
          running += 1;
          resolve();
        };
        const stop = () => {
          waiting.delete(go);
          reject(signal.reason as Error);
        };
        waiting.add(go);
        signal.addEventListener("abort", stop, { once: true });
      });
    try {
      return await work();
    } finally {
      free();
    }
  };
}
