/** The steps of a run with their toolbar, as timeline or table. */
import type { Run } from "../contract/run.ts";
import type { Step } from "../contract/step.ts";
import type { PlacePatch, RunPlace } from "./run-place.ts";
import { readSort } from "./sort-steps.ts";
import { StepsTable } from "./steps-table.tsx";
import { StepsToolbar } from "./steps-toolbar.tsx";
import { Timeline } from "./timeline.tsx";
import type { Frame } from "./timeline-frame.ts";
import { filterSteps } from "./timeline-rows.ts";
import { offsetLabel } from "./timeline-ticks.ts";

interface Props {
  readonly run: Run;
  readonly steps: readonly Step[];
  readonly frame: Frame | undefined;
  readonly place: RunPlace;
  readonly change: (patch: PlacePatch, how?: { isQuiet: boolean }) => void;
  readonly selectedKey: string | undefined;
  readonly onSelect: (key: string, how: { isQuiet: boolean }) => void;
  readonly clockOffsetMs: number;
}

export function StepsSection({ run, steps, frame, place, change, selectedKey, onSelect, clockOffsetMs }: Props) {
  const rows = filterSteps(steps, place);
  const seenAt = frame?.edge.kind === "seen" ? `at ${offsetLabel(frame.edge.at - frame.startAt)}` : undefined;
  const shared = { rows, selectedKey, onSelect, clockOffsetMs, seenAt };
  return (
    <section aria-label="Steps of the run">
      <StepsToolbar place={place} change={change} steps={steps} seenAt={seenAt} />
      <div className="border-t border-line">
        {place.view === "table" ? (
          <StepsTable {...shared} sort={readSort(place.sort)} onSort={(sort) => change({ sort })} />
        ) : (
          <Timeline {...shared} steps={steps} frame={frame} decisions={run.runlight.decisions ?? NONE} />
        )}
      </div>
      {rows.length === 0 && (
        <p className="px-4 py-6 text-13 text-ink-2 min-[720px]:px-6">
          {steps.length === 0 ? (
            "The answer holds no steps."
          ) : (
            <>
              None of {steps.length} steps is like that.{" "}
              <button
                type="button"
                className="cursor-pointer text-accent underline underline-offset-2"
                onClick={() => change({ find: "", phase: "" })}
              >
                Show all steps
              </button>
            </>
          )}
        </p>
      )}
    </section>
  );
}

const NONE = [] as const;
