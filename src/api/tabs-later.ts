/** The tabs that share a run's requests, whose code comes after the first answer; until then a tab asks for itself. */
import type * as SharedTabs from "./shared-tabs.ts";

let code: typeof SharedTabs | undefined;

/** The code, once it is there. */
export const sharedTabs = (): typeof SharedTabs | undefined => code;

/** Joins the tabs at this API path as soon as the code is there, until the function given back is called. */
export function joinTabsLater(path: string): () => void {
  let leave: (() => void) | undefined;
  let isGone = false;
  const join = (tabs: typeof SharedTabs): void => {
    code = tabs;
    if (!isGone) leave = tabs.shareTabs(path);
  };
  if (code) join(code);
  // Without it every tab asks for itself, as in a browser that lacks locks.
  else import("./shared-tabs.ts").then(join, () => undefined);
  return () => {
    isGone = true;
    leave?.();
  };
}
