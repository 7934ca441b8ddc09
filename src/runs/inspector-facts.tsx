/** When a step was asked, started and ended, what it waited for, and who is asked where it waits for a person. */
import type { ReactNode } from "react";
import { readApproval } from "../contract/read-approval.ts";
import type { Run } from "../contract/run.ts";
import type { Step } from "../contract/step.ts";
import type { StepsByKey } from "../contract/steps-by-key.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { Clock, formatCountdown, formatDuration, useNow } from "../ui/time.tsx";
import { NearClock } from "./near-clock.tsx";
import { isWaitStep } from "./timeline-bars.ts";

/** A shorter wait for a worker is no news. */
const QUEUE_WORTH_MS = 1_000;
/** A step that joins a fan-out may wait for thousands. */
const UPSTREAM_SHOWN = 5;

interface Props {
  readonly step: Step;
  readonly run: Run;
  readonly byKey: StepsByKey;
  readonly clockOffsetMs: number;
}

export function InspectorFacts({ step, run, byKey, clockOffsetMs }: Props) {
  const approval = step.phase === "waiting" ? readApproval(run.pendingApproval, run.status) : undefined;
  const asked = approval && (approval.nodeId === undefined || approval.nodeId === step.id) ? approval : undefined;
  const upstream = step.upstream.slice(0, UPSTREAM_SHOWN).map((key) => byKey.get(key)?.title ?? key);
  const more = step.upstream.length - upstream.length;
  const expiresAt = asked?.expiresAt;
  const waitedMs = (step.startedAt ?? Infinity) - (step.queuedAt ?? Infinity);
  return (
    <dl className="mb-5 grid gap-y-2 border-b border-line pb-5 empty:hidden">
      {waitedMs >= QUEUE_WORTH_MS && step.queuedAt !== undefined && (
        <Fact label="Queued">
          <Clock at={step.queuedAt} />
        </Fact>
      )}
      {step.startedAt !== undefined && (
        <Fact label={isWaitStep(step) ? "Asked" : "Started"}>
          <Clock at={step.startedAt} />
        </Fact>
      )}
      {step.endedAt !== undefined && (
        <Fact label={isWaitStep(step) && step.phase === "succeeded" ? "Answered" : "Ended"}>
          <NearClock at={step.endedAt} near={step.startedAt} />
        </Fact>
      )}
      {step.durationMs !== undefined && (
        <Fact label="Duration">
          {formatDuration(step.durationMs)}
          {step.durationFrom === "times" && <span className="text-ink-3"> · from its times</span>}
        </Fact>
      )}
      {expiresAt !== undefined && (
        <Fact label="Expires">
          <Clock at={expiresAt} /> <TimeLeft at={expiresAt} clockOffsetMs={clockOffsetMs} />
        </Fact>
      )}
      {asked && asked.assignees.length > 0 && (
        <Fact label="Assigned to">
          <AgentText text={asked.assignees.map((a) => a.label).join(", ")} />
        </Fact>
      )}
      {upstream.length > 0 && (
        <Fact label="Runs after">
          <AgentText text={upstream.join(", ")} />
          {more > 0 && ` and ${more} more`}
        </Fact>
      )}
      {step.when && (
        <Fact label="Runs if">
          <AgentText text={`${byKey.get(step.when.key)?.title ?? step.when.key}: ${step.when.branch}`} />
        </Fact>
      )}
      {step.iteration && (
        <Fact label="Iteration">
          {step.iteration.index + 1}
          {step.iteration.total !== undefined && ` of ${step.iteration.total}`}
        </Fact>
      )}
      {step.childRunId !== undefined && (
        <Fact label="Child run">
          <span className="font-mono text-12">
            <AgentText text={step.childRunId} />
          </span>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[104px_minmax(0,1fr)] gap-x-3">
      <dt className="text-12 leading-5 text-ink-3">{label}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}

function TimeLeft({ at, clockOffsetMs }: { at: number; clockOffsetMs: number }) {
  const left = at - useNow(1_000) - clockOffsetMs;
  return (
    <span aria-hidden="true" className="text-ink-3">
      {left > 0 ? `· in ${formatCountdown(left)}` : "· expired"}
    </span>
  );
}
