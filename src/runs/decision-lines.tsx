/** Who decided what, when and why: for every viewer, as long as the run can be seen. */
import type { Decision } from "../contract/decision.ts";
import type { Step } from "../contract/step.ts";
import { readTime } from "../contract/times.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { StatusIcon } from "../ui/status.tsx";
import { NearClock } from "./near-clock.tsx";

const WORDS = { approve: "Approved", reject: "Rejected", timed_out: "Nobody answered in time" } as const;
const PHASES = { approve: "succeeded", reject: "cancelled", timed_out: "failed" } as const;

interface Props {
  readonly decisions: readonly Decision[];
  readonly steps: readonly Step[];
  /** Of the run, epoch ms. */
  readonly startedAt: number | undefined;
}

export function DecisionLines({ decisions, steps, startedAt }: Props) {
  return decisions.map((decision) => {
    const step = steps.find((candidate) => candidate.id === decision.nodeId);
    const at = readTime(decision.at);
    return (
      <section
        key={`${decision.approvalId}${decision.at}`}
        aria-label="Decision"
        className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-t border-line px-4 py-3.5 text-13 min-[720px]:px-6"
      >
        <span className="self-center">
          <StatusIcon phase={PHASES[decision.decision]} />
        </span>
        <p className="min-w-0 flex-1 break-words">
          <strong className="font-semibold">
            {WORDS[decision.decision]}
            {decision.by !== "" && (
              <>
                {" by "}
                <AgentText text={decision.by} />
              </>
            )}
          </strong>{" "}
          <span className="text-ink-2">
            {at !== undefined && <NearClock at={at} near={startedAt} />}
            {decision.comment !== undefined && decision.comment !== "" && (
              <>
                {" “"}
                <AgentText text={decision.comment} />”
              </>
            )}
          </span>
        </p>
        {step && (
          <span className="text-12 text-ink-3">
            <AgentText text={step.title} />
          </span>
        )}
      </section>
    );
  });
}
