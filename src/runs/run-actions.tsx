/** What a person can do with a run: copy it for a ticket, ask it to stop. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { cancelRun } from "../api/cancel-run.ts";
import { usualRunsQuery } from "../api/list-queries.ts";
import type { WatchedRun } from "../api/watch-run.ts";
import { isEnded, type Run } from "../contract/run.ts";
import { announce } from "../ui/announce.tsx";
import { comparePath } from "../paths.ts";
import { Button, buttonClass } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { copyText } from "../ui/copy-text.ts";
import { Dialog } from "../ui/dialog.tsx";
import { type PageAction, usePageActions } from "../ui/page-actions.ts";
import { Link, useNavigate } from "../ui/router.tsx";
import { rememberRun } from "../ui/recent-runs.ts";
import type { Failing } from "./failing-step.ts";
import type { PlacePatch, RunPlace } from "./run-place.ts";
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

/** The newest completed run but this one; undefined where there is none, or none is known. */
function useLastGood(agentId: number, run: Run): string | undefined {
  const { data } = useQuery(usualRunsQuery(agentId));
  return data?.runs.find((one) => one.status === "completed" && one.workflowId !== run.workflowId)?.workflowId;
}

/** What stands in the head on wide pages, and in the menu on phones. */
export function RunActions(props: {
  run: Run;
  agentId: number;
  place: RunPlace;
  failing: Failing | undefined;
  canCancel: boolean;
  watch: WatchedRun;
  change: (patch: PlacePatch) => void;
}) {
  const { run, agentId, place, failing, canCancel, watch } = props;
  const { workflowId } = run;
  const good = useLastGood(agentId, run);
  const navigate = useNavigate();
  const compare = good === undefined ? undefined : comparePath(agentId, good, workflowId);
  const goCompare = { label: "Compare with the last good run", run: () => navigate(compare ?? "") };
  usePageActions([...actionsOf(props), ...(compare === undefined ? [] : [goCompare])]);
  useEffect(() => rememberRun({ agentId, runId: workflowId }), [agentId, workflowId]);
  return (
    <>
      {canCancel && !isEnded(run) && <CancelButton run={run} agentId={agentId} onAsked={watch.checkAgain} />}
      {compare !== undefined && (
        <Link to={compare} aria-label="Compare with the last good run" className={buttonClass("plain", 28)}>
          Compare
        </Link>
      )}
      <TicketButton run={run} agentId={agentId} place={place} failing={failing} />
    </>
  );
}

/** The same and more for the command palette. */
function actionsOf(props: Parameters<typeof RunActions>[0]): readonly PageAction[] {
  const { run, agentId, place, failing, watch, change } = props;
  const link = () => shareLink(run, agentId, place);
  const copy = async (text: string, what: string) =>
    announce((await copyText(text)) ? `Copied ${what}` : `Could not copy ${what}`);
  const views = (["timeline", "graph", "table"] as const).filter((view) => view !== place.view);
  const { kind } = watch.decision.strip;
  return [
    { label: "Copy link to this attempt", run: () => copy(link(), "the link") },
    { label: "Copy for ticket", run: () => copy(ticketText(run, failing, link()), "the ticket text") },
    ...views.map((view) => ({ label: `Steps as ${view}`, run: () => change({ view }) })),
    ...(watch.isPaused ? [{ label: "Resume live updates", run: () => watch.resume() }] : []),
    ...(!watch.isPaused && (kind === "live" || kind === "unknown-status")
      ? [{ label: "Pause live updates", run: () => watch.pause() }]
      : []),
    ...(watch.decision.canCheckAgain ? [{ label: "Check again", run: () => watch.checkAgain() }] : []),
  ];
}
