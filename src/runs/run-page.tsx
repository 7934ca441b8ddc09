/** The run page: one run, watched while it goes on, with everything a person picked on it in the URL. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, Suspense, useMemo, useState } from "react";
import { sessionQuery } from "../api/session-query.ts";
import { useWatchRun } from "../api/watch-run.ts";
import { useAfterFirstView } from "../api/use-after-first-view.ts";
import type { Problem } from "../contract/problem.ts";
import { isEnded, type Run } from "../contract/run.ts";
import { hasRoleFor, mayDo } from "../contract/session.ts";
import { stepsByKey } from "../contract/steps-by-key.ts";
import { agentsPath, runsPath } from "../paths.ts";
import { Bar } from "../ui/bar.tsx";
import { NARROW, useMedia } from "../ui/use-media.ts";
import { failingStep } from "./failing-step.ts";
import { InspectorPane, WIDE } from "./inspector-pane.tsx";
import { LiveStrip } from "./live-strip.tsx";
import { RunContent } from "./run-content.tsx";
import {
  LaterActions,
  LaterBanner,
  LaterHistoryNotice,
  LaterInspector,
  LaterPrint,
  LaterProblem,
  useParts,
} from "./run-parts.ts";
import { type PlacePatch, type RunPlace, useRunPlace } from "./run-place.ts";
import { RunSkeleton } from "./run-skeleton.tsx";
import { ShareButton } from "./share-button.tsx";
import { useFirstStep } from "./use-first-step.ts";
import { useRunTitle } from "./use-run-title.ts";
import { useStepsSoon } from "./use-steps-soon.ts";

export { readAhead } from "./run-ahead.ts";

export function RunPage() {
  const [place, change] = useRunPlace();
  const { agentId, workflowId, temporalRunId, fault } = place;
  if (fault !== undefined || agentId === undefined || workflowId === undefined) {
    return <BadLink agentId={agentId} fault={fault ?? ""} />;
  }
  // Another run is another page: nothing of the one before may stand under its link.
  const key = JSON.stringify([agentId, workflowId, temporalRunId]);
  return <WatchedRunPage key={key} agentId={agentId} workflowId={workflowId} place={place} change={change} />;
}

function BadLink({ agentId, fault }: { agentId: number | undefined; fault: string }) {
  useRunTitle(undefined);
  const problem: Problem = { name: "bad-request", status: 0, title: "This link can't be opened", detail: fault };
  return (
    <>
      <Bar crumbs={[{ label: "Agents", to: agentsPath() }, { label: "Run" }]} />
      <Suspense fallback={null}>
        <LaterProblem.Part agentId={agentId} problem={problem} />
      </Suspense>
    </>
  );
}

interface Props {
  readonly agentId: number;
  readonly workflowId: string;
  readonly place: RunPlace;
  readonly change: (patch: PlacePatch, how?: { isQuiet: boolean }) => void;
}

function WatchedRunPage({ agentId, workflowId, place, change }: Props) {
  const watch = useWatchRun(agentId, workflowId, place.temporalRunId);
  const { watched, decision, isPaused } = watch;
  const [openedAt] = useState(() => Date.now());
  const isWide = useMedia(WIDE);
  const isNarrow = useMedia(NARROW);
  const run = watched?.run;
  const isPainted = useAfterFirstView(run !== undefined);
  const { steps, total } = useStepsSoon(run, isPainted);
  const firstStep = useFirstStep(run, steps);
  const failing = useMemo(() => failingStep(steps), [steps]);
  const isAfterFirstView = isPainted && total === undefined;
  useRunTitle(run, isAfterFirstView);
  // What one may do is asked when the run is there: nothing of the first view depends on it.
  const session = useQuery({ ...sessionQuery(), enabled: isAfterFirstView }).data;
  const banner = useBannerPlace(run);
  useParts(isAfterFirstView, run !== undefined && isEnded(run));

  const pickedKey = place.step ?? (isWide ? firstStep : undefined);
  const selected = pickedKey ? steps.find((step) => step.key === pickedKey) : undefined;
  const close = () => {
    change({ step: "", tab: undefined });
    document.querySelector<HTMLElement>('[role=treegrid] [role=row][tabindex="0"]')?.focus({ preventScroll: true });
  };
  const actions = run && isAfterFirstView && (
    <LaterActions.Part
      run={run}
      agentId={agentId}
      place={place}
      failing={failing}
      canCancel={mayDo(session, "cancel")}
      watch={watch}
      change={change}
    />
  );
  const isLoading = !run && (!watched?.problem || decision.strip.kind === "loading");
  const crumbs = [
    { label: "Agents", to: agentsPath() },
    { label: run?.agentName || `Agent ${agentId}`, to: runsPath(agentId) },
    // Behind the agent's name, which would push it aside when it comes.
    ...(isLoading ? [] : [{ label: workflowId, isMono: true, short: shortRun(workflowId) }]),
  ];
  return (
    <>
      <Bar
        crumbs={crumbs}
        sourceLabel={session?.label}
        // With a key of its own the first news stand in their place; moved there they would be a shift of the layout.
        strip={<LiveStrip key={String(isLoading)} watch={watch} openedAt={openedAt} />}
        actions={
          run && (
            <>
              <ShareButton run={run} agentId={agentId} place={place} />
              {isNarrow && <Suspense fallback={null}>{actions}</Suspense>}
            </>
          )
        }
      />
      {isAfterFirstView && watched?.confirmedAt !== undefined && (
        <LaterPrint.Soon at={watched.confirmedAt + watched.clockOffsetMs} count={steps.length} />
      )}
      {!run &&
        (isLoading || !watched?.problem ? (
          <RunSkeleton />
        ) : (
          <Suspense fallback={<RunSkeleton />}>
            <LaterProblem.Part agentId={agentId} problem={watched.problem} watch={watch} />
          </Suspense>
        ))}
      {run && watched && (
        <Suspense fallback={<RunSkeleton />}>
          {banner && (
            <Held isHeld={banner === "first"}>
              <LaterBanner.Part
                agentId={agentId}
                runId={workflowId}
                watched={watched}
                decision={decision}
                isPaused={isPaused}
                steps={steps}
                canDecide={session?.can.decide}
                isApprover={session && hasRoleFor(session, "decide")}
                canReveal={mayDo(session, "reveal")}
                onAskNow={watch.checkAgain}
              />
            </Held>
          )}
          {run.historyUnavailableReason !== undefined && <LaterHistoryNotice.Part run={run} watched={watched} />}
          <div className={selected ? "min-[1100px]:grid min-[1100px]:grid-cols-[minmax(0,1fr)_400px]" : ""}>
            <RunContent
              run={run}
              steps={steps}
              total={total}
              agentId={agentId}
              watch={watch}
              watched={watched}
              session={session}
              place={place}
              change={change}
              selectedKey={selected?.key}
              actions={isNarrow ? null : actions}
            />
            {selected && (
              <InspectorPane onClose={close}>
                {isAfterFirstView ? (
                  <LaterInspector.Part
                    step={selected}
                    run={run}
                    byKey={stepsByKey(steps)}
                    tab={place.tab}
                    clockOffsetMs={watched.clockOffsetMs}
                    onTab={(tab) => change({ step: selected.key, tab }, { isQuiet: true })}
                    onClose={close}
                  />
                ) : null}
              </InspectorPane>
            )}
          </div>
        </Suspense>
      )}
    </>
  );
}

/**
 * Whether the banner stands, from the first approval on: it also tells what became of a decision. "first": the run
 * waited when it was opened, so that nothing is shown before the banner; "later": it comes above what is shown.
 */
function useBannerPlace(run: Run | undefined): "first" | "later" | undefined {
  const [seen, setSeen] = useState<{ place: "first" | "later" | undefined } | undefined>(undefined);
  if (!run || seen?.place !== undefined) return seen?.place;
  const place = run.pendingApproval ? (seen ? "later" : "first") : undefined;
  if (!seen || place !== undefined) setSeen({ place });
  return place;
}

/** Code that comes later must not take off the screen what stands there already. */
function Held({ isHeld, children }: { isHeld: boolean; children: ReactNode }) {
  return isHeld ? children : <Suspense fallback={null}>{children}</Suspense>;
}

/** `Run 89` of `wf_57_run_89`: what fits into a phone's bar. */
function shortRun(workflowId: string): string {
  const number = /_run_(\d+)$/.exec(workflowId)?.[1];
  return number === undefined ? workflowId : `Run ${number}`;
}
