/** Many iterations of one step in one row: how many ended how, and when. */
import { memo } from "react";
import { later } from "../ui/later.tsx";
import { foldName, foldParts } from "./step-label.ts";
import type { FoldRow } from "./steps-rows.ts";
import { FailedButton, nameCell } from "./timeline-name.tsx";
import { isSameRow } from "./timeline-same.ts";
import type { Scale } from "./timeline-scale.ts";

/** Few runs have folds; the row stands there without it. */
const LaterFoldTime = later(async () => (await import("./timeline-fold-time.tsx")).FoldTime);

interface Props {
  readonly row: FoldRow;
  readonly index: number;
  /** Px. */
  readonly rowHeight: number;
  readonly scale: Scale;
  readonly isActive: boolean;
  readonly isCritical: boolean;
  readonly seenAt: string | undefined;
  readonly plotClass: string;
  readonly isNarrow: boolean;
}

export const TimelineFoldRow = memo(FoldTimelineRow, isSameRow);

function FoldTimelineRow(props: Props) {
  const { row, index, rowHeight, scale, isActive, isCritical, seenAt, plotClass, isNarrow } = props;
  const time = (
    <LaterFoldTime.Soon
      steps={row.fold.steps}
      scale={scale}
      isKnown={seenAt === undefined}
      isThin={isNarrow}
      plotClass={plotClass}
    />
  );
  const name = nameCell({
    row,
    edge: isNarrow ? 16 : 24,
    bracket: undefined,
    isCritical,
    className: isNarrow ? "min-w-0 flex-1" : "w-[224px] shrink-0 pr-3",
  });
  return (
    <div
      role="row"
      data-index={index}
      aria-label={foldName(row, seenAt)}
      aria-rowindex={index + 2}
      aria-level={row.level}
      aria-expanded={row.isOpen}
      tabIndex={isActive ? 0 : -1}
      className={`absolute inset-x-0 cursor-pointer scroll-mt-20 text-13 text-ink hover:bg-ink/[0.03] focus-visible:z-1 focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent ${isNarrow ? "border-b border-line px-4 pt-2 last:border-b-0" : "flex items-center pl-6"}`}
      style={{ top: index * rowHeight, height: rowHeight }}
    >
      {isNarrow ? (
        <>
          <div className="flex h-5 items-center gap-2">
            {name}
            <FoldCounts row={row} seenAt={seenAt} className="justify-end" />
          </div>
          {time}
        </>
      ) : (
        <>
          {name}
          <FoldCounts row={row} seenAt={seenAt} className="w-[136px] shrink-0" />
          {time}
        </>
      )}
    </div>
  );
}

/** `700 done`, `12 failed`: two lines of them fit. */
export function FoldCounts(props: { row: FoldRow; seenAt: string | undefined; className: string }) {
  const { row, seenAt, className } = props;
  return (
    <div
      role="gridcell"
      className={`flex max-h-full flex-wrap content-center items-center gap-x-2 overflow-hidden text-11 whitespace-nowrap text-ink-3 max-[719px]:overflow-visible ${className}`}
    >
      {foldParts(row.counts, seenAt).map(({ phase, text }) =>
        phase === "failed" ? (
          <FailedButton key={phase} count={row.counts.failed} title={row.fold.title} />
        ) : (
          <span key={phase}>{text}</span>
        ),
      )}
    </div>
  );
}
