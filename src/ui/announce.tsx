/** One polite live region for the whole page: one short line per real change. */
import { useSyncExternalStore } from "react";

let line = { text: "", count: 0 };
const listeners = new Set<() => void>();

/** Says a line to people who listen. The same line twice is said twice. */
export function announce(text: string): void {
  line = { text, count: line.count + 1 };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Mounted once, for good: a region that comes and goes is not listened to. */
export function Announcer() {
  const { text, count } = useSyncExternalStore(subscribe, () => line);
  return (
    <div aria-live="polite" className="sr-only">
      <span key={count}>{text}</span>
    </div>
  );
}
