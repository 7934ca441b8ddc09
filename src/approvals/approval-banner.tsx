/**
 * The approval a run waits for: the raw action first, the agent's words second and labelled, what follows each answer,
 * the time left, and the way to decide. Shows nothing while no approval waits and no decision has an outcome to tell.
 */
import { Suspense, useEffect, useRef } from "react";
import type { Decision } from "../contract/decision.ts";
import { isStale } from "../contract/poll-rule.ts";
import { readApproval } from "../contract/read-approval.ts";
import type { Step } from "../contract/step.ts";
import type { PollDecision, Watched } from "../contract/watching.ts";
import { later } from "../ui/later.tsx";
import { useNow } from "../ui/time.tsx";
import { ActionView } from "./action-view.tsx";
import { AgentWords, BannerHead, MoreOfRequest, WhatHappens } from "./banner-facts.tsx";
import { ChangesView } from "./changes-view.tsx";
import { timeLeftMs } from "./countdown.ts";
import { DecisionBar } from "./decision-bar.tsx";
import type { Choice, DecisionState } from "./decision-machine.ts";
import { whyInert } from "./inertness.ts";
import { HiddenInRequest } from "./hidden-in-request.tsx";
import { Notice } from "./notice.tsx";
import { useBarPlace } from "./use-bar-place.ts";
import { useDecision } from "./use-decision.ts";
import { useSeenRequest } from "./use-seen-request.ts";
import { useShown } from "./use-shown.ts";
import { useStillness } from "./use-stillness.ts";
import { whatHappens } from "./what-happens.ts";
import { whyNoButtons } from "./why-no-buttons.ts";

const LaterNeighbours = later(async () => (await import("./inbox-neighbours.tsx")).InboxNeighbours);
const LaterDialog = later(async () => (await import("./decision-dialog.tsx")).DecisionDialog);

export interface ApprovalBannerProps {
  readonly agentId: number;
  readonly runId: string;
  readonly watched: Watched;
  readonly decision: PollDecision;
  readonly isPaused: boolean;
  readonly steps: readonly Step[];
  /** The source takes decisions; undefined while that is not known yet. */
  readonly canDecide: boolean | undefined;
  /** This viewer's role may decide; undefined counts as yes, for the server has the last word. */
  readonly isApprover?: boolean | undefined;
  /** The source shows what is masked to those who ask. */
  readonly canReveal?: boolean;
  /** Reads the run once, now. */
  readonly onAskNow: () => void;
}

export function ApprovalBanner(props: ApprovalBannerProps) {
  return <BannerOfRun key={`${props.agentId}/${props.runId}`} {...props} />;
}

/** After "Look again" the buttons rest this long, so that there is a look. */
const LOOK_MS = 1_000;
const STOPPED = new Set(["gone", "no-access", "not-found", "bad-link", "signed-out"]);

