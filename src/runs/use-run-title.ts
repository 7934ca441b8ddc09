/** Tab title and favicon carry the status, so that a hidden tab still tells. */
import type { Run } from "../contract/run.ts";
import { phaseOf, statusLabel } from "../contract/step-words.ts";
import { usePageIcon, usePageTitle } from "../ui/page-title.ts";

/** `hasIcon`: the favicon too; it is a request of its own and can wait until the page is seen. */
export function useRunTitle(run: Run | undefined, hasIcon = false): void {
  const phase = run && phaseOf(run.status);
  usePageTitle(run && statusLabel(run.status), run && (run.agentName || `Agent ${run.agentId}`));
  usePageIcon(phase && hasIcon ? `/status-${phase}.svg` : undefined);
}
