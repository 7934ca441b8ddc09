/** Widths at which pages change their shape, as a React value. */
import { useSyncExternalStore } from "react";

/** Below 720 px: phones, one column. */
export const NARROW = "(max-width: 719.98px)";

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", onChange);
      return () => list.removeEventListener("change", onChange);
    },
    () => window.matchMedia(query).matches,
  );
}
