/** How steps stand under each other: children under their parent, many iterations of one step as one fold. Pure. */
import type { Step } from "../contract/step.ts";
import { stepsByKey } from "../contract/steps-by-key.ts";

/** Up to this many iterations of one step stand as rows of their own. */
export const FOLD_ABOVE = 20;

/** Iterations of one step: the same name within the same parent. */
export interface Fold {
  /** Unique among folds; differs from every `rowId`. */
  readonly id: string;
  readonly title: string;
  /** In the order sent; never fewer than two. */
  readonly steps: readonly Step[];
}

export type OutlineItem = { readonly step: Step } | { readonly fold: Fold };

export interface Outline {
  /** The steps the filters leave, in the order of all steps. */
  readonly shown: readonly Step[];
  /** What stands at the top. */
  readonly roots: readonly OutlineItem[];
  /** What stands under a step, by its key; nothing for a step without children. */
  readonly children: ReadonlyMap<string, readonly OutlineItem[]>;
  /** Key of the step a shown step stands under; nothing for those at the top. */
  readonly parents: ReadonlyMap<string, string>;
  /** Id of the fold a step belongs to. */
  readonly folds: ReadonlyMap<string, string>;
  /** Title of the parent of a step that does not stand under it, because filters left the parent out. */
  readonly missing: ReadonlyMap<string, string>;
}

/** Names a step's row; never the id of a fold. */
export const rowId = (key: string): string => `s${key}`;

/**
 * `shown`: the steps the filters leave, in the order of `steps`. A step whose parent is left out stands under the
 * nearest ancestor that is shown. Linear; links between steps never lead in a circle.
 */
export function outlineOf(steps: readonly Step[], shown: readonly Step[]): Outline {
  const shownAncestor = ancestorFinder(steps, shown);
  const parents = new Map<string, string>();
  const missing = new Map<string, string>();
  const top: Step[] = [];
  const under = new Map<string, Step[]>();
  for (const step of shown) {
    const direct = step.parentKeys[0];
    const parent = direct === undefined ? undefined : shownAncestor(step);
    if (direct !== undefined && direct !== parent) {
      const title = stepsByKey(steps).get(direct)?.title;
      if (title !== undefined) missing.set(step.key, title);
    }
    if (parent === undefined) {
      top.push(step);
      continue;
    }
    parents.set(step.key, parent);
    const siblings = under.get(parent);
    if (siblings) siblings.push(step);
    else under.set(parent, [step]);
  }
  const folds = new Map<string, string>();
  const children = new Map<string, readonly OutlineItem[]>();
  for (const [parent, siblings] of under) children.set(parent, foldItems(siblings, folds));
  return { shown, roots: foldItems(top, folds), children, parents, folds, missing };
}

/** Climbs to the nearest shown ancestor; what it passed it remembers, or deep nesting would cost its square. */
function ancestorFinder(steps: readonly Step[], shown: readonly Step[]) {
  const found = new Map<string, string | undefined>();
  const byKey = stepsByKey(steps);
  const isShown = (key: string) => stepsByKey(shown).get(key) !== undefined;
  return (step: Step): string | undefined => {
    const passed: string[] = [];
    let key = step.parentKeys[0];
    while (key !== undefined && !isShown(key)) {
      if (found.has(key)) {
        key = found.get(key);
        break;
      }
      passed.push(key);
      key = byKey.get(key)?.parentKeys[0];
    }
    for (const one of passed) found.set(one, key);
    return key;
  };
}

/** Siblings in their order; a fold stands where its first iteration stood. */
function foldItems(siblings: readonly Step[], folds: Map<string, string>): readonly OutlineItem[] {
  const groups = siblings.length > FOLD_ABOVE ? groupIterations(siblings) : undefined;
  const items: OutlineItem[] = [];
  for (const step of siblings) {
    const group = step.iteration && groups?.get(step.parentKeys[0])?.get(step.title);
    if (!group || group.length <= FOLD_ABOVE) {
      items.push({ step });
      continue;
    }
    const first = group[0] ?? step;
    const id = first === step ? foldId(step) : (folds.get(first.key) ?? foldId(step));
    if (first === step) items.push({ fold: { id, title: step.title, steps: group } });
    folds.set(step.key, id);
  }
  return items;
}

/** By parent as sent and title. */
function groupIterations(siblings: readonly Step[]): ReadonlyMap<string | undefined, ReadonlyMap<string, Step[]>> {
  const groups = new Map<string | undefined, Map<string, Step[]>>();
  for (const step of siblings) {
    if (!step.iteration) continue;
    const parent = step.parentKeys[0];
    const titles = groups.get(parent) ?? new Map<string, Step[]>();
    const group = titles.get(step.title);
    if (group) group.push(step);
    else groups.set(parent, titles.set(step.title, [step]));
  }
  return groups;
}

function foldId({ parentKeys, title }: Step): string {
  const parent = parentKeys[0];
  return parent === undefined ? `f:${title}` : `f${parent.length}:${parent}:${title}`;
}
