/** What a person can do with a run: copy it for a ticket, ask it to stop. */
import { useState } from "react";
import { createPortal } from "react-dom";
import { cancelRun } from "../api/cancel-run.ts";
import { isEnded, type Run } from "../contract/run.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import type { Failing } from "./failing-step.ts";
import type { RunPlace } from "./run-place.ts";
import { shareLink } from "./share-button.tsx";
import { ticketText } from "./ticket-text.ts";

function TicketButton(props: { run: Run; agentId: number; place: RunPlace; failing: Failing | undefined }) {
  const { run, agentId, place, failing } = props;
  return (
    <CopyButton
      text={() => ticketText(run, failing, shareLink(run, agentId, place))}
      label="Copy for ticket"
      kind="plain"
    />
  );
}

function CancelButton({ run, agentId, onAsked }: { run: Run; agentId: number; onAsked: () => void }) {
  const [state, setState] = useState<"closed" | "open" | "sending">("closed");
  const [trouble, setTrouble] = useState("");
  const cancel = async () => {
    setState("sending");
    const outcome = await cancelRun(agentId, run.workflowId, run.temporalRunId);
    setState(outcome.kind === "problem" ? "open" : "closed");
    if (outcome.kind === "problem") setTrouble(`${outcome.problem.title}. ${outcome.problem.detail}`);
    else announce(outcome.kind === "asked" ? "Asked the run to stop" : "No answer: checking the run");
    onAsked();
  };
  return (
    <>
      <Button kind="plain" size={28} onClick={() => setState("open")}>
        Cancel run…
      </Button>
      {state !== "closed" &&
        createPortal(
          <Dialog label="Cancel this run?" onClose={() => setState("closed")}>
            <div className="p-6">
              <h2 className="text-15 font-semibold">Cancel this run?</h2>
              <p className="mt-1 text-13 text-ink-2">
                It is asked to stop. Steps that already ran are not undone; a waiting approval can no longer be
                answered.
              </p>
              {trouble !== "" && (
                <p role="alert" className="mt-3 text-13 text-fail">
                  {trouble}
                </p>
              )}
              <div className="mt-5 flex justify-end gap-3">
                <Button kind="plain" size={36} data-autofocus onClick={() => setState("closed")}>
                  Keep it running
                </Button>
                <Button kind="primary" size={36} disabled={state === "sending"} onClick={cancel}>
                  {state === "sending" ? "Asking…" : "Cancel run"}
                </Button>
              </div>
            </div>
          </Dialog>,
          // On phones the button stands in a menu, which closes and would take the dialog with it.
          document.body,
        )}
    </>
  );
}

/** What stands in the head on wide pages, and in the menu on phones. */
export function RunActions(props: {
  run: Run;
  agentId: number;
  place: RunPlace;
  failing: Failing | undefined;
  canCancel: boolean;
  onAsked: () => void;
}) {
  const { canCancel, onAsked, ...shared } = props;
  return (
    <>
      {canCancel && !isEnded(props.run) && <CancelButton run={props.run} agentId={props.agentId} onAsked={onAsked} />}
      <TicketButton {...shared} />
    </>
  );
}
