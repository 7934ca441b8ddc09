/** The frame around what somebody else wrote: it says whose words these are, and nothing within can be drawn outside. */
import { type ReactNode, useId } from "react";

interface AgentRegionProps {
  /** Accessible name: `Summary`. */
  readonly label: string;
  /** Whose words; also the description a screen reader gives of the region. */
  readonly by?: string;
  /** Stands beside whose words it is, outside the frame. */
  readonly action?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

export function AgentRegion({
  label,
  by = "Written by the agent",
  action,
  className = "",
  children,
}: AgentRegionProps) {
  const id = useId();
  return (
    <section aria-label={label} aria-describedby={id} className={className}>
      <p className="flex min-h-4 items-center gap-x-1 text-11 text-ink-3">
        <span id={id}>{by}</span>
        {action}
      </p>
      {/* The clip leaves room for the outline of a link that has the focus. */}
      <div
        data-written=""
        className="mt-0.5 min-w-0 overflow-clip border-l border-line-strong pl-3 [overflow-clip-margin:4px]"
      >
        {children}
      </div>
    </section>
  );
}
