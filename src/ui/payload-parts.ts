/** Very long lists in parts: browsers draw nothing beyond some millions of pixels. */
import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import { useWindowRows } from "./window-rows.tsx";

/** Firefox ends at 17.8 million px; 20 px a row. */
const PART_ROWS = 800_000;

export interface PartRows {
  /** The rows to render: first, and one past the last. */
  readonly start: number;
  readonly end: number;
  /** Row at the top of the part; rows stand at `(index - first) * rowHeight`. */
  readonly first: number;
  /** Px. */
  readonly totalHeight: number;
  readonly part: number;
  readonly partCount: number;
  readonly showPart: (part: number) => void;
  readonly showRow: (index: number) => void;
}

export function usePartRows(props: {
  count: number;
  rowHeight: number;
  scrollRef: RefObject<HTMLElement | null>;
}): PartRows {
  const { count, rowHeight, scrollRef } = props;
  const [wanted, setWanted] = useState(0);
  const [shown, setShown] = useState<number>();
  const partCount = Math.max(1, Math.ceil(count / PART_ROWS));
  const part = Math.min(wanted, partCount - 1);
  const first = part * PART_ROWS;
  const rows = useWindowRows({ count: Math.min(PART_ROWS, count - first), rowHeight, scrollRef });
  // A row of another part can be scrolled to only once that part is there.
  const reveal = useEffectEvent(() => {
    if (shown !== undefined) rows.showRow(shown - first);
  });
  useEffect(() => reveal(), [shown]);
  return {
    start: first + rows.start,
    end: first + rows.end,
    first,
    totalHeight: rows.totalHeight,
    part,
    partCount,
    showPart: (next) => {
      setWanted(next);
      scrollRef.current?.scrollTo({ top: 0 });
    },
    showRow: (index) => {
      const its = Math.floor(index / PART_ROWS);
      if (its === part) rows.showRow(index - first);
      else {
        setWanted(its);
        setShown(index);
      }
    },
  };
}
