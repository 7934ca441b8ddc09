/** The run page before its first answer: real labels where values will stand, and no invented bars. */
import { Skeleton } from "../ui/skeleton.tsx";
import { useRowHeight } from "./row-height.ts";
import { RunFact, RunFacts } from "./run-facts.tsx";

const ROWS = [96, 120, 84, 132, 104];

export function RunSkeleton() {
  const rowHeight = useRowHeight();
  return (
    <main aria-busy="true">
      <header className="px-4 pt-4 pb-4 min-[720px]:px-6 min-[720px]:pt-5 min-[720px]:pb-5">
        <p className="sr-only">Loading the run</p>
        <div className="flex h-7 items-center gap-3">
          <Skeleton width={152} height={16} />
          <Skeleton width={120} />
        </div>
        <div className="mt-1 flex h-5 items-center">
          <Skeleton width={340} height={10} />
        </div>
        <RunFacts>
          {(["Trigger", "Started", "Elapsed", "Source"] as const).map((label) => (
            <RunFact key={label} label={label}>
              <span className="flex h-5 items-center">
                <Skeleton width={label === "Source" ? 120 : 64} height={10} />
              </span>
            </RunFact>
          ))}
        </RunFacts>
      </header>
      <div className="flex h-11 items-center justify-between border-t border-line px-4 min-[720px]:px-6 max-[719px]:hidden">
        <span
          aria-hidden="true"
          className="flex h-7 overflow-hidden rounded-control border border-line-strong bg-surface text-13 text-ink-2"
        >
          <span className="flex items-center border-r border-line bg-sunken px-2.5 font-semibold text-ink">
            Timeline
          </span>
          <span className="flex items-center px-2.5">Table</span>
        </span>
        <Skeleton width={180} height={10} />
      </div>
      <div className="flex h-7 items-center border-y border-line px-4 text-12 text-ink-3 min-[720px]:px-6">
        <span className="w-[224px]">Step</span>
        <span className="w-[124px] max-[719px]:hidden">Status</span>
        <span className="w-[76px] text-right max-[719px]:hidden">Duration</span>
      </div>
      {ROWS.map((width) => (
        <div key={width} className="flex items-center px-4 min-[720px]:px-6" style={{ height: rowHeight }}>
          <span className="w-[224px]">
            <Skeleton width={width} height={10} />
          </span>
          <span className="w-[124px]">
            <Skeleton width={72} height={10} />
          </span>
          <span className="w-[76px] text-right max-[719px]:hidden">
            <Skeleton width={44} height={10} />
          </span>
        </div>
      ))}
    </main>
  );
}
