/** On a first load the run is often there before the page is: then it is shown at once, without a skeleton before it. */
import { earlyReply } from "../api/early-run.ts";
import { queries } from "../api/queries.ts";
import { askedOf, runQuery } from "../api/run-queries.ts";
import type { Params } from "../ui/match-path.ts";
import type { Place } from "../ui/router-state.ts";
import { readPlace } from "./run-place.ts";

/** An answer that takes longer is worth a skeleton. */
const WAIT_MS = 100;
/** Once it is there, thousands of steps are read sooner than a skeleton before them would be drawn and taken away. */
const READ_MS = 300;

/** Before the run page is shown. Sends nothing that the page would not send. */
export async function readAhead({ search }: Place, params: Params): Promise<void> {
  const reply = earlyReply();
  if (!reply) return;
  const { agentId, workflowId, temporalRunId, fault } = readPlace(
    params["agentId"] ?? "",
    params["runId"] ?? "",
    new URLSearchParams(search),
  );
  if (fault !== undefined || agentId === undefined || workflowId === undefined) return;
  const reading = queries.prefetchQuery(runQuery(askedOf(agentId, workflowId, temporalRunId)));
  const isThere = await Promise.race([reply.then(() => true), after(WAIT_MS)]);
  if (isThere) await Promise.race([reading, after(READ_MS)]);
}

const after = (ms: number) => new Promise<false>((resolve) => setTimeout(() => resolve(false), ms));
