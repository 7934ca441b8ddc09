/** Status as icon + word + colour. The icon is decoration: the word beside it carries the meaning. */
import type { ReactNode } from "react";
import type { Phase } from "../contract/step.ts";
import { AgentText } from "./agent-text.tsx";

const ICON_COLOURS: Record<Phase, string> = {
  pending: "text-idle",
  running: "text-run",
  waiting: "text-wait",
  succeeded: "text-ok",
  failed: "text-fail",
  cancelled: "text-idle",
  skipped: "text-idle",
  unknown: "text-idle",
};

const WORD_COLOURS: Record<Phase, string> = {
  ...ICON_COLOURS,
  pending: "text-ink-3",
  cancelled: "text-ink-3",
  skipped: "text-ink-3",
  unknown: "text-ink-2",
};

/** A circle of radius 6.25 around the middle; in one path with what stands in it, for rows show many. */
const ROUND = "M14.25 8a6.25 6.25 0 1 1-12.5 0a6.25 6.25 0 0 1 12.5 0z";

const SHAPES: Record<Phase, ReactNode> = {
  succeeded: <path d={`${ROUND}M5.4 8.2l1.8 1.8 3.4-3.7`} />,
  running: (
    <>
      <circle cx="8" cy="8" r="6.25" strokeOpacity="0.28" />
      <path className="spin-arc" d="M8 1.75A6.25 6.25 0 0 1 14.25 8" />
      <circle cx="8" cy="8" r="2" fill="currentColor" stroke="none" />
    </>
  ),
  waiting: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M8 4a4 4 0 0 1 0 8z" fill="currentColor" stroke="none" />
    </>
  ),
  failed: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" stroke="none" />
      <path className="stroke-on-ink" d="m5.7 5.7 4.6 4.6m0-4.6-4.6 4.6" strokeWidth="1.75" />
    </>
  ),
  pending: <circle cx="8" cy="8" r="6.25" strokeDasharray="0.1 3.173" strokeWidth="1.7" />,
  cancelled: <path d={`${ROUND}M4.2 11.8l7.6-7.6`} />,
  skipped: <path d="m3.5 4.5 3.5 3.5-3.5 3.5m5-7 3.5 3.5-3.5 3.5" />,
  unknown: (
    <>
      <circle cx="8" cy="8" r="6.25" strokeDasharray="7.8 2.02" strokeLinecap="butt" />
      <path d="M6.4 6.4a1.65 1.65 0 1 1 2.4 1.5c-.5.3-.8.6-.8 1.1" strokeWidth="1.3" />
      <circle cx="8" cy="11.1" r="0.85" fill="currentColor" stroke="none" />
    </>
  ),
};

/** 14 px, in the status colour; `isFaded` for a count of zero. */
export function StatusIcon({ phase, isFaded }: { phase: Phase; isFaded?: boolean }) {
  return statusIcon(phase, isFaded);
}

/** The same for those who show many. */
export function statusIcon(phase: Phase, isFaded = false) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0.5 0.5 15 15"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`size-3.5 shrink-0 ${isFaded ? "text-ink-3 opacity-50" : ICON_COLOURS[phase]}`}
    >
      {SHAPES[phase]}
    </svg>
  );
}

/** `word` is shown as given. `isQuiet`: grey word, for rows where success must not shout. */
export function StatusWord({ phase, word, isQuiet = false }: { phase: Phase; word: string; isQuiet?: boolean }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1.5 align-top">
      <StatusIcon phase={phase} />
      <span className={`truncate ${isQuiet ? "text-ink-3" : WORD_COLOURS[phase]}`}>
        <AgentText text={word} />
      </span>
    </span>
  );
}
