/** On a first load the run is often there before the page is: then it is shown at once, without a skeleton before it. */
import { hasEarly } from "../api/early-run.ts";
import { queries } from "../api/queries.ts";
import { askedOf, runQuery } from "../api/run-queries.ts";
import type { Params } from "../ui/match-path.ts";
import type { Place } from "../ui/router-state.ts";
import { readPlace } from "./run-place.ts";

/** An answer that takes longer is worth a skeleton. */
const WAIT_MS = 100;

/** Before the run page is shown. Sends nothing that the page would not send. */
export async function readAhead({ search }: Place, params: Params): Promise<void> {
  if (!hasEarly()) return;
  const { agentId, workflowId, temporalRunId, fault } = readPlace(
    params["agentId"] ?? "",
    params["runId"] ?? "",
    new URLSearchParams(search),
  );
  if (fault !== undefined || agentId === undefined || workflowId === undefined) return;
  const reading = queries.prefetchQuery(runQuery(askedOf(agentId, workflowId, temporalRunId)));
  await Promise.race([reading, new Promise((resolve) => setTimeout(resolve, WAIT_MS))]);
}
