/** The rows of the steps and what of them is open: in memory, the same in every view, kept from poll to poll. */
import { useMemo, useState } from "react";
import type { Step } from "../contract/step.ts";
import { type Outline, outlineOf } from "./steps-outline.ts";
import { type Folding, layRows, reveal, setOpen, type StepsRow, UNTOUCHED } from "./steps-rows.ts";

export interface StepsRows {
  readonly outline: Outline;
  readonly rows: readonly StepsRow[];
  readonly toggle: (id: string, isOpen: boolean) => void;
  /** Opens whatever hides the step. */
  readonly show: (key: string) => void;
}

/** `shown`: the steps the filters leave. Filtered steps are folded apart from all: every match is in sight at first. */
export function useStepsRows(
  steps: readonly Step[],
  shown: readonly Step[],
  selectedKey: string | undefined,
): StepsRows {
  const [all, setAll] = useState<Folding>(UNTOUCHED);
  const [filtered, setFiltered] = useState<Folding>(UNTOUCHED);
  const [revealed, setRevealed] = useState<string | undefined>(undefined);
  const isAll = shown === steps;
  const folding = isAll ? all : filtered;
  const setFolding = isAll ? setAll : setFiltered;
  const outline = useOutline(steps, shown);
  // A step is revealed when it gets selected (or arrives, or the filters change); closing its parent then hides it.
  const place = selectedKey !== undefined && outline.parents.has(selectedKey) ? `${isAll} ${selectedKey}` : undefined;
  if (place !== revealed) {
    setRevealed(place);
    if (place !== undefined && selectedKey !== undefined) setFolding(reveal(outline, folding, selectedKey));
  }
  return {
    outline,
    rows: useRows(outline, folding),
    toggle: (id, isOpen) => setFolding(setOpen(outline, folding, id, isOpen)),
    show: (key) => setFolding(reveal(outline, folding, key)),
  };
}

// Memoised by hand: the compiler would make them anew with everything that is passed on together with them.
function useOutline(steps: readonly Step[], shown: readonly Step[]): Outline {
  return useMemo(() => outlineOf(steps, shown), [steps, shown]);
}

function useRows(outline: Outline, folding: Folding): readonly StepsRow[] {
  return useMemo(() => layRows(outline, folding), [outline, folding]);
}
