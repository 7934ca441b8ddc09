/** Which attempt of the workflow is shown: a choice where there are several, and words when it is not the newest. */
import { useEffect, useState } from "react";
import { statusLabel } from "../contract/step-words.ts";
import type { Run } from "../contract/run.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "./notice.tsx";
import { RunFact } from "./run-facts.tsx";
import type { Attempts } from "./use-attempts.ts";

export function AttemptsFact({ attempts, onPick }: { attempts: Attempts; onPick: (temporalRunId: string) => void }) {
  const { shown, all } = attempts;
  if (!shown) return null;
  if (all.length === 1) return <RunFact label="Attempt">1 of 1</RunFact>;
  return (
    <RunFact label="Attempt">
      <select
        aria-label="Attempt"
        className="-mt-px -mb-[3px] h-6 cursor-pointer rounded-control border border-control bg-surface px-1 max-[719px]:h-11"
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

interface NewsProps {
  readonly run: Run;
  /** Temporal run id of the attempt that was on screen before. */
  readonly previous: string | undefined;
  readonly attempts: Attempts;
}

/** A new attempt took the place of the one that was on screen. */
export function AttemptNews({ run, previous, attempts }: NewsProps) {
  const number = run.runlight.attempt?.number ?? attempts.shown?.attempt;
  const isNew = previous !== undefined;
  const words = `${number === undefined ? "A new attempt" : `Attempt ${number}`} started, showing it.`;
  useEffect(() => {
    if (isNew) announce("A new attempt started, showing it");
  }, [isNew, previous]);
  if (!isNew) return null;
  return (
    <Notice label="New attempt">
      <strong className="font-semibold">{words}</strong>
    </Notice>
  );
}

interface NewerProps {
  readonly attempts: Attempts;
  /** Asks for the run once more, where the source lists no attempts: it then answers the newest. Absent when pinned. */
  readonly onAskRun: (() => void) | undefined;
}

/** A finished attempt is final, but the workflow may have been run again since. */
export function NewerAttemptButton({ attempts, onAskRun }: NewerProps) {
  const { shown, newest, isAsking, ask } = attempts;
  const [said, setSaid] = useState("");
  const isListed = shown !== undefined;
  if (isListed ? shown.temporalRunId !== newest?.temporalRunId : !onAskRun) return null;
  const check = async () => {
    if (!isListed) {
      onAskRun?.();
      return announce("Asked for the newest attempt");
    }
    const found = await ask();
    const words = !found
      ? "Could not be checked"
      : found.temporalRunId === shown.temporalRunId
        ? "No newer attempt"
        : "";
    setSaid(words);
    announce(words || `Attempt ${found?.attempt} found`);
  };
  return (
    <>
      {said !== "" && <span className="self-center text-12 text-ink-3">{said}</span>}
      <Button kind="quiet" size={28} disabled={isAsking} onClick={() => void check()}>
        Check for a newer attempt
      </Button>
    </>
  );
}
