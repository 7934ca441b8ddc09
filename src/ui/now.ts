/** The client's clock as a store: one timer per rhythm, shared by everything that ticks. */
import { useState, useSyncExternalStore } from "react";

interface Ticker {
  now: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  readonly listeners: Set<() => void>;
  readonly subscribe: (listener: () => void) => () => void;
  readonly get: () => number;
}

const tickers = new Map<number, Ticker>();

/** Epoch ms of the client's clock, renewed every `everyMs` and when the tab is shown again. */
export function useNow(everyMs: number): number {
  const [ticker] = useState(() => tickerOf(everyMs));
  return useSyncExternalStore(ticker.subscribe, ticker.get);
}

function tickerOf(everyMs: number): Ticker {
  const known = tickers.get(everyMs);
  if (known) return known;
  const ticker: Ticker = {
    now: Date.now(),
    timer: undefined,
    listeners: new Set(),
    get: () => {
      // Without listeners nothing ticks, and the time kept may be old.
      if (ticker.listeners.size === 0 && Math.abs(Date.now() - ticker.now) >= everyMs) ticker.now = Date.now();
      return ticker.now;
    },
    subscribe: (listener) => {
      if (ticker.listeners.size === 0) start();
      ticker.listeners.add(listener);
      return () => {
        ticker.listeners.delete(listener);
        if (ticker.listeners.size === 0) stop();
      };
    },
  };
  const tick = () => {
    ticker.now = Date.now();
    for (const listener of ticker.listeners) listener();
  };
  const plan = () => {
    // On the clock's own beat, so that seconds never skip.
    ticker.timer = setTimeout(
      () => {
        tick();
        plan();
      },
      everyMs - (Date.now() % everyMs) + 1,
    );
  };
  const onShow = () => {
    if (document.visibilityState === "visible") tick();
  };
  const start = () => {
    document.addEventListener("visibilitychange", onShow);
    plan();
  };
  const stop = () => {
    document.removeEventListener("visibilitychange", onShow);
    clearTimeout(ticker.timer);
  };
  tickers.set(everyMs, ticker);
  return ticker;
}
