/**
 * Outline and rows from poll to poll: where steps say something else but stand where they stood, what was laid last is
 * taken over and only the changed steps are put in their places. The same comes out as from the beginning. Pure.
 */
import { countPhases } from "../contract/read-steps.ts";
import type { Step } from "../contract/step.ts";
import { type Fold, type Outline, type OutlineItem, outlineOf } from "./steps-outline.ts";
import { countHidden, type Folding, layRows, type StepsRow } from "./steps-rows.ts";

/** Where more than one step of so many has changed it is quicker to begin anew. */
const SHARE = 8;

export interface LastOutline {
  readonly steps: readonly Step[];
  readonly outline: Outline;
}

export interface LastRows {
  readonly outline: Outline;
  readonly folding: Folding;
  readonly rows: readonly StepsRow[];
}

/** As `outlineOf`. `last`: what it gave for an earlier answer. */
export function outlineAgain(last: LastOutline | undefined, steps: readonly Step[], shown: readonly Step[]): Outline {
  if (last?.steps === steps && last.outline.shown === shown) return last.outline;
  const changed = last && changedAmong(last.outline.shown, shown);
  // A parent that filters leave out gives its title all the same.
  const isKept = last && changed && (shown === steps || changedAmong(last.steps, steps) !== undefined);
  if (!isKept) return outlineOf(steps, shown);
  const { outline } = last;
  const places = new Set([...changed.keys()].map(({ key }) => outline.parents.get(key)));
  const isTop = places.delete(undefined);
  const children = places.size > 0 ? new Map(outline.children) : outline.children;
  for (const [parent, items] of outline.children) {
    if (places.has(parent) && children instanceof Map) children.set(parent, withSteps(items, changed));
  }
  return { ...outline, shown, roots: isTop ? withSteps(outline.roots, changed) : outline.roots, children };
}

/** As `layRows`. `last`: what it gave before. */
export function rowsAgain(last: LastRows | undefined, outline: Outline, folding: Folding): readonly StepsRow[] {
  // Only an outline that was taken over has the very places of the last one.
  if (last?.folding !== folding || last.outline.parents !== outline.parents) return layRows(outline, folding);
  const changed = changedAmong(last.outline.shown, outline.shown);
  if (!changed) return layRows(outline, folding);
  const folds = new Map<string, Fold>();
  for (const { key } of changed.keys()) {
    const id = outline.folds.get(key);
    const fold = id === undefined || folds.has(id) ? undefined : foldOf(outline, key, id);
    if (fold) folds.set(fold.id, fold);
  }
  return last.rows.map((row) => {
    if (row.kind === "fold") {
      const fold = folds.get(row.id);
      return fold ? { ...row, fold, counts: countPhases(fold.steps) } : row;
    }
    const step = changed.get(row.step) ?? row.step;
    const isSame = step === row.step && !row.hidden;
    return isSame ? row : { ...row, step, ...(row.hidden && { hidden: countHidden(outline, step.key) }) };
  });
}

/** The new step by the old one; undefined when steps came, went, moved or changed what their place depends on. */
function changedAmong(before: readonly Step[], after: readonly Step[]): ReadonlyMap<Step, Step> | undefined {
  if (before.length !== after.length) return undefined;
  const changed = new Map<Step, Step>();
  for (let i = 0; i < after.length; i++) {
    const [old, step] = [before[i], after[i]];
    if (!old || !step) return undefined;
    if (old === step) continue;
    if (!isPlacedAlike(old, step) || (changed.size + 1) * SHARE > after.length + SHARE) return undefined;
    changed.set(old, step);
  }
  return changed;
}

function isPlacedAlike(a: Step, b: Step): boolean {
  const isIteration = (step: Step) => step.iteration !== undefined;
  return (
    a.key === b.key && a.title === b.title && a.parentKeys[0] === b.parentKeys[0] && isIteration(a) === isIteration(b)
  );
}

function withSteps(items: readonly OutlineItem[], changed: ReadonlyMap<Step, Step>): readonly OutlineItem[] {
  return items.map((item) => {
    if ("step" in item) {
      const step = changed.get(item.step);
      return step ? { step } : item;
    }
    if (!item.fold.steps.some((step) => changed.has(step))) return item;
    return { fold: { ...item.fold, steps: item.fold.steps.map((step) => changed.get(step) ?? step) } };
  });
}

function foldOf({ roots, children, parents }: Outline, key: string, id: string): Fold | undefined {
  const parent = parents.get(key);
  const items = parent === undefined ? roots : (children.get(parent) ?? []);
  for (const item of items) if ("fold" in item && item.fold.id === id) return item.fold;
  return undefined;
}
