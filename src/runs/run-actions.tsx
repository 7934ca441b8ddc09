/** What a person can do with a run: copy it for a ticket, ask it to stop. */
import { useQuery } from "@tanstack/react-query";
import { Suspense, useEffect, useState } from "react";
import { usualRunsQuery } from "../api/list-queries.ts";
import type { WatchedRun } from "../api/watch-run.ts";
import { isEnded, type Run } from "../contract/run.ts";
import { announce } from "../ui/announce.tsx";
import { comparePath } from "../paths.ts";
import { Button, buttonClass } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { copyText } from "../ui/copy-text.ts";
import { later } from "../ui/later.tsx";
import { type PageAction, usePageActions } from "../ui/page-actions.ts";
import { Link, useNavigate } from "../ui/router.tsx";
import { rememberRun } from "../ui/recent-runs.ts";
import type { Failing } from "./failing-step.ts";
import type { PlacePatch, RunPlace } from "./run-place.ts";
import { shareLink } from "./share-link.ts";
import { ticketText } from "./ticket-text.ts";
import { TELL_ME, type TellMe, useTellMe } from "./use-tell-me.ts";

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

/** Loaded when it is asked: few who look at runs cancel one. Named here and not shared, which would be one more file to ask for. */
const LaterCancelQuestion = later(async () => (await import("./cancel-question.tsx")).CancelQuestion);

function CancelButton({ run, agentId, onAsked }: { run: Run; agentId: number; onAsked: () => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind="plain" size={28} onClick={() => setOpen(true)}>
        Cancel run…
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <LaterCancelQuestion.Part agentId={agentId} run={run} onAsked={onAsked} onClose={() => setOpen(false)} />
        </Suspense>
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
  const tellMe = useTellMe(agentId, run);
  usePageActions([
    ...actionsOf(props),
    ...(compare === undefined ? [] : [goCompare]),
    ...(tellMe ? [{ label: tellMe.isOn ? "Tell me nothing of this run" : TELL_ME, run: tellMe.toggle }] : []),
  ]);
  useEffect(() => rememberRun({ agentId, runId: workflowId }), [agentId, workflowId]);
  return (
    <>
      {/* The last to come stands first: nothing moves. */}
      {tellMe && <TellMeButton tellMe={tellMe} />}
      {compare !== undefined && (
        <Link to={compare} aria-label="Compare with the last good run" className={buttonClass("plain", 28)}>
          Compare
        </Link>
      )}
      {canCancel && !isEnded(run) && <CancelButton run={run} agentId={agentId} onAsked={watch.checkAgain} />}
      <TicketButton run={run} agentId={agentId} place={place} failing={failing} />
      {tellMe?.note !== undefined && <p className="w-full text-12 text-ink-2 md:text-right">{tellMe.note}</p>}
    </>
  );
}

function TellMeButton({ tellMe }: { tellMe: TellMe }) {
  return (
    <Button
      aria-pressed={tellMe.isOn}
      onClick={() => void tellMe.toggle()}
      className="aria-pressed:border-accent aria-pressed:bg-selected"
    >
      <span>
        Tell me<span className="md:sr-only"> when it ends or needs me</span>
      </span>
    </Button>
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
