/** One line of news between head and steps: what happened that the rest of the page does not say by itself. */
import type { ReactNode } from "react";

export function Notice({ label, action, children }: { label: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line bg-sunken px-4 py-2 text-13 text-ink-2 min-[720px]:px-6"
    >
      <div className="min-w-0 flex-1 break-words [&_strong]:text-ink">{children}</div>
      {action}
    </section>
  );
}
