/** The run is over but its history can't be read: the server's reason word for word, and what that leaves unknown. */
import type { Run } from "../contract/run.ts";
import { readTime } from "../contract/times.ts";
import type { Watched } from "../contract/watching.ts";
import { AgentRegion } from "../ui/agent-region.tsx";
import { LinkedText } from "../ui/linked-text.tsx";
import { Clock, formatDuration } from "../ui/time.tsx";
import { MaskedField } from "./masked-field.tsx";

export function HistoryNotice({ run, watched }: { run: Run; watched: Watched }) {
  if (run.historyUnavailableReason === undefined) return null;
  const checkedAt = watched.settledAt;
  return (
    <section
      aria-label="History unavailable"
      className="flex flex-wrap items-end gap-x-3 gap-y-2 min-[720px]:gap-x-6 border-b border-line bg-sunken px-4 py-4 text-13 min-[720px]:px-6"
    >
      <svg
        aria-hidden="true"
        viewBox="0 0 16 16"
        className="size-4 shrink-0 self-start fill-none stroke-ink stroke-[1.3] min-[720px]:-mr-3"
      >
        <circle cx="8" cy="8" r="6.6" />
        <path d="M8 7.2v4M8 4.6v1" />
      </svg>
      <div className="grid min-w-0 flex-1 gap-1">
        <p>
          <strong className="font-semibold">History unavailable.</strong> The run is over, but its history can no longer
          be read.
        </p>
        <AgentRegion label="Reason" by="The server says:">
          <MaskedField
            run={run}
            pointer="/historyUnavailableReason"
            text={run.historyUnavailableReason}
            label="Reason"
            isBelow
          >
            <p className="font-mono text-12 leading-5 break-words whitespace-pre-wrap">
              <LinkedText text={run.historyUnavailableReason} />
            </p>
          </MaskedField>
        </AgentRegion>
        <p className="text-ink-2">
          <Unknown run={run} />
        </p>
      </div>
      {watched.sinceEnd > 0 && checkedAt !== undefined && (
        <p className="text-12 text-ink-2">
          Checked {watched.sinceEnd} {watched.sinceEnd === 1 ? "time" : "times"}, last{" "}
          <Clock at={checkedAt + watched.clockOffsetMs} />
        </p>
      )}
    </section>
  );
}

function Unknown({ run }: { run: Run }) {
  const asOf = readTime(run.runlight.asOf ?? "");
  const endedAt = readTime(run.endedAt ?? "");
  if (run.workflowNodes === undefined && run.taskResult === undefined && run.taskError === undefined) {
    return "No steps came with this answer: only what is shown here is known.";
  }
  if (asOf === undefined) return "What is shown below is the last live answer; it may not be the end of the run.";
  return (
    <>
      {run.workflowNodes === undefined ? "Below is" : "Steps below are"} the last live answer, kept by this server at{" "}
      <Clock at={asOf} />.
      {endedAt !== undefined &&
        endedAt > asOf &&
        ` What happened in the ${unknownFor(endedAt - asOf)} after that is not known.`}
    </>
  );
}

function unknownFor(ms: number): string {
  return ms < 60_000 ? `${Math.round(ms / 1_000)} s` : formatDuration(ms);
}
