/** Whether the page is about to be laid out for paper: what a screen leaves undrawn has to be drawn then. */
import { useSyncExternalStore } from "react";

// A change of the media comes after that layout, too late for the sheet.
const EVENTS = ["beforeprint", "afterprint"];
let isPrinted = false;

function subscribe(onChange: () => void): () => void {
  const hear = ({ type }: Event) => {
    isPrinted = type === EVENTS[0];
    onChange();
  };
  for (const name of EVENTS) window.addEventListener(name, hear);
  return () => {
    for (const name of EVENTS) window.removeEventListener(name, hear);
  };
}

export function usePrinted(): boolean {
  return useSyncExternalStore(subscribe, () => isPrinted);
}
