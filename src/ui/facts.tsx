/** Facts in one line: label over value, a hairline between. */
import type { ReactNode } from "react";

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
}

export function Facts({ items }: { items: readonly Fact[] }) {
  return (
    <dl className="flex flex-wrap gap-y-3">
      {items.map(({ label, value }) => (
        <div
          key={label}
          className="mr-6 border-r border-line pr-6 last:mr-0 last:border-r-0 last:pr-0 max-md:mr-4 max-md:pr-4"
        >
          <dt className="text-11 text-ink-3">{label}</dt>
          <dd className="text-13 text-ink">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