function BannerOfRun(props: ApprovalBannerProps) {
  const {
    agentId,
    runId,
    watched,
    decision,
    isPaused,
    steps,
    canDecide,
    isApprover,
    canReveal = false,
    onAskNow,
  } = props;
  const { run, clockOffsetMs } = watched;
  const approval = run && readApproval(run.pendingApproval, run.status);
  const decisions = run?.runlight.decisions ?? [];
  const requestText = run?.pendingApproval?.text;
  const current =
    approval?.id !== undefined && run?.temporalRunId !== undefined && requestText !== undefined
      ? { temporalRunId: run.temporalRunId, approvalId: approval.id, requestText }
      : undefined;

  const banner = useRef<HTMLElement>(null);
  const buttons = useRef<HTMLDivElement>(null);
  const { state, runner } = useDecision(agentId, runId, current, onAskNow);
  const shown = useShown(run, approval?.id);
  const seen = useSeenRequest(run?.temporalRunId, approval, answeredIds(state, decisions));
  const stand = useStillness(buttons, watched.confirmedAt);
  const place = useBarPlace(banner, approval !== undefined);
  const now = useNow(250);

  const canChoose = approval !== undefined && canDecide === true && isApprover !== false;
  useEffect(() => {
    // The dialog's code comes while the person reads, so that pressing the button waits for nothing.
    if (canChoose) LaterDialog.preload();
  }, [canChoose]);

  const inert = whyInert({
    isExpired: approval?.expiresAt !== undefined && timeLeftMs(approval.expiresAt, now, clockOffsetMs) === 0,
    hasChanged: seen.hasChanged,
    isOnline: decision.strip.kind !== "offline",
    isPaused,
    isStale: STOPPED.has(decision.strip.kind) || isStale(watched, decision, now),
    hasClockJumped: stand.hasClockJumped,
    digest: canDecide === undefined ? undefined : typeof shown === "object" ? shown.digest : shown,
    isStill: stand.isStill,
  });
  const noButtons = approval && run ? whyNoButtons({ approval, run, canDecide, isApprover, state }) : undefined;

  const choose = (choice: Choice): void => {
    // The last look at the very moment of the press: what moved since the last one must not be hit by accident.
    if (inert !== undefined || noButtons !== undefined || typeof shown !== "object" || !stand.isStillNow()) return;
    runner.open(choice, shown);
  };
  const lookAgain = (): void => {
    seen.lookAgain();
    stand.hold(LOOK_MS);
  };

  const isUnderWay = state.kind === "sending" || state.kind === "unknown";
  const notice = (
    <Notice state={state} attempt={run?.runlight.attempt?.number} onDismiss={isUnderWay ? undefined : runner.dismiss} />
  );
  const neighbours = <LaterNeighbours.Soon agentId={agentId} workflowId={runId} />;
  if (!approval || !run)
    return (
      <div className={hasNotice(state) ? NOTICE_ALONE : ""}>
        {notice}
        {hasNotice(state) && <div className="mt-2 min-h-5">{neighbours}</div>}
      </div>
    );

  const effects = whatHappens(approval, steps);
  const dialog = dialogOf(state);
  return (
    <section
      ref={banner}
      aria-label="Approval needed"
      data-page-start=""
      className="border-b border-wait-line bg-wait-tint px-6 py-4 max-md:px-4"
    >
      <div className="grid gap-x-10 gap-y-3 md:grid-cols-[minmax(0,1fr)_248px]">
        <div className="flex min-w-0 flex-col gap-3">
          <BannerHead approval={approval} clockOffsetMs={clockOffsetMs} />
          <ActionView approval={approval} layout={place === "phone" ? "rows" : "cells"} changes={seen.changes} />
          <dl className="flex flex-col gap-1 max-md:gap-3">
            <AgentWords approval={approval} changes={seen.changes} />
            <WhatHappens effects={effects} expiresAt={approval.expiresAt} />
            <MoreOfRequest approval={approval} />
            <HiddenInRequest run={run} canReveal={canReveal} />
          </dl>
          {seen.hasChanged && <ChangesView changes={seen.changes} onLookAgain={lookAgain} />}
        </div>
        <div>
          <DecisionBar
            approval={approval}
            clockOffsetMs={clockOffsetMs}
            place={place}
            inert={noButtons === undefined ? inert : "none"}
            noButtons={noButtons}
            buttonsRef={buttons}
            onChoose={choose}
          />
          <div className="mt-3 flex h-5 justify-end max-md:h-11">{neighbours}</div>
        </div>
      </div>
      <div className={hasNotice(state) ? "mt-3 border-t border-wait-line pt-3" : ""}>{notice}</div>
      {dialog && (
        <Suspense fallback={null}>
          <LaterDialog.Part
            choice={dialog.choice}
            shown={dialog.shown}
            approval={approval}
            agentName={run.agentName}
            effects={effects}
            clockOffsetMs={clockOffsetMs}
            inert={inert === "just-moved" ? undefined : inert}
            isSending={state.kind === "sending"}
            onCancel={runner.cancel}
            onSubmit={runner.submit}
          />
        </Suspense>
      )}
    </section>
  );
}

const NOTICE_ALONE = "border-b border-line bg-surface px-6 py-3 max-md:px-4";

function hasNotice(state: DecisionState): boolean {
  return state.kind !== "idle" && state.kind !== "confirming";
}

/** Requests that are answered: what follows them is a new request, not a changed one. */
function answeredIds(state: DecisionState, decisions: readonly Decision[]): readonly string[] {
  const ids = decisions.map((decision) => decision.approvalId);
  return state.kind === "confirmed" || state.kind === "lost" ? [...ids, state.intent.shown.approvalId] : ids;
}

function dialogOf(state: DecisionState) {
  if (state.kind === "confirming") return { choice: state.choice, shown: state.shown };
  if (state.kind === "sending") return { choice: state.intent.body.decision, shown: state.intent.shown };
  return undefined;
}
