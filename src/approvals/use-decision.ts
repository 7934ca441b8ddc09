/** The page's decision runner as React state, fed by what the page knows. */
import { useEffect, useState, useSyncExternalStore } from "react";
import { sendDecision } from "../api/decide.ts";
import { subscribeReturns } from "../api/page-conditions.ts";
import { queries } from "../api/queries.ts";
import type { DecisionState, Waiting } from "./decision-machine.ts";
import { createDecisionRunner, type DecisionRunner } from "./decision-runner.ts";

/** One runner for one run; give the component a key when the run changes. */
export function useDecision(
  agentId: number,
  runId: string,
  current: Waiting | undefined,
  onAskNow: () => void,
): { readonly state: DecisionState; readonly runner: DecisionRunner } {
  const [runner] = useState(() =>
    createDecisionRunner({
      send: ({ shown, body, key }) =>
        sendDecision({
          agentId,
          runId,
          temporalRunId: shown.temporalRunId,
          approvalId: shown.approvalId,
          body,
          digest: shown.digest,
          idempotencyKey: key,
        }),
      makeKey: () => crypto.randomUUID(),
      setTimer: (run, delayMs) => {
        const timer = setTimeout(run, delayMs);
        return () => clearTimeout(timer);
      },
    }),
  );
  const state = useSyncExternalStore(runner.subscribe, runner.getState);
  useEffect(
    () =>
      runner.subscribeAnswers(() => {
        onAskNow();
        // Lists that are on no screen are asked when somebody looks; the count in the bar is asked now.
        void queries.invalidateQueries({ queryKey: ["approvals"] });
      }),
    [runner, onAskNow],
  );
  useEffect(() => subscribeReturns((why) => (why === "online" || why === "awake") && runner.hurry()), [runner]);
  const { temporalRunId, approvalId, requestText } = current ?? {};
  useEffect(() => {
    const isWaiting = temporalRunId !== undefined && approvalId !== undefined && requestText !== undefined;
    runner.watched(isWaiting ? { temporalRunId, approvalId, requestText } : undefined);
  }, [runner, temporalRunId, approvalId, requestText]);
  return { state, runner };
}
