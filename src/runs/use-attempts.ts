/** The attempts of a workflow, and which of them is on screen. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { attemptsQuery } from "../api/attempts-query.ts";
import type { Run } from "../contract/run.ts";

/** `isOffered`: the source can list attempts. */
export function useAttempts(agentId: number, run: Run, isOffered: boolean) {
  const { temporalRunId, status } = run;
  // The result is another object with every render; its parts are not. By hand, as this file is not left to the compiler.
  const { data, isFetching, refetch } = useQuery({
    ...attemptsQuery(agentId, run.workflowId, run.temporalRunId),
    enabled: isOffered,
    placeholderData: keepPreviousData,
  });
  return useMemo(() => {
    // The list is asked once, the run again and again: of the attempt on screen the run knows best.
    const all = (data ?? []).map((attempt) =>
      attempt.temporalRunId === temporalRunId ? { ...attempt, status } : attempt,
    );
    return {
      all,
      shown: all.find((attempt) => attempt.temporalRunId === temporalRunId),
      newest: all[0],
      isAsking: isFetching,
      /** Sends one request. Answers the newest attempt, or undefined when nobody could tell. */
      ask: async () => {
        const answered = await refetch();
        return answered.isError ? undefined : answered.data?.[0];
      },
    };
  }, [data, isFetching, refetch, temporalRunId, status]);
}

export type Attempts = ReturnType<typeof useAttempts>;
