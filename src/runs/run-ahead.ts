/** On a first load the run is often there before the page is: then it is shown at once, without a skeleton before it. */
import type { LoaderFunctionArgs } from "react-router";
import { hasEarly } from "../api/early-run.ts";
import { queries } from "../api/queries.ts";
import { askedOf, runQuery } from "../api/run-queries.ts";
import { readPlace } from "./run-place.ts";

/** An answer that takes longer is worth a skeleton. */
const WAIT_MS = 100;

/** The loader of the run page. Sends nothing that the page would not send. */
export async function readAhead({ params, request }: LoaderFunctionArgs): Promise<null> {
  if (!hasEarly()) return null;
  const { searchParams } = new URL(request.url);
  const { agentId, workflowId, temporalRunId, fault } = readPlace(
    params["agentId"] ?? "",
    params["runId"] ?? "",
    searchParams,
  );
  if (fault !== undefined || agentId === undefined || workflowId === undefined) return null;
  const reading = queries.prefetchQuery(runQuery(askedOf(agentId, workflowId, temporalRunId)));
  await Promise.race([reading, new Promise((resolve) => setTimeout(resolve, WAIT_MS))]);
  return null;
}
