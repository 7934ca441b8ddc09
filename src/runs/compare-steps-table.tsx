/** Steps of two runs in one table: status and duration of each, the difference, and both as bars on one scale. */
import { countText } from "../contract/count-text.ts";
import type { Run } from "../contract/run.ts";
import type { Step } from "../contract/step.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { StatusIcon } from "../ui/status.tsx";
import { formatDuration } from "../ui/time.tsx";
import { differenceMs, pairSteps, type StepPair } from "./compare-steps.ts";
import { labelOf } from "./step-label.ts";
import { useSteps } from "./use-steps.ts";

/** Rows drawn; more are said to be left out. */
const SHOWN_MAX = 500;
const CELL = "border-b border-line py-2 pr-4 align-top";
const HEAD = "border-b border-line py-1.5 pr-4 text-11 font-normal text-ink-3";

export function CompareSteps({ a, b }: { a: Run; b: Run }) {
  const pairs = pairSteps(useSteps(a), useSteps(b));
  const longest = pairs.reduce((most, one) => Math.max(most, one.a?.durationMs ?? 0, one.b?.durationMs ?? 0), 1);
  if (pairs.length === 0) return null;
  return (
    <section aria-label="Steps compared" className="border-t border-line px-6 py-4 max-md:px-4">
      <h2 className="mb-2 text-15 font-semibold">Steps</h2>
      <table aria-label="Steps" className="w-full border-collapse text-left text-13">
        <thead>
          <tr>
            <th className={HEAD}>Step</th>
            <th className={HEAD}>First</th>
            <th className={HEAD}>Second</th>
            <th className={`${HEAD} text-right`}>Difference</th>
            <th className={`${HEAD} w-[30%] pr-0 max-md:hidden`}>
              First above second, {formatDuration(longest)} in all
            </th>
          </tr>
        </thead>
        <tbody>
          {pairs.slice(0, SHOWN_MAX).map((pair) => (
            <PairRow key={pair.key} pair={pair} longest={longest} />
          ))}
        </tbody>
      </table>
      {pairs.length > SHOWN_MAX && (
        <p className="mt-3 text-12 text-ink-3">
          The first {SHOWN_MAX} of {countText(pairs.length)} steps.
        </p>
      )}
    </section>
  );
}

function PairRow({ pair, longest }: { pair: StepPair; longest: number }) {
  const { a, b } = pair;
  const ms = differenceMs(pair);
  return (
    <tr>
      <th scope="row" className={`${CELL} font-normal break-words`}>
        <AgentText text={(a ?? b)?.title ?? ""} />
      </th>
      <StepCell step={a} />
      <StepCell step={b} />
      <td className={`${CELL} text-right whitespace-nowrap text-ink-2`}>{ms !== undefined && signed(ms)}</td>
      <td aria-hidden="true" className={`${CELL} pr-0 max-md:hidden`}>
        <StepBar step={a} longest={longest} />
        <StepBar step={b} longest={longest} />
      </td>
    </tr>
  );
}

/** A minus of its own width, as in every other figure. */
function signed(ms: number): string {
  if (Math.abs(ms) < 0.5) return "same";
  return `${ms > 0 ? "+" : "−"}${formatDuration(Math.abs(ms))}`;
}

function StepCell({ step }: { step: Step | undefined }) {
  if (!step) return <td className={`${CELL} text-ink-3`}>not in this run</td>;
  return (
    <td className={CELL}>
      <span className="flex flex-wrap items-center gap-x-1.5 text-12 text-ink-2">
        <StatusIcon phase={step.phase} />
        <AgentText text={labelOf(step)} />
        {step.durationMs !== undefined && (
          <span className="whitespace-nowrap text-ink">{formatDuration(step.durationMs)}</span>
        )}
      </span>
    </td>
  );
}

function StepBar({ step, longest }: { step: Step | undefined; longest: number }) {
  const ms = step?.durationMs;
  const look = step?.phase === "failed" ? "bg-bar-fail" : "bg-bar-ok";
  return (
    <div className="mb-0.5 h-2">
      {ms !== undefined && (
        <div className={`h-2 min-w-[3px] rounded-bar ${look}`} style={{ width: `${(ms / longest) * 100}%` }} />
      )}
    </div>
  );
}
