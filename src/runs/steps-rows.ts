/** The rows of timeline and table in the order shown, from an outline and what a person opened and closed. Pure. */
import { countPhases } from "../contract/read-steps.ts";
import type { Phase, Step } from "../contract/step.ts";
import { type Fold, type Outline, type OutlineItem, rowId } from "./steps-outline.ts";

interface RowPlace {
  /** Unique among the rows, stable across polls. */
  readonly id: string;
  /** From 1. */
  readonly level: number;
  /** Id of the row it stands under. */
  readonly under: string | undefined;
}
export interface StepRow extends RowPlace {
  readonly kind: "step";
  readonly step: Step;
  /** Undefined for a step with nothing under it. */
  readonly isOpen: boolean | undefined;
  readonly isIteration: boolean;
  /** How many steps a closed row keeps out of sight, and how many of them failed. */
  readonly hidden?: { readonly count: number; readonly failed: number };
  /** Title of the step it is part of, where that has no row. */
  readonly within?: string;
}
export interface FoldRow extends RowPlace {
  readonly kind: "fold";
  readonly fold: Fold;
  readonly isOpen: boolean;
  readonly counts: Readonly<Record<Phase, number>>;
}
export type StepsRow = StepRow | FoldRow;

/** What a person opened and closed. */
export interface Folding {
  /** By row id; without an entry steps are open and folds closed. */
  readonly opened: ReadonlyMap<string, boolean>;
  /** Keys of iterations that stand as rows although their fold is closed: picked ones. */
  readonly picked: ReadonlySet<string>;
}
export const UNTOUCHED: Folding = { opened: new Map(), picked: new Set() };

interface Todo {
  readonly item: OutlineItem;
  readonly level: number;
  readonly under: string | undefined;
  readonly isIteration: boolean;
}

/** No recursion: steps may be nested thousands deep. */
export function layRows(outline: Outline, { opened, picked }: Folding): readonly StepsRow[] {
  const rows: StepsRow[] = [];
  const todo: Todo[] = [];
  const plan = (items: readonly OutlineItem[], level: number, under: string | undefined, isIteration = false) => {
    for (let i = items.length - 1; i >= 0; i--) {
      const item = items[i];
      if (item) todo.push({ item, level, under, isIteration });
    }
  };
  plan(outline.roots, 1, undefined);
  for (let next = todo.pop(); next; next = todo.pop()) {
    const { item, level, under, isIteration } = next;
    if ("fold" in item) {
      const { fold } = item;
      const isOpen = opened.get(fold.id) ?? false;
      rows.push({ kind: "fold", id: fold.id, level, under, fold, isOpen, counts: countPhases(fold.steps) });
      const visible = isOpen ? fold.steps : picked.size === 0 ? [] : fold.steps.filter(({ key }) => picked.has(key));
      plan(
        visible.map((step) => ({ step })),
        level + 1,
        fold.id,
        true,
      );
      continue;
    }
    const { step } = item;
    const id = rowId(step.key);
    const children = outline.children.get(step.key);
    const isOpen = children && (opened.get(id) ?? true);
    const hidden = isOpen === false && { hidden: countHidden(outline, step.key) };
    const title = outline.missing.get(step.key);
    const within = title !== undefined && { within: title };
    rows.push({ kind: "step", id, level, under, step, isOpen, isIteration, ...hidden, ...within });
    if (children && isOpen) plan(children, level + 1, id);
  }
  return rows;
}

/** -1 when it is not there. Asked for a row or two at a time: a table of all rows would cost more. */
export function indexOfRow(rows: readonly StepsRow[], id: string): number {
  return rows.findIndex((row) => row.id === id);
}

/** Rows without order of their own, for a sorted table: nothing nested, nothing folded. */
export function flatRows(steps: readonly Step[]): readonly StepsRow[] {
  return steps.map((step) => ({
    kind: "step",
    id: rowId(step.key),
    level: 1,
    under: undefined,
    step,
    isOpen: undefined,
    isIteration: false,
  }));
}

export function countHidden(outline: Outline, key: string): { count: number; failed: number } {
  let [count, failed] = [0, 0];
  const todo = [key];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    for (const item of outline.children.get(next) ?? []) {
      for (const step of "fold" in item ? item.fold.steps : [item.step]) {
        count++;
        if (step.phase === "failed") failed++;
        todo.push(step.key);
      }
    }
  }
  return { count, failed };
}

/** Opens whatever hides a step; an iteration of a closed fold becomes a row of its own, the others stay folded. */
export function reveal(outline: Outline, folding: Folding, key: string): Folding {
  const opened = new Map(folding.opened);
  const picked = new Set(folding.picked);
  let hasChanged = false;
  let current: string | undefined = key;
  while (current !== undefined) {
    const fold = outline.folds.get(current);
    if (fold !== undefined && !opened.get(fold) && !picked.has(current)) {
      picked.add(current);
      hasChanged = true;
    }
    current = outline.parents.get(current);
    if (current !== undefined && opened.get(rowId(current)) === false) {
      opened.delete(rowId(current));
      hasChanged = true;
    }
  }
  return hasChanged ? { opened, picked } : folding;
}

/** Opens or closes a row. Closing a fold puts its picked iterations back into it. */
export function setOpen(outline: Outline, folding: Folding, id: string, isOpen: boolean): Folding {
  const picked = [...folding.picked].filter((key) => outline.folds.get(key) !== id);
  return { opened: new Map(folding.opened).set(id, isOpen), picked: new Set(picked) };
}
