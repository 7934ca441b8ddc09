/** Where one was on a page when one left it, for going back to it and for loading it again. */

const KEY = "runlight.scroll";
/** The oldest entries of a long history are forgotten. */
const KEPT = 200;
const places = read();

function read(): Map<string, number> {
  try {
    const saved: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    if (Array.isArray(saved)) return new Map(saved as [string, number][]);
  } catch {
    // No storage here, or something else wrote there.
  }
  return new Map();
}

/** `key` names the entry of the history that is on the screen. */
export function keepScroll(key: string): void {
  places.delete(key);
  places.set(key, window.scrollY);
  for (const oldest of places.keys()) {
    if (places.size <= KEPT) break;
    places.delete(oldest);
  }
}

/** The place one left, else the top, where the first page of a load is anyway. */
export function restoreScroll(key: string, isFirst: boolean): void {
  const top = places.get(key) ?? (isFirst ? undefined : 0);
  if (top !== undefined) window.scrollTo(0, top);
}

/** The browser restores a page that is loaded again; between our own pages, whose heights it does not know, we do. */
export function ownScroll(keyOf: () => string): () => void {
  const onHide = () => {
    window.history.scrollRestoration = "auto";
    keepScroll(keyOf());
    try {
      sessionStorage.setItem(KEY, JSON.stringify([...places]));
    } catch {
      // Full, or not allowed: the page begins at its top.
    }
  };
  window.history.scrollRestoration = "manual";
  window.addEventListener("pagehide", onHide);
  return () => window.removeEventListener("pagehide", onHide);
}
