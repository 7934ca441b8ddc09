/** A running run in which nothing has changed for long: Running must not hide that. */
import type { Step } from "../contract/step.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { formatDuration, useNow } from "../ui/time.tsx";
import { Notice } from "./notice.tsx";

/** Ten minutes without any step changing is worth a line. */
const STUCK_MS = 600_000;

export function StuckNotice({ steps, clockOffsetMs }: { steps: readonly Step[]; clockOffsetMs: number }) {
  const now = useNow(10_000) + clockOffsetMs;
  const last = lastChange(steps);
  if (!last || now - last.at < STUCK_MS || steps.some((step) => step.phase === "waiting")) return null;
  return (
    <Notice label="No progress">
      <strong className="font-semibold">
        No step changed for {formatDuration(Math.floor((now - last.at) / 60_000) * 60_000)}.
      </strong>{" "}
      Last: <AgentText text={last.step.title} />
      {last.step.attempt !== undefined && last.step.attempt > 1 && `, attempt ${last.step.attempt}`}.
    </Notice>
  );
}

/** The step with the newest time, epoch ms. */
export function lastChange(steps: readonly Step[]): { step: Step; at: number } | undefined {
  let last: { step: Step; at: number } | undefined;
  for (const step of steps) {
    const times = [step.startedAt, step.endedAt, ...step.attempts.flatMap((a) => [a.startedAt, a.endedAt])];
    for (const at of times) if (at !== undefined && (!last || at > last.at)) last = { step, at };
  }
  return last;
}
