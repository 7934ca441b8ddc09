/** The layout of the steps: laid out again only when links, titles or iterations change, large ones in slices. */
import { useEffect, useState } from "react";
import { runInSlices } from "../contract/slices.ts";
import type { Step } from "../contract/step.ts";
import { type GraphLayout, layoutGraph, layoutInSteps } from "./graph-layout.ts";
import { hasSameLinks } from "./graph-model.ts";

/** Up to this many steps a layout takes a part of a frame. */
const AT_ONCE = 500;

interface Laid {
  /** Those the layout is of: while a larger one is being made, the steps before. */
  readonly steps: readonly Step[];
  readonly layout: GraphLayout;
}

/** Undefined while the first layout of many steps is being made. */
export function useLaid(steps: readonly Step[], isNarrow: boolean): Laid | undefined {
  const [kept, keep] = useState<(Laid & { isNarrow: boolean }) | undefined>(undefined);
  const isCurrent = kept?.isNarrow === isNarrow && hasSameLinks(kept.steps, steps);
  const isLarge = steps.length > AT_ONCE;
  const isMissing = !isCurrent && isLarge;
  useEffect(() => {
    if (!isMissing) return undefined;
    return runInSlices(layoutInSteps(steps, isNarrow), { onDone: (layout) => keep({ steps, isNarrow, layout }) });
  }, [isMissing, steps, isNarrow]);
  if (isCurrent) return { steps, layout: kept.layout };
  if (isLarge) return kept;
  const layout = layoutGraph(steps, isNarrow);
  // Setting state while rendering is React's way to keep a value derived from the previous render.
  keep({ steps, isNarrow, layout });
  return { steps, layout };
}
