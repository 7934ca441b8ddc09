/** Which attempt of the workflow is shown: a choice where there are several, and words when it is not the newest. */
import { useQuery } from "@tanstack/react-query";
import { attemptsQuery } from "../api/list-queries.ts";
import type { Run } from "../contract/run.ts";
import { statusLabel } from "../contract/step-words.ts";
import type { Watched } from "../contract/watching.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "./notice.tsx";
import { RunFact } from "./run-facts.tsx";

/** `isOffered`: the source can list attempts. */
export function useAttempts(agentId: number, run: Run, isOffered: boolean) {
  const query = useQuery({ ...attemptsQuery(agentId, run.workflowId), enabled: isOffered });
  const all = query.data ?? [];
  return {
    all,
    shown: all.find((attempt) => attempt.temporalRunId === run.temporalRunId),
    newest: all[0],
    isAsking: query.isFetching,
    /** Sends one request. */
    ask: () => void query.refetch(),
  };
}

type Attempts = ReturnType<typeof useAttempts>;

export function AttemptsFact({ attempts, onPick }: { attempts: Attempts; onPick: (temporalRunId: string) => void }) {
  const { shown, all } = attempts;
  if (!shown) return null;
  if (all.length === 1) return <RunFact label="Attempt">1 of 1</RunFact>;
  return (
    <RunFact label="Attempt">
      <select
        aria-label="Attempt"
        className="h-6 cursor-pointer rounded-control border border-control bg-surface px-1 max-[719px]:h-11"
        value={shown.temporalRunId}
        onChange={(event) => onPick(event.target.value)}
      >
        {all.map((attempt) => (
          <option key={attempt.temporalRunId} value={attempt.temporalRunId}>
            {`${attempt.attempt} of ${all.length} · ${statusLabel(attempt.status)}`}
          </option>
        ))}
      </select>
    </RunFact>
  );
}

export function OldAttemptNotice({
  attempts,
  onNewest,
}: {
  attempts: Attempts;
  onNewest: (temporalRunId: string) => void;
}) {
  const { shown, newest } = attempts;
  if (!shown || !newest || shown.temporalRunId === newest.temporalRunId) return null;
  return (
    <Notice
      label="Earlier attempt"
      action={
        <Button kind="plain" size={28} onClick={() => onNewest(newest.temporalRunId)}>
          Show attempt {newest.attempt}
        </Button>
      }
    >
      <strong className="font-semibold">This is attempt {shown.attempt}.</strong> Attempt {newest.attempt} came after
      it: {statusLabel(newest.status)}.
    </Notice>
  );
}

/** A new attempt took the place of the one that was on screen. */
export function AttemptNews({ watched, attempts }: { watched: Watched; attempts: Attempts }) {
  const number = watched.run?.runlight.attempt?.number ?? attempts.shown?.attempt;
  if (watched.previousTemporalRunId === undefined) return null;
  return (
    <Notice label="New attempt">
      <strong className="font-semibold">
        {number === undefined ? "A new attempt" : `Attempt ${number}`} started, showing it.
      </strong>
    </Notice>
  );
}

/** A finished attempt is final, but the workflow may have been run again since. */
export function NewerAttemptButton({ attempts }: { attempts: Attempts }) {
  const { shown, newest, isAsking, ask } = attempts;
  if (!shown || shown.temporalRunId !== newest?.temporalRunId) return null;
  return (
    <Button kind="quiet" size={28} disabled={isAsking} onClick={ask}>
      Check for a newer attempt
    </Button>
  );
}
