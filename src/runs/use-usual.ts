/** What is usual for the agent of the shown run, read once. To be mounted after the first view. */
import { useQuery } from "@tanstack/react-query";
import { usualRunsQuery } from "../api/list-queries.ts";
import type { Run } from "../contract/run.ts";
import { type Usual, usualOf } from "./usual.ts";

/** Undefined until it is known, and for good where too few runs completed or the list could not be read. */
export function useUsual(agentId: number, run: Run): Usual | undefined {
  const { data } = useQuery(usualRunsQuery(agentId));
  return data && usualOf(data.runs, run);
}
