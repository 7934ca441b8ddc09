/** What the browser tells about this page, as an external store: hidden, online, paused, notices, the tab's seed. */

/** The conditions of the page; which run is paused is told by its key, for pausing one run pauses no other. */
export interface PageState {
  readonly isHidden: boolean;
  readonly isOnline: boolean;
  readonly pausedKey: string | undefined;
  readonly areNoticesOff: boolean;
  readonly seed: number;
}

/** Why somebody may be looking at old data: the tab was shown, the window focused, the network back, the machine awake. */
export type Return = "shown" | "focused" | "online" | "awake";

const NOTICES_KEY = "runlight.notices";
/** A tick this late on a visible page means that the machine slept. */
const TICK_MS = 5_000;
const SLEPT_MS = 20_000;

let state: PageState = {
  isHidden: document.visibilityState === "hidden",
  isOnline: navigator.onLine,
  pausedKey: undefined,
  areNoticesOff: readNotices() === "off",
  seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
};
const listeners = new Set<() => void>();
const returnListeners = new Set<(why: Return) => void>();
let stopListening: (() => void) | undefined;

export function getPageState(): PageState {
  // Nobody listens between two pages, so what the browser says is read anew.
  if (!stopListening) readBrowser();
  return state;
}

export function subscribePageState(listener: () => void): () => void {
  listeners.add(listener);
  listen();
  return () => {
    listeners.delete(listener);
    unlistenIfUnused();
  };
}

/** Calls back when a person or the network returns. */
export function subscribeReturns(listener: (why: Return) => void): () => void {
  returnListeners.add(listener);
  listen();
  return () => {
    returnListeners.delete(listener);
    unlistenIfUnused();
  };
}

/** Pauses the run with this key, or none. */
export function setPausedKey(pausedKey: string | undefined): void {
  update({ pausedKey });
}

/** Turns title, favicon and notices of hidden tabs off or on; remembered on this device. */
export function setNoticesOff(areNoticesOff: boolean): void {
  try {
    localStorage.setItem(NOTICES_KEY, areNoticesOff ? "off" : "on");
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
  update({ areNoticesOff });
}

function readNotices(): string | null {
  try {
    return localStorage.getItem(NOTICES_KEY);
  } catch {
    return null;
  }
}

function readBrowser(): void {
  update({ isHidden: document.visibilityState === "hidden", isOnline: navigator.onLine });
}

function update(change: Partial<PageState>): void {
  const next = { ...state, ...change };
  if ((Object.keys(next) as (keyof PageState)[]).every((key) => next[key] === state[key])) return;
  state = next;
  for (const listener of listeners) listener();
}

function tellReturn(why: Return): void {
  for (const listener of returnListeners) listener(why);
}

function listen(): void {
  if (stopListening) return;
  readBrowser();
  const stop = new AbortController();
  const { signal } = stop;
  let tickedAt = Date.now();
  const onShow = () => {
    const wasHidden = state.isHidden;
    readBrowser();
    // Timers of a hidden tab are slowed down, which is no sleep.
    tickedAt = Date.now();
    if (wasHidden && !state.isHidden) tellReturn("shown");
  };
  document.addEventListener("visibilitychange", onShow, { signal });
  window.addEventListener("pageshow", ({ persisted }) => persisted && tellReturn("shown"), { signal });
  window.addEventListener("focus", () => tellReturn("focused"), { signal });
  window.addEventListener("offline", readBrowser, { signal });
  const onOnline = () => {
    readBrowser();
    tellReturn("online");
  };
  window.addEventListener("online", onOnline, { signal });
  const timer = setInterval(() => {
    const sinceTick = Date.now() - tickedAt;
    tickedAt = Date.now();
    if (sinceTick > SLEPT_MS && !state.isHidden) tellReturn("awake");
  }, TICK_MS);
  stopListening = () => {
    stop.abort();
    clearInterval(timer);
    stopListening = undefined;
  };
}

function unlistenIfUnused(): void {
  if (listeners.size === 0 && returnListeners.size === 0) stopListening?.();
}
