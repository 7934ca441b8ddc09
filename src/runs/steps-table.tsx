/** The steps as a sortable table: the same rows, keys and names as the timeline, without the axis. */
import { Clock } from "../ui/time.tsx";
import { NARROW, useMedia } from "../ui/use-media.ts";
import { nextSort, type Sort, SORT_COLUMNS, type SortColumn } from "./sort-steps.ts";
import { NARROW_ROW_HEIGHT, useRowHeight } from "./row-height.ts";
import { FailureJump, type FailureWalk } from "./steps-failures.tsx";
import { foldName, rowName } from "./step-label.ts";
import type { FoldRow, StepRow } from "./steps-rows.ts";
import { FoldCounts } from "./timeline-fold-row.tsx";
import { nameCell, rowText } from "./timeline-name.tsx";
import { rowMarks, statusCell, stepTime } from "./timeline-row.tsx";
import { type GridProps, useStepsGrid } from "./use-steps-grid.ts";

const COLUMNS: Record<SortColumn, { label: string; className: string }> = {
  step: { label: "Step", className: "min-w-0 flex-1" },
  kind: { label: "Kind", className: "w-28 shrink-0 max-[899px]:hidden" },
  status: { label: "Status", className: "w-[124px] shrink-0" },
  attempts: { label: "Attempts", className: "w-20 shrink-0 justify-end text-right max-[719px]:hidden" },
  started: { label: "Started", className: "w-32 shrink-0 justify-end text-right max-[719px]:hidden" },
  duration: { label: "Duration", className: "w-24 shrink-0 justify-end text-right max-[719px]:w-18" },
};

interface Props extends GridProps {
  readonly critical: ReadonlySet<string>;
  readonly failures: FailureWalk;
  readonly sort: Sort | undefined;
  readonly onSort: (sort: string | undefined) => void;
  readonly seenAt: string | undefined;
  readonly clockOffsetMs: number;
}

export function StepsTable(props: Props) {
  const { rows, critical, sort, onSort, selectedKey, seenAt, clockOffsetMs } = props;
  const isNarrow = useMedia(NARROW);
  const rowHeight = useRowHeight();
  const { shown, active, onKeyDown, onClick, watchBody } = useStepsGrid({ ...props, rowHeight });
  return (
    <div role="treegrid" aria-label="Steps" aria-rowcount={rows.length + 1} onKeyDown={onKeyDown} onClick={onClick}>
      <div
        role="row"
        aria-rowindex={1}
        className="sticky top-12 z-2 flex h-7 items-center gap-3 border-b border-line bg-canvas px-4 text-12 text-ink-3 max-[719px]:h-11 max-[719px]:gap-2 min-[720px]:px-6"
      >
        {SORT_COLUMNS.map((column) => (
          <span
            key={column}
            role="columnheader"
            aria-label={COLUMNS[column].label}
            aria-sort={sort?.column !== column ? "none" : sort.isDown ? "descending" : "ascending"}
            className={`flex items-center gap-4 ${COLUMNS[column].className}`}
          >
            <button
              type="button"
              className="relative touch-target h-6 cursor-pointer rounded-bar hover:text-ink focus-visible:outline-2 focus-visible:outline-accent"
              onClick={() => onSort(nextSort(sort, column))}
            >
              {COLUMNS[column].label}
              {sort?.column === column && <span aria-hidden="true"> {sort.isDown ? "↓" : "↑"}</span>}
            </button>
            {column === "step" && !isNarrow && <FailureJump {...props.failures} />}
          </span>
        ))}
      </div>
      <div role="rowgroup" ref={watchBody} className="relative" style={{ height: rows.length * rowHeight }}>
        {shown.map((index) => {
          const row = rows[index];
          if (!row) return null;
          const shared = { index, rowHeight, isActive: index === active, seenAt };
          return row.kind === "fold" ? (
            <FoldTableRow
              key={row.id}
              {...shared}
              row={row}
              isCritical={critical.size > 0 && row.fold.steps.some(({ key }) => critical.has(key))}
            />
          ) : (
            <TableRow
              key={row.id}
              {...shared}
              row={row}
              isSelected={row.step.key === selectedKey}
              isCritical={critical.has(row.step.key)}
              clockOffsetMs={clockOffsetMs}
            />
          );
        })}
      </div>
    </div>
  );
}

const ROW =
  "absolute inset-x-0 flex cursor-pointer scroll-mt-20 items-center gap-3 border-b border-line px-4 text-13 max-[719px]:gap-2 last:border-b-0 focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent min-[720px]:px-6";

interface RowBase {
  readonly index: number;
  readonly rowHeight: number;
  readonly isActive: boolean;
  readonly isCritical: boolean;
  readonly seenAt: string | undefined;
}

function TableRow(props: RowBase & { row: StepRow; isSelected: boolean; clockOffsetMs: number }) {
  const { row, index, rowHeight, isSelected, isActive, isCritical, seenAt, clockOffsetMs } = props;
  const { step } = row;
  return (
    <div
      role="row"
      data-index={index}
      aria-label={rowName(step, seenAt, rowMarks(props))}
      aria-rowindex={index + 2}
      aria-level={row.level}
      aria-expanded={row.isOpen}
      aria-selected={isSelected}
      tabIndex={isActive ? 0 : -1}
      className={`${ROW} ${isSelected ? "bg-selected" : "hover:bg-ink/[0.03]"}`}
      style={{ top: index * rowHeight, height: rowHeight }}
    >
      {isSelected && <span aria-hidden="true" className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
      {tableName(row, isCritical, rowHeight)}
      <span role="gridcell" className={`truncate text-12 text-ink-3 ${COLUMNS.kind.className}`}>
        {step.kind !== undefined && rowText(step.kind)}
      </span>
      {statusCell(step, seenAt)}
      <span role="gridcell" className={`text-ink-2 ${COLUMNS.attempts.className}`}>
        {step.attempts.length > 0 ? step.attempts.length : step.attempt}
      </span>
      <span role="gridcell" className={`text-ink-2 ${COLUMNS.started.className}`}>
        {step.startedAt !== undefined && <Clock at={step.startedAt} />}
      </span>
      <span role="gridcell" className={`text-ink-2 ${COLUMNS.duration.className}`}>
        {stepTime(step, seenAt, clockOffsetMs)}
      </span>
    </div>
  );
}

/** Counts where a step has its figures: they are what can be said of many at once. */
function FoldTableRow(props: RowBase & { row: FoldRow }) {
  const { row, index, rowHeight, isActive, isCritical, seenAt } = props;
  return (
    <div
      role="row"
      data-index={index}
      aria-label={foldName(row, seenAt)}
      aria-rowindex={index + 2}
      aria-level={row.level}
      aria-expanded={row.isOpen}
      tabIndex={isActive ? 0 : -1}
      className={`${ROW} hover:bg-ink/[0.03]`}
      style={{ top: index * rowHeight, height: rowHeight }}
    >
      {tableName(row, isCritical, rowHeight)}
      <FoldCounts row={row} seenAt={seenAt} className="justify-end" />
    </div>
  );
}

function tableName(row: StepRow | FoldRow, isCritical: boolean, rowHeight: number) {
  const edge = rowHeight === NARROW_ROW_HEIGHT ? 16 : 24;
  return nameCell({ row, edge, bracket: undefined, isCritical, className: COLUMNS.step.className });
}
