/** The place of what is usual: kept from the first view on, filled after it, so that nothing moves. */
import { lazy, Suspense } from "react";
import type { Run } from "../contract/run.ts";
import { RunFactPlace } from "./run-facts.tsx";

/** Code that does not arrive leaves the place empty: the page is whole without it. */
const UsualFact = lazy(async () => {
  try {
    return { default: (await import("./usual-fact.tsx")).UsualFact };
  } catch {
    return { default: () => <RunFactPlace size="usual" /> };
  }
});

interface Props {
  readonly agentId: number;
  readonly run: Run;
  readonly clockOffsetMs: number;
  /** The first view is there. */
  readonly isWanted: boolean;
}

export function UsualSlot({ agentId, run, clockOffsetMs, isWanted }: Props) {
  const place = <RunFactPlace size="usual" />;
  if (!isWanted) return place;
  return (
    <Suspense fallback={place}>
      <UsualFact agentId={agentId} run={run} clockOffsetMs={clockOffsetMs} />
    </Suspense>
  );
}
