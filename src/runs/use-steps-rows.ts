/** The rows of the steps and what of them is open: in memory, the same in every view, kept from poll to poll. */
import { useState } from "react";
import type { Step } from "../contract/step.ts";
import { stepsByKey } from "../contract/steps-by-key.ts";
import type * as Again from "./steps-again.ts";
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
  const [lay] = useState(layouts);
  const outline = lay.outline(steps, shown);
  // A step is revealed when it gets selected (or arrives, or the filters change); closing its parent then hides it.
  const isThere = selectedKey !== undefined && stepsByKey(shown).get(selectedKey) !== undefined;
  const place = isThere ? `${isAll} ${selectedKey}` : undefined;
  if (place !== revealed) {
    setRevealed(place);
    if (place !== undefined && selectedKey !== undefined) setFolding(reveal(outline, folding, selectedKey));
  }
  return {
    outline,
    rows: lay.rows(outline, folding),
    toggle: (id, isOpen) => setFolding(setOpen(outline, folding, id, isOpen)),
    show: (key) => setFolding(reveal(outline, folding, key)),
  };
}

/** The first view has nothing to take over from, so this comes after it. */
let again: typeof Again | undefined;

export function preloadAgain(): void {
  import("./steps-again.ts").then(
    (code) => (again = code),
    () => undefined,
  );
}

/** Remembers what was laid last: the same comes out without it, only later. */
function layouts() {
  let lastOutline: Again.LastOutline | undefined;
  let lastRows: Again.LastRows | undefined;
  return {
    outline: (steps: readonly Step[], shown: readonly Step[]): Outline => {
      if (lastOutline?.steps === steps && lastOutline.outline.shown === shown) return lastOutline.outline;
      const outline = again ? again.outlineAgain(lastOutline, steps, shown) : outlineOf(steps, shown);
      lastOutline = { steps, outline };
      return outline;
    },
    rows: (outline: Outline, folding: Folding): readonly StepsRow[] => {
      if (lastRows?.outline === outline && lastRows.folding === folding) return lastRows.rows;
      const rows = again ? again.rowsAgain(lastRows, outline, folding) : layRows(outline, folding);
      lastRows = { outline, folding, rows };
      return rows;
    },
  };
}
