/** One step on a phone: a line of text, and its bar 4 px high under it on the axis of the whole run. */
import { memo } from "react";
import { piecesOf } from "./timeline-bars.ts";
import { nameCell } from "./timeline-name.tsx";
import { pieceBar } from "./timeline-piece.tsx";
import { rowName } from "./step-label.ts";
import { rowMarks, type RowProps, statusCell, stepTime } from "./timeline-row.tsx";
import { isSameRow } from "./timeline-same.ts";

export const NarrowRow = memo(NarrowStepRow, isSameRow);

function NarrowStepRow(props: Omit<RowProps, "room" | "note" | "Note" | "bracket" | "plotClass">) {
  const { row, index, rowHeight, scale, isSelected, isActive, isCritical, seenAt } = props;
  const { step } = row;
  const hasRun = step.startedAt !== undefined || step.phase === "running" || step.phase === "waiting";
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
      className={`absolute inset-x-0 cursor-pointer scroll-mt-20 border-b border-line px-4 last:border-b-0 pt-2 text-13 focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent ${hasRun ? "text-ink" : "text-ink-3"}`}
      style={{ top: index * rowHeight, height: rowHeight }}
    >
      <div className="flex h-5 items-center gap-2">
        {nameCell({ row, edge: 16, bracket: undefined, isCritical, className: "min-w-0 flex-1" })}
        {statusCell(step, seenAt)}
        <span role="gridcell" className="min-w-13 shrink-0 text-right text-ink-2">
          {stepTime(step, seenAt, props.clockOffsetMs)}
        </span>
      </div>
      <div role="gridcell" aria-hidden="true" className="pointer-events-none relative mt-1.5 h-1">
        {scale.width > 0 &&
          piecesOf(step).map((piece) => pieceBar(piece, { scale, isKnown: seenAt === undefined, isThin: true }))}
      </div>
    </div>
  );
}
