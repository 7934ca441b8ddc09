/** What is usual for an agent, over the duration bars of its list: two thin lines in every row, said in words once. */
import type { UsualLines } from "./runs-scale.ts";

const LINES = { p50: "border-l border-line-strong", p90: "border-l border-dashed border-control" } as const;
const WORDS = {
  p50: "p50, half of the last completed runs took no longer",
  p90: "p90, nine of ten",
} as const;
const PARTS = ["p50", "p90"] as const;

/** Behind the bar of a row, as high as the row. */
export function UsualMarks({ lines }: { lines: UsualLines }) {
  return PARTS.map((part) => {
    const share = lines[part];
    if (share === undefined) return null;
    return (
      <span
        key={part}
        aria-hidden="true"
        className={`absolute inset-y-0 ${LINES[part]}`}
        style={{ left: `${share * 100}%` }}
      />
    );
  });
}

/** Stands in the free half of the first day's row, so that it moves nothing when it comes. */
export function UsualLegend({ lines }: { lines: UsualLines }) {
  const drawn = PARTS.filter((part) => lines[part] !== undefined);
  if (drawn.length === 0) return null;
  return (
    <div className="relative max-lg:hidden">
      <p className="absolute top-8 right-6 flex h-8 items-center gap-4 text-11 text-ink-3">
        {drawn.map((part) => (
          <span key={part} className="flex items-center gap-1.5">
            <span aria-hidden="true" className={`h-3.5 ${LINES[part]}`} />
            {WORDS[part]}
          </span>
        ))}
      </p>
    </div>
  );
}
