/** Keys of every list: `j` and `k` move through its rows, `/` goes to its search. Enter opens, for the focus is on a link. */
import { useEffect } from "react";
import { areSingleKeysOn } from "./single-keys.ts";

/** `rows`: a selector of the links, one per row, in the order they stand. */
export function useListKeys(rows: string): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { key } = event;
      if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented || !areSingleKeysOn()) return;
      if (event.target instanceof HTMLElement && event.target.closest("input, textarea, select, dialog, [popover]"))
        return;
      if (key === "/") {
        const field = document.querySelector<HTMLInputElement>("main input[type=search]");
        if (!field) return;
        // The key itself must not be typed into the field.
        event.preventDefault();
        field.focus();
        field.select();
      } else if (key === "j" || key === "k") moveIn(rows, key === "j" ? 1 : -1);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [rows]);
}

function moveIn(rows: string, by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>(rows)];
  const at = links.indexOf(document.activeElement as HTMLElement);
  links[Math.min(Math.max(at + by, 0), links.length - 1)]?.focus();
}
