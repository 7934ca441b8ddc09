/** The last runs as bars, oldest first: as high as they took long, coloured where they are no success. */
import { isEnded, type Run } from "../contract/run.ts";
import { durationOf } from "../contract/run-figures.ts";
import { phaseOf } from "../contract/step-words.ts";
import type { Phase } from "../contract/step.ts";
import { readTime } from "../contract/times.ts";

export const BARS_MOST = 24;
const BAR_PX = 4;
const GAP_PX = 2;
const HEIGHT_PX = 28;

const FILLS: Partial<Record<Phase, string>> = {
  running: "fill-bar-run",
  waiting: "fill-hatch-a",
  failed: "fill-bar-fail",
};

/**
 * `runs`: newest first; `now`: epoch ms, for those that go on. Square roots of durations, so that one long run leaves the others to be seen.
 * `room`: for how many bars there is width; fewer stand at its right end, where now is.
 */
export function RunBars({ runs, now, room = BARS_MOST }: { runs: readonly Run[]; now: number; room?: number }) {
  const bars = runs.slice(0, BARS_MOST).toReversed();
  const roots = bars.map((run) => Math.sqrt(heightMs(run, now)));
  const most = Math.max(1, ...roots);
  const from = room - bars.length;
  return (
    <svg aria-hidden="true" width={room * (BAR_PX + GAP_PX) - GAP_PX} height={HEIGHT_PX} className="block">
      {bars.map((run, index) => {
        const height = Math.max(2, Math.round(((roots[index] ?? 0) / most) * HEIGHT_PX));
        return (
          <rect
            key={run.id}
            x={(from + index) * (BAR_PX + GAP_PX)}
            y={HEIGHT_PX - height}
            width={BAR_PX}
            height={height}
            rx={1}
            className={FILLS[phaseOf(run.status)] ?? "fill-bar-ok"}
          />
        );
      })}
    </svg>
  );
}

function heightMs(run: Run, now: number): number {
  const startedAt = readTime(run.startedAt);
  return durationOf(run) ?? (startedAt === undefined || isEnded(run) ? 0 : Math.max(0, now - startedAt));
}
