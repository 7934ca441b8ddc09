/** Asks before a run is asked to stop. Whether it has stopped is told by the run itself, so nothing here says so. */
import { useState } from "react";
import { createPortal } from "react-dom";
import { type CancelOutcome, cancelRun } from "../api/cancel-run.ts";
import type { Run } from "../contract/run.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";

interface CancelQuestionProps {
  readonly agentId: number;
  readonly run: Pick<Run, "workflowId" | "temporalRunId">;
  /** After every answer and every missing one: what the page shows may be old now. */
  readonly onAsked: (outcome: CancelOutcome["kind"]) => void;
  readonly onClose: () => void;
}

export function CancelQuestion({ agentId, run, onAsked, onClose }: CancelQuestionProps) {
  const [isSending, setSending] = useState(false);
  const [trouble, setTrouble] = useState("");
  const cancel = async () => {
    setSending(true);
    const outcome = await cancelRun(agentId, run.workflowId, run.temporalRunId);
    setSending(false);
    if (outcome.kind === "problem") setTrouble(`${outcome.problem.title}. ${outcome.problem.detail}`);
    else {
      announce(outcome.kind === "asked" ? "Asked the run to stop" : "No answer: checking the run");
      onClose();
    }
    onAsked(outcome.kind);
  };
  return createPortal(
    // What is on its way cannot be taken back, so nothing closes until its answer is there.
    <Dialog label="Cancel this run?" onClose={() => !isSending && onClose()}>
      <div className="p-6">
        <h2 className="text-15 font-semibold">Cancel this run?</h2>
        <p className="mt-1 font-mono text-12 break-all text-ink-2">
          <AgentText text={run.workflowId} />
        </p>
        <p className="mt-3 text-13 text-ink-2">
          It is asked to stop. Steps that already ran are not undone; a waiting approval can no longer be answered.
        </p>
        <div role="alert">
          {trouble !== "" && (
            <p className="mt-3 text-13 text-fail">
              <AgentText text={trouble} />
            </p>
          )}
        </div>
        <div className="mt-5 flex justify-end gap-3 max-md:flex-wrap">
          <Button kind="plain" size={36} data-autofocus disabled={isSending} onClick={onClose}>
            Keep it running
          </Button>
          <Button kind="primary" size={36} disabled={isSending} onClick={() => void cancel()}>
            {isSending ? "Asking…" : "Cancel run"}
          </Button>
        </div>
      </div>
    </Dialog>,
    // On phones the button stands in a menu, which closes and would take the dialog with it.
    document.body,
  );
}
