/**
 * Time left and the two buttons. One element in three places, so that focus survives scrolling and nobody ever meets
 * two pairs of buttons: in the banner, in a strip under the bar once the banner is scrolled away, at a phone's foot.
 */
import type { RefObject } from "react";
import { createPortal } from "react-dom";
import type { Approval } from "../contract/approval.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { Button } from "../ui/button.tsx";
import { StatusIcon } from "../ui/status.tsx";
import type { Choice } from "./decision-machine.ts";
import { INERT_WORDS, type WhyInert } from "./inertness.ts";
import { shortAction } from "./request-facts.ts";
import { ProgressLine, SpokenTime, TimeLeft } from "./time-left.tsx";
import type { BarPlace } from "./use-bar-place.ts";

interface DecisionBarProps {
  readonly approval: Approval;
  readonly clockOffsetMs: number;
  readonly place: BarPlace;
  /** Undefined: the buttons may be pressed. "none": there are none, for nothing can be decided from here. */
  readonly inert: WhyInert | "none" | undefined;
  /** Why there are none, in words; empty when something else says it. */
  readonly noButtons: string | undefined;
  readonly buttonsRef: RefObject<HTMLDivElement | null>;
  readonly onChoose: (choice: Choice) => void;
}

const REASON_ID = "why-buttons-rest";

export function DecisionBar({
  approval,
  clockOffsetMs,
  place,
  inert,
  noButtons,
  buttonsRef,
  onChoose,
}: DecisionBarProps) {
  const { expiresAt, requestedAt } = approval;
  const clocked = expiresAt === undefined ? undefined : { expiresAt, clockOffsetMs };
  const { name, detail } = shortAction(approval);
  const words = inert === undefined ? undefined : inert === "none" ? noButtons : INERT_WORDS[inert];
  const isBanner = place === "banner";
  return (
    <div className={isBanner ? "" : HOLDS_ITS_PLACE}>
      <div className={BAR[place]}>
        {place === "strip" && <StatusIcon phase="waiting" />}
        <div className={TIME[place]}>
          {!isBanner && (
            <span className={`min-w-0 truncate font-mono ${SHORT[place]}`}>
              <AgentText text={detail === undefined ? name : `${name} ${detail}`} />
            </span>
          )}
          <span className={`shrink-0 text-12 text-ink-2 ${LABEL[place]}`}>
            {clocked ? (inert === "expired" ? "Expired" : "Expires in") : "No time limit given"}
          </span>
          {clocked && (
            <span role="timer" aria-label="Time left" className={CLOCK[place]}>
              <TimeLeft {...clocked} />
            </span>
          )}
        </div>
        {clocked && <SpokenTime {...clocked} />}
        {clocked && place !== "strip" && <ProgressLine {...clocked} requestedAt={requestedAt} />}
        {inert !== "none" && (
          <div ref={buttonsRef} className={BUTTONS[place]}>
            {(["reject", "approve"] as const).map((choice) => (
              <Button
                key={choice}
                kind={choice === "approve" ? "primary" : "plain"}
                size={place === "strip" ? 28 : 36}
                className={`flex-1 ${choice === "reject" ? "border-control!" : ""}`}
                // Not `disabled`: a focused button that turns inert for half a second must keep its focus.
                aria-disabled={inert !== undefined}
                aria-describedby={words === undefined ? undefined : REASON_ID}
                onClick={() => onChoose(choice)}
              >
                {choice === "approve" ? "Approve…" : "Reject…"}
              </Button>
            ))}
          </div>
        )}
        <p id={REASON_ID} className={`${place === "strip" ? "order-3" : "min-h-4"} text-12 text-ink-2`}>
          {words}
        </p>
      </div>
      {place === "phone" && createPortal(<div aria-hidden="true" className="h-[140px]" />, document.body)}
    </div>
  );
}

const HOLDS_ITS_PLACE = "md:h-[116px]";
const BAR: Record<BarPlace, string> = {
  banner: "flex flex-col gap-2",
  strip: "fixed inset-x-0 top-12 z-20 flex h-10 items-center gap-4 border-b border-wait-line bg-wait-tint px-6",
  phone: "fixed inset-x-0 bottom-0 z-20 flex flex-col gap-2 border-t border-line bg-surface px-4 pt-3 pb-2",
};
const TIME: Record<BarPlace, string> = {
  banner: "flex items-end justify-between gap-3",
  strip: "flex min-w-0 flex-1 items-baseline gap-3",
  phone: "flex items-baseline gap-2",
};
const SHORT: Record<BarPlace, string> = {
  banner: "",
  strip: "text-13 font-semibold text-ink",
  phone: "flex-1 text-end text-12 text-ink-2",
};
const LABEL: Record<BarPlace, string> = { banner: "", strip: "ms-4", phone: "order-first" };
const CLOCK: Record<BarPlace, string> = {
  banner: "text-32 leading-9 font-semibold tabular-nums text-ink",
  strip: "text-15 font-semibold tabular-nums text-ink",
  phone: "order-first text-20 font-semibold tabular-nums text-ink",
};
const BUTTONS: Record<BarPlace, string> = {
  banner: "mt-2 flex gap-2",
  strip: "order-4 flex w-[220px] gap-4",
  phone: "flex gap-4",
};
