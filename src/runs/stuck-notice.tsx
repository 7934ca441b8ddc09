/** A run that goes on and gets nowhere: Running must not hide that. Server clock throughout. */
import type { Run } from "../contract/run.ts";
import type { Step } from "../contract/step.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { formatAgo, formatDuration, useNow } from "../ui/time.tsx";
import { Notice } from "./notice.tsx";
import { progressOf, type Retrying, stuckOf } from "./stuck.ts";
import { useUsual } from "./use-usual.ts";

interface Props {
  readonly agentId: number;
  readonly run: Run;
  readonly steps: readonly Step[];
  readonly clockOffsetMs: number;
  /** Server time of the last answer when the run is not followed: nobody knows what happened since. */
  readonly seenAt: number | undefined;
}

export function StuckNotice({ agentId, run, steps, clockOffsetMs, seenAt }: Props) {
  const usual = useUsual(agentId, run);
  const clock = useNow(10_000) + clockOffsetMs;
  const now = seenAt ?? clock;
  const progress = progressOf(steps);
  const stuck = stuckOf(
    { ...progress, isWaiting: progress.isWaiting || run.status === "awaiting_human" },
    now,
    usual?.p90Ms,
  );
  const { cause } = run.runlight;
  if (!stuck && cause === undefined) return null;
  const [first, ...others] = stuck?.retrying ?? [];
  return (
    <Notice label={stuck ? "No progress" : "Not live"}>
      {stuck?.quietSince !== undefined && (
        <>
          <strong className="font-semibold">No step changed for {wholeMinutes(now - stuck.quietSince)}.</strong>{" "}
          {stuck.last && first?.step !== stuck.last && (
            <>
              Last: <AgentText text={stuck.last.title} />.{" "}
            </>
          )}
        </>
      )}
      {first && (
        <RetryLine
          retrying={first}
          clockOffsetMs={clockOffsetMs}
          seenAt={seenAt}
          lead={stuck?.quietSince === undefined ? "news" : first.step === stuck.last ? "last" : "also"}
        />
      )}
      {others.length > 0 &&
        ` ${others.length} more ${others.length === 1 ? "step is" : "steps are"} being tried again.`}
      {cause !== undefined && (
        <>
          {stuck && " "}
          {stuck ? (
            "Not read from the running workflow: "
          ) : (
            <strong className="font-semibold">Not read from the running workflow: </strong>
          )}
          <AgentText text={cause} />
        </>
      )}
    </Notice>
  );
}

interface RetryProps extends Pick<Props, "clockOffsetMs" | "seenAt"> {
  readonly retrying: Retrying;
  /** What stands before the attempt: the news itself, or more about the step that changed last, or about another. */
  readonly lead: "news" | "last" | "also";
}

/** `Last: Fetch orders, attempt 7 of 10, last failed 2 min ago: HttpError 502, …, next try in 41 s.` */
function RetryLine({ retrying, clockOffsetMs, seenAt, lead }: RetryProps) {
  const clock = useNow(1_000) + clockOffsetMs;
  const now = seenAt ?? clock;
  const { step, attempt, failedAt, reason, nextAt } = retrying;
  const of = step.maxAttempts !== undefined && step.maxAttempts >= attempt ? ` of ${step.maxAttempts}` : "";
  const title = <AgentText text={step.title} />;
  return (
    <>
      {lead === "last" && "Last: "}
      {lead === "news" ? <strong className="font-semibold">{title} is being tried again</strong> : title}
      {lead === "news" ? ": " : ", "}attempt {attempt}
      {of}
      {(failedAt !== undefined || reason !== undefined) && (
        <>
          , last failed{failedAt !== undefined && ` ${formatAgo(failedAt, now)}`}
          {reason !== undefined && (
            <>
              : <AgentText text={reason.slice(0, REASON_MAX)} />
            </>
          )}
        </>
      )}
      {nextAt !== undefined &&
        nextAt > now &&
        `, next try in ${formatDuration(Math.ceil((nextAt - now) / 1_000) * 1_000)}`}
      .
    </>
  );
}

const REASON_MAX = 200;

function wholeMinutes(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return minutes < 60 ? `${minutes} min` : formatDuration(minutes * 60_000);
}
