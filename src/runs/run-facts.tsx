/** Label over value, one line, hairlines between: the facts under a run's name. */
import type { ReactNode } from "react";

export function RunFacts({ children }: { children: ReactNode }) {
  return <dl className="mt-4 flex flex-wrap gap-y-3 text-13 max-[719px]:gap-x-6">{children}</dl>;
}

export function RunFact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-[720px]:not-first:ml-6 min-[720px]:not-first:border-l min-[720px]:not-first:border-line min-[720px]:not-first:pl-6">
      <dt className="text-11 text-ink-3">{label}</dt>
      <dd className="whitespace-nowrap">{children}</dd>
    </div>
  );
}
