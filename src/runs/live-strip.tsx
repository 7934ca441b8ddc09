/** Whether this page refreshes, how fresh it is and when it asks next. Only a change of state is announced. */
import { isStale } from "../contract/poll-rule.ts";
import type { PollDecision, Watched } from "../contract/watching.ts";
import { askToSignIn } from "../api/signed-out.ts";
import type { WatchedRun } from "../api/watch-run.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { Button } from "../ui/button.tsx";
import { formatClock, useNow } from "../ui/time.tsx";
import { stripWords, type StripWords } from "./strip-words.ts";

export function LiveStrip({ watch, openedAt }: { watch: WatchedRun; openedAt: number }) {
  const { watched, decision, isPaused } = watch;
  const words = stripWords(decision.strip);
  const canPause = decision.strip.kind === "live" || decision.strip.kind === "unknown-status";
  return (
    <div className="flex shrink-0 items-center gap-2 text-13 whitespace-nowrap">
      <Mark mark={words.mark} />
      <span role="status" aria-label="Live updates" className="flex items-baseline gap-1">
        <span className={words.ticks === "loading" ? "text-ink-2" : "font-semibold"}>{words.state}</span>
        {words.more !== undefined && (
          <span className="text-ink-2 max-[719px]:sr-only">
            <span aria-hidden="true">· </span>
            <AgentText text={words.more} />
          </span>
        )}
        <span aria-hidden="true" className="text-ink-2">
          <Ticking words={words} watched={watched} decision={decision} openedAt={openedAt} />
        </span>
        <StaleBadge watched={watched} decision={decision} isSpoken={words.ticks === "retry"} />
      </span>
      {(isPaused || canPause) && (
        // One button for both, so that the focus stays on it.
        <span className={isPaused ? "" : "max-[719px]:hidden"}>
          <Button kind={isPaused ? "plain" : "quiet"} size={28} onClick={isPaused ? watch.resume : watch.pause}>
            {isPaused ? "Resume" : "Pause"}
          </Button>
        </span>
      )}
      {decision.strip.kind === "signed-out" && <Button onClick={() => askToSignIn()}>Sign in</Button>}
      {!isPaused && decision.strip.kind !== "signed-out" && (decision.canCheckAgain || words.ticks === "retry") && (
        <Button kind="plain" size={28} onClick={watch.checkAgain}>
          {words.ticks === "retry" ? "Try now" : "Check again"}
        </Button>
      )}
    </div>
  );
}

interface TickProps {
  readonly words: StripWords;
  readonly watched: Watched | undefined;
  readonly decision: PollDecision;
  /** Client epoch ms: when the page began to load. */
  readonly openedAt: number;
}

function Ticking({ words, watched, decision, openedAt }: TickProps) {
  const now = useNow(1_000);
  const confirmedAt = watched?.confirmedAt;
  const asOf = confirmedAt === undefined ? "" : ` · as of ${formatClock(confirmedAt + (watched?.clockOffsetMs ?? 0))}`;
  switch (words.ticks) {
    case "loading":
      return now - openedAt < 1_000 ? "" : `${Math.floor((now - openedAt) / 1_000)} s`;
    case "age": {
      if (confirmedAt === undefined) return "";
      if (watched && isStale(watched, decision, now)) return asOf.replace("as of", "last confirmed");
      const age = Math.max(0, Math.floor((now - confirmedAt) / 1_000));
      return (
        <>
          · <span className="max-[719px]:hidden">updated </span>
          {age < 60 ? `${age} s ago` : `${Math.floor(age / 60)} min ago`}
        </>
      );
    }
    case "retry": {
      const leftMs = (watched?.settledAt ?? now) + (decision.delayMs ?? 0) - now;
      return (
        <>
          {leftMs > 0 ? `in ${Math.ceil(leftMs / 1_000)} s` : "now"}
          <span className="max-md:hidden">{asOf}</span>
        </>
      );
    }
    case "as-of":
      return asOf;
    case "none":
      return "";
  }
}

/** Stale is a change of state, so it is announced; the moment beside it is not. `isSpoken`: only that, on phones. */
function StaleBadge(props: { watched: Watched | undefined; decision: PollDecision; isSpoken: boolean }) {
  const { watched, decision, isSpoken } = props;
  const now = useNow(1_000);
  if (!watched?.run || !isStale(watched, decision, now)) return null;
  return (
    <span
      className={`rounded-bar border border-wait-line bg-wait-tint px-1 text-11 text-wait ${isSpoken ? "max-md:sr-only" : ""}`}
    >
      not confirmed
    </span>
  );
}

function Mark({ mark }: { mark: StripWords["mark"] }) {
  switch (mark) {
    case "live":
      return <span aria-hidden="true" className="size-2 rounded-full bg-accent outline-3 outline-accent-tint" />;
    case "ended":
      return <span aria-hidden="true" className="size-2 rounded-[2px] bg-ink-2" />;
    case "trouble":
      return <span aria-hidden="true" className="size-2 rounded-full border-2 border-wait" />;
    case "clock":
      return (
        <svg aria-hidden="true" viewBox="0 0 16 16" className="size-4 fill-none stroke-ink-2 stroke-[1.4]">
          <circle cx="8" cy="8" r="6" />
          <path d="M8 4.5V8l2.5 1.5" />
        </svg>
      );
    case "none":
      return null;
  }
}
