/** What can be done on the page that is shown, for the command palette: each page says its own. */
import { useEffect } from "react";

export interface PageAction {
  /** What it is called there: `Copy for ticket`. */
  readonly label: string;
  readonly run: () => void | Promise<void>;
}

let actions: readonly PageAction[] = [];

/** Those of the page on screen; none while it has said none. */
export function pageActions(): readonly PageAction[] {
  return actions;
}

/** Offers them for as long as the caller is mounted; the last page to say its own is the one on screen. */
export function usePageActions(offered: readonly PageAction[]): void {
  useEffect(() => {
    actions = offered;
    return () => {
      if (actions === offered) actions = [];
    };
  }, [offered]);
}
