/** Long work in slices: between two of them the page paints and answers, so that megabytes are never felt. */

/** Well within a frame on a machine four times as slow. */
const SLICE_MS = 10;

export interface Slices<T> {
  readonly onDone: (value: T) => void;
  /** What the work threw. */
  readonly onFailed?: (error: unknown) => void;
  /** Gets what the last step yielded, once per slice. */
  readonly onProgress?: (at: number) => void;
}

/** Work whose steps are short; each yields how far it got, the last returns the result. */
export type Steps<T> = Generator<number, T>;

/** Starts after the present task. Calls back once, unless stopped before. Returns what stops it. */
export function runInSlices<T>(steps: Steps<T>, { onDone, onFailed, onProgress }: Slices<T>): () => void {
  // A message is a task of its own that no browser delays, as they all do timers that follow each other.
  const { port1, port2 } = new MessageChannel();
  let isStopped = false;
  const stop = () => {
    isStopped = true;
    port1.onmessage = null;
    port1.close();
  };
  const slice = () => {
    if (isStopped) return;
    try {
      const until = performance.now() + SLICE_MS;
      let step = steps.next();
      while (!step.done && performance.now() < until) step = steps.next();
      if (step.done) {
        const { value } = step;
        // What is made of the result is a task of its own too.
        port1.onmessage = () => {
          stop();
          onDone(value);
        };
      } else onProgress?.(step.value);
      if (!isStopped) port2.postMessage(0);
    } catch (error) {
      stop();
      if (!onFailed) throw error;
      onFailed(error);
    }
  };
  port1.onmessage = slice;
  port2.postMessage(0);
  return stop;
}

/** As a promise; rejects with what the work throws. */
export function inSlices<T>(steps: Steps<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    runInSlices(steps, { onDone: resolve, onFailed: reject });
  });
}

/** All of it now. */
export function runAtOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
