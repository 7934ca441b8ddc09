/** The line above the rows of the timeline: what the columns are, and the time axis; stays in sight while scrolling. */
import type { RefObject } from "react";
import { countText } from "../contract/count-text.ts";
import type { Step } from "../contract/step.ts";
import { FailureJump, type FailureWalk } from "./steps-failures.tsx";
import { Axis } from "./timeline-axis.tsx";
import type { Edge } from "./timeline-frame.ts";
import type { Scale } from "./timeline-scale.ts";
import type { Sight } from "./timeline-ticks.ts";

interface Props {
  readonly steps: readonly Step[];
  /** How many there are, while only the first are read. */
  readonly total: number | undefined;
  readonly failures: FailureWalk;
  readonly scale: Scale;
  readonly edge: Edge;
  readonly clockOffsetMs: number;
  /** What scrolls when the axis is zoomed. */
  readonly axis: RefObject<HTMLDivElement | null>;
  readonly isZoomed: boolean;
  readonly sight: Sight | undefined;
  readonly onScroll: () => void;
  readonly isNarrow: boolean;
  readonly isUnfolded: boolean;
  readonly onFold: (() => void) | undefined;
}

export function TimelineHead(props: Props) {
  const { steps, total, failures, isNarrow, scale, edge, clockOffsetMs, axis, isZoomed, sight, isUnfolded, onFold } =
    props;
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="sticky top-12 z-2 flex h-11 items-center border-b border-line bg-canvas px-4 text-12 text-ink-3 min-[720px]:h-7 min-[720px]:pr-0 min-[720px]:pl-6"
    >
      {isNarrow ? (
        <>
          <span role="columnheader" aria-label="Step" className="flex flex-1 items-center gap-3">
            Steps
            <FailureJump {...failures} />
          </span>
          <span role="columnheader">
            {total === undefined ? `${completedOf(steps)} of ${countText(steps.length)} completed` : "Counting…"}
          </span>
        </>
      ) : (
        <>
          <span
            role="columnheader"
            aria-label="Step"
            className="flex w-[224px] shrink-0 items-center justify-between pr-4"
          >
            Step
            <FailureJump {...failures} />
          </span>
          <span role="columnheader" className="w-[124px] shrink-0">
            Status
          </span>
          <span role="columnheader" className="w-[76px] shrink-0 text-right">
            Duration
          </span>
          <div
            role="columnheader"
            ref={axis}
            aria-label={isZoomed ? "Time, zoomed: scroll sideways" : "Time"}
            {...(isZoomed && { tabIndex: 0, onScroll: props.onScroll })}
            className={`relative ml-5 h-full min-w-0 flex-1 text-11 ${isZoomed ? "overflow-x-auto overflow-y-hidden [scrollbar-width:none] -outline-offset-2" : ""}`}
          >
            {scale.width > 0 && (
              <div className="relative h-full" style={{ width: isZoomed ? scale.width : "100%" }}>
                <Axis
                  scale={scale}
                  edge={edge}
                  clockOffsetMs={clockOffsetMs}
                  sight={sight}
                  isUnfolded={isUnfolded}
                  onFold={onFold}
                />
              </div>
            )}
          </div>
        </>
      )}
    </div>
  );
}

function completedOf(steps: readonly Step[]): string {
  return countText(steps.filter((step) => step.phase === "succeeded").length);
}
