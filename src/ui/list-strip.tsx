/** Whether the list refreshes and how fresh it is. */
import type { Problem } from "../contract/problem.ts";
import { AgentText } from "./agent-text.tsx";
import { Button } from "./button.tsx";
import { formatAgo, formatClock, useNow } from "./time.tsx";

/** `confirmedAt`: client epoch ms of the last good answer, 0 before the first. */
export function ListStrip(props: {
  confirmedAt: number;
  problem: Problem | undefined;
  onRetry: () => void;
  onSignIn: () => void;
}) {
  const { confirmedAt, problem, onRetry, onSignIn } = props;
  return (
    <div className="flex shrink-0 items-center gap-1 whitespace-nowrap">
      <span
        aria-hidden="true"
        className={`mr-1 size-2 rounded-full ${problem ? "border-2 border-wait" : "bg-accent outline-3 outline-accent-tint"} ${confirmedAt === 0 && !problem ? "invisible" : ""}`}
      />
      <span role="status" aria-label="Live updates" className="font-semibold">
        {problem ? <AgentText text={problem.title} /> : confirmedAt === 0 ? "Loading" : "Live"}
      </span>
      {confirmedAt > 0 && (
        <span aria-hidden="true" className="text-ink-2">
          · {problem ? `as of ${formatClock(confirmedAt)}` : <Age at={confirmedAt} />}
        </span>
      )}
      {problem?.status === 401 ? (
        <Button onClick={onSignIn}>Sign in</Button>
      ) : (
        problem && confirmedAt > 0 && <Button onClick={onRetry}>Try now</Button>
      )}
    </div>
  );
}

function Age({ at }: { at: number }) {
  const now = useNow(1_000);
  return (
    <>
      <span className="max-md:hidden">updated </span>
      {formatAgo(at, Math.max(at, now))}
    </>
  );
}
