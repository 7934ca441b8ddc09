/** `j` and `k` move through the inbox's rows; Enter opens, for the focus is on a link. Nothing here decides. */
import { useEffect } from "react";

export function useInboxKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.altKey || event.ctrlKey || event.metaKey || (event.key !== "j" && event.key !== "k")) return;
      if (event.target instanceof HTMLElement && event.target.closest("input, textarea, select, dialog, [popover]"))
        return;
      const rows = [...document.querySelectorAll<HTMLElement>("main section li a")];
      const at = rows.indexOf(document.activeElement as HTMLElement);
      const to = event.key === "j" ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0);
      rows[to]?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
