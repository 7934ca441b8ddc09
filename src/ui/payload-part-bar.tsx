/** Says which part of a very long list is shown, and leads to the others. */
import { countText } from "../contract/count-text.ts";
import { Button } from "./button.tsx";
import type { PartRows } from "./payload-parts.ts";

export function PayloadPartBar({ rows, count }: { rows: PartRows; count: number }) {
  if (rows.partCount < 2) return null;
  const last = rows.part === rows.partCount - 1;
  return (
    <div className="flex items-center gap-2 pb-2 text-12 text-ink-3">
      <span className="mr-auto">
        Part {rows.part + 1} of {rows.partCount}, {countText(count)} lines in all
      </span>
      <Button kind="quiet" disabled={rows.part === 0} onClick={() => rows.showPart(rows.part - 1)}>
        Previous part
      </Button>
      <Button kind="quiet" disabled={last} onClick={() => rows.showPart(rows.part + 1)}>
        Next part
      </Button>
    </div>
  );
}
