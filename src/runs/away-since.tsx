/** Coming back to a run's page another time, also after the tab was closed: one line says what happened meanwhile. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { sessionQuery } from "../api/session-query.ts";
import { recallRun, rememberRun, type SeenRun } from "../api/seen-runs.ts";
import type { Run } from "../contract/run.ts";
import type { Step } from "../contract/step.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { Button } from "../ui/button.tsx";
import { formatMoment } from "../ui/time.tsx";
import { awayWords, seenOf } from "./away-words.ts";
import { Notice } from "./notice.tsx";

interface Props {
  readonly run: Run;
  readonly steps: readonly Step[];
  readonly agentId: number;
  readonly clockOffsetMs: number;
}

export function AwaySince(props: Props) {
  const session = useQuery(sessionQuery()).data;
  if (!session) return null;
  const who = JSON.stringify([session.source, session.viewer.name]);
  return <Remembered key={`${who}${props.run.temporalRunId}`} who={who} {...props} />;
}

function Remembered({ who, run, steps, agentId, clockOffsetMs }: Props & { who: string }) {
  const [{ before, words }, setTold] = useState(() => tell(who, seenOf(agentId, run, steps, 0), run));
  useEffect(() => {
    // What arrives while nobody looks has not been seen; it is once somebody does.
    const remember = () => {
      if (document.visibilityState === "visible")
        rememberRun(who, seenOf(agentId, run, steps, Date.now() + clockOffsetMs));
    };
    remember();
    document.addEventListener("visibilitychange", remember);
    return () => document.removeEventListener("visibilitychange", remember);
  }, [who, run, steps, agentId, clockOffsetMs]);
  if (!before || words === "") return null;
  return (
    <Notice
      label="Since your last visit"
      action={
        <Button kind="quiet" size={28} onClick={() => setTold({ before, words: "" })}>
          Dismiss
        </Button>
      }
    >
      <strong className="font-semibold">Since you were here, {formatMoment(before.at)}:</strong>{" "}
      <AgentText text={words} />.
    </Notice>
  );
}

function tell(who: string, now: SeenRun, run: Run): { before: SeenRun | undefined; words: string } {
  const before = recallRun(who, now);
  return { before, words: before ? awayWords(before, now, run) : "" };
}
