/** How times are shown, everywhere at once: local, UTC, or how long ago. Remembered on this device. */
import { useSyncExternalStore } from "react";

export type TimeMode = "local" | "utc" | "relative";

const KEY = "runlight.times";
const listeners = new Set<() => void>();
let mode: TimeMode = read();

function read(): TimeMode {
  try {
    const saved = localStorage.getItem(KEY);
    return saved === "utc" || saved === "relative" ? saved : "local";
  } catch {
    return "local";
  }
}

export function getTimeMode(): TimeMode {
  return mode;
}

export function setTimeMode(next: TimeMode): void {
  mode = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

export function useTimeMode(): TimeMode {
  return useSyncExternalStore(subscribe, getTimeMode);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
