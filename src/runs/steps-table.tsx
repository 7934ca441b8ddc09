/** The steps as a sortable table: the same rows, keys and names as the timeline, without the axis. */
import type { Step } from "../contract/step.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { Clock } from "../ui/time.tsx";
import { nextSort, type Sort, SORT_COLUMNS, type SortColumn, sortSteps } from "./sort-steps.ts";
import { rowName } from "./step-label.ts";
import { ROW_HEIGHT, StatusCell, StepTime } from "./timeline-row.tsx";
import { useStepsGrid } from "./use-steps-grid.ts";

const COLUMNS: Record<SortColumn, { label: string; className: string }> = {
  step: { label: "Step", className: "min-w-0 flex-1" },
  kind: { label: "Kind", className: "w-28 shrink-0 max-[899px]:hidden" },
  status: { label: "Status", className: "w-[124px] shrink-0" },
  attempts: { label: "Attempts", className: "w-20 shrink-0 text-right max-[719px]:hidden" },
  started: { label: "Started", className: "w-32 shrink-0 text-right max-[719px]:hidden" },
  duration: { label: "Duration", className: "w-24 shrink-0 text-right" },
};

interface Props {
  readonly rows: readonly Step[];
  readonly sort: Sort | undefined;
  readonly onSort: (sort: string | undefined) => void;
  readonly selectedKey: string | undefined;
  readonly onSelect: (key: string, how: { isQuiet: boolean }) => void;
  readonly seenAt: string | undefined;
  readonly clockOffsetMs: number;
}

export function StepsTable({ rows, sort, onSort, selectedKey, onSelect, seenAt, clockOffsetMs }: Props) {
  const sorted = sortSteps(rows, sort);
  const { shown, active, onKeyDown, onClick, watchBody } = useStepsGrid({
    rows: sorted,
    rowHeight: ROW_HEIGHT,
    selectedKey,
    onSelect,
  });
  return (
    <div role="treegrid" aria-label="Steps" aria-rowcount={sorted.length + 1} onKeyDown={onKeyDown} onClick={onClick}>
      <div
        role="row"
        aria-rowindex={1}
        className="sticky top-12 z-2 flex h-7 items-center gap-3 border-b border-line bg-canvas px-4 text-12 text-ink-3 min-[720px]:px-6"
      >
        {SORT_COLUMNS.map((column) => (
          <span
            key={column}
            role="columnheader"
            aria-sort={sort?.column !== column ? "none" : sort.isDown ? "descending" : "ascending"}
            className={COLUMNS[column].className}
          >
            <button
              type="button"
              className="relative touch-target h-6 cursor-pointer rounded-bar hover:text-ink focus-visible:outline-2 focus-visible:outline-accent"
              onClick={() => onSort(nextSort(sort, column))}
            >
              {COLUMNS[column].label}
              {sort?.column === column && <span aria-hidden="true"> {sort.isDown ? "↓" : "↑"}</span>}
            </button>
          </span>
        ))}
      </div>
      <div role="rowgroup" ref={watchBody} className="relative" style={{ height: sorted.length * ROW_HEIGHT }}>
        {shown.map((index) => {
          const step = sorted[index];
          return (
            step && (
              <TableRow
                key={step.key}
                step={step}
                index={index}
                isSelected={step.key === selectedKey}
                isActive={index === active}
                seenAt={seenAt}
                clockOffsetMs={clockOffsetMs}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

function TableRow(props: {
  step: Step;
  index: number;
  isSelected: boolean;
  isActive: boolean;
  seenAt: string | undefined;
  clockOffsetMs: number;
}) {
  const { step, index, isSelected, isActive, seenAt, clockOffsetMs } = props;
  return (
    <div
      role="row"
      data-index={index}
      aria-label={rowName(step, seenAt)}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      tabIndex={isActive ? 0 : -1}
      className={`absolute inset-x-0 flex h-9 cursor-pointer scroll-mt-20 items-center gap-3 border-b border-line px-4 text-13 last:border-b-0 focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent min-[720px]:px-6 ${isSelected ? "bg-selected" : "hover:bg-ink/[0.03]"}`}
      style={{ top: index * ROW_HEIGHT }}
    >
      {isSelected && <span aria-hidden="true" className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
      <span role="gridcell" className={`truncate ${COLUMNS.step.className}`}>
        <AgentText text={step.title} />
      </span>
      <span role="gridcell" className={`truncate text-12 text-ink-3 ${COLUMNS.kind.className}`}>
        {step.kind !== undefined && <AgentText text={step.kind} />}
      </span>
      <StatusCell step={step} seenAt={seenAt} />
      <span role="gridcell" className={`text-ink-2 ${COLUMNS.attempts.className}`}>
        {step.attempts.length > 0 ? step.attempts.length : step.attempt}
      </span>
      <span role="gridcell" className={`text-ink-2 ${COLUMNS.started.className}`}>
        {step.startedAt !== undefined && <Clock at={step.startedAt} />}
      </span>
      <span role="gridcell" className={`text-ink-2 ${COLUMNS.duration.className}`}>
        <StepTime step={step} seenAt={seenAt} clockOffsetMs={clockOffsetMs} />
      </span>
    </div>
  );
}
