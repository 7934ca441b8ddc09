/** The link of a run that people hand on. Comes when it is wanted. */
import type { Run } from "../contract/run.ts";
import { runPath } from "../paths.ts";
import type { RunPlace } from "./run-place.ts";

/** The link of what is on screen, with everything the person picked, pinned to this attempt. */
export function shareLink(run: Run, agentId: number, place: RunPlace): string {
  const picked = {
    temporalRunId: run.temporalRunId,
    step: place.step,
    tab: place.tab,
    view: place.view === "timeline" ? undefined : place.view,
    sort: place.sort,
    field: place.field,
    find: place.find,
    phase: [...place.phases].join(","),
    only: place.isOnlyUnfinished ? "unfinished" : undefined,
    critical: place.isCriticalMarked ? "1" : undefined,
  };
  return `${window.location.origin}${runPath(agentId, run.workflowId, picked)}`;
}
