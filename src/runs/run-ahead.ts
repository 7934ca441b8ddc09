/** On a first load the run is often there before the page is: then it is shown at once, without a skeleton before it. */
import { earlyReply } from "../api/early-run.ts";
import { queries } from "../api/queries.ts";
import { askedOf, firstSteps, runQuery } from "../api/run-queries.ts";
import type { Params } from "../ui/match-path.ts";
import type { Place } from "../ui/router-state.ts";
import { rowsOfScreen } from "./row-height.ts";
import { readPlace, type RunPlace } from "./run-place.ts";

/** An answer that takes longer is worth a skeleton. */
const WAIT_MS = 100;
/** Once it is there, thousands of steps are read sooner than a skeleton before them would be drawn and taken away. */
const READ_MS = 300;

/** Before the run page is shown. Sends nothing that the page would not send. */
export async function readAhead({ search }: Place, params: Params): Promise<void> {
  const reply = earlyReply();
  if (!reply) return;
  const place = readPlace(params["agentId"] ?? "", params["runId"] ?? "", new URLSearchParams(search));
  const { agentId, workflowId, temporalRunId, fault } = place;
  if (fault !== undefined || agentId === undefined || workflowId === undefined) return;
  const query = runQuery(askedOf(agentId, workflowId, temporalRunId));
  const reading = queries.prefetchQuery(isPlain(place) ? { ...query, meta: firstSteps(rowsOfScreen()) } : query);
  const isThere = await Promise.race([reply.then(() => true), after(WAIT_MS)]);
  if (isThere) await Promise.race([reading, after(READ_MS)]);
}

/** The link asks for all steps in the order sent, and for none of them. */
function isPlain({ view, step, find, phases, isOnlyUnfinished, isCriticalMarked }: RunPlace): boolean {
  const isAll = find === "" && phases.size === 0 && !isOnlyUnfinished && !isCriticalMarked;
  return view === "timeline" && step === undefined && isAll;
}

const after = (ms: number) => new Promise<false>((resolve) => setTimeout(() => resolve(false), ms));
