/** Tab title and favicon carry the status, so that a hidden tab still tells. */
import { useEffect } from "react";
import type { Run } from "../contract/run.ts";
import { phaseOf, statusLabel } from "../contract/step-words.ts";
import { usePageTitle } from "../ui/page-title.ts";

/** `hasIcon`: the favicon too; it is a request of its own and can wait until the page is seen. */
export function useRunTitle(run: Run | undefined, hasIcon = false): void {
  const phase = run && phaseOf(run.status);
  usePageTitle(run && statusLabel(run.status), run && (run.agentName || `Agent ${run.agentId}`));
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel~="icon"]');
    if (!icon || !phase || !hasIcon) return undefined;
    const usual = icon.getAttribute("href") ?? "";
    icon.setAttribute("href", `/status-${phase}.svg`);
    return () => icon.setAttribute("href", usual);
  }, [phase, hasIcon]);
}
