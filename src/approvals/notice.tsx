/** What became of a decision: who, what, when and why, or that nobody knows yet. */
import { useEffect, useRef } from "react";
import type { Decision } from "../contract/decision.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { Button } from "../ui/button.tsx";
import { Clock } from "../ui/time.tsx";
import type { DecisionState } from "./decision-machine.ts";
import { noticeWords, pastOf } from "./decision-words.ts";

interface NoticeProps {
  readonly state: DecisionState;
  readonly attempt: number | undefined;
  /** Nothing is under way, so it may be put away. */
  readonly onDismiss: (() => void) | undefined;
}

export function Notice({ state, attempt, onDismiss }: NoticeProps) {
  const words = noticeWords(state, attempt);
  const hasWords = words !== undefined;
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The buttons that had the focus are gone; a keyboard must not start over at the top of the page.
    if (hasWords && document.activeElement === document.body) line.current?.focus({ preventScroll: true });
  }, [hasWords]);
  return (
    <div role="status" aria-label="Your decision">
      {words && (
        <div ref={line} tabIndex={-1} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 outline-none">
          <strong className="font-semibold text-ink">
            <AgentText text={words.headline} />
          </strong>{" "}
          {words.decision && <DecisionFacts decision={words.decision} hasVerb={state.kind !== "confirmed"} />}
          {words.detail !== undefined && words.detail !== "" && (
            <span className="text-ink-2">
              <AgentText text={words.detail} />
            </span>
          )}
          {onDismiss && (
            <Button kind="quiet" size={28} onClick={onDismiss}>
              Dismiss
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function DecisionFacts({ decision, hasVerb }: { decision: Decision; hasVerb: boolean }) {
  const at = Date.parse(decision.at);
  return (
    <span className="text-ink-2">
      {hasVerb && `${pastOf(decision)} `}
      {decision.by !== "" && (
        <>
          by <AgentText text={decision.by} />
        </>
      )}
      {Number.isFinite(at) && (
        <>
          {" at "}
          <Clock at={at} />
        </>
      )}
      {decision.comment !== undefined && decision.comment !== "" && (
        <>
          {" · “"}
          <AgentText text={decision.comment} />”
        </>
      )}
    </span>
  );
}
