/** Takes over from the last reading the steps that did not change, as the same objects. */
import { titleOf } from "./assemble-steps.ts";
import type { Root } from "./place-nodes.ts";
import { ReadStep } from "./read-step.ts";
import { keepPlaces } from "./steps-by-key.ts";

/**
 * The usual poll: the same nodes in the same order, some with another status or output. Every step keeps its place
 * and its links, so only the changed ones are made anew. Undefined when anything else changed.
 */
export function updateInPlace(
  roots: readonly Root[],
  lastRoots: readonly Root[],
  previous: readonly ReadStep[],
): readonly ReadStep[] | undefined {
  if (roots.length !== lastRoots.length || roots.length !== previous.length) return undefined;
  const steps = previous.slice();
  for (let i = 0; i < roots.length; i++) {
    const root = roots[i];
    const last = lastRoots[i];
    const old = previous[i];
    if (!root || !last || !old || old.draft !== last.draft) return undefined;
    if (root.draft === last.draft) continue;
    if (!isPlacedAs(root, last, old)) return undefined;
    steps[i] = new ReadStep(root.draft, old);
  }
  keepPlaces(previous, steps);
  return steps;
}

/** Everything that others' keys, titles and links could depend on is as it was. */
function isPlacedAs(root: Root, last: Root, old: ReadStep): boolean {
  const { draft: a } = root;
  const { draft: b } = last;
  const isSimple = !a.nested?.length && !b.nested?.length && a.sequence.size === 0 && b.sequence.size === 0;
  const id = a.id ?? root.name;
  const hasTitle = a.title !== undefined || id !== undefined;
  return (
    isSimple &&
    hasTitle &&
    id === (b.id ?? last.name) &&
    titleOf({ draft: a, position: "", id }) === old.title &&
    a.when?.node === b.when?.node &&
    a.when?.branch === b.when?.branch &&
    isSameList(a.parentIds, b.parentIds) &&
    isSameList(a.upstreamIds, b.upstreamIds) &&
    isSameList(a.downstreamIds, b.downstreamIds)
  );
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

/** After any other change: a step with the same key, node and place stays the same object; the list too if all do. */
export function keepSame(fresh: readonly ReadStep[], previous: readonly ReadStep[]): readonly ReadStep[] {
  const indexByKey = new Map(previous.map((step, i) => [step.key, i]));
  let isAllSame = fresh.length === previous.length;
  const steps = fresh.map((step, i) => {
    const at = indexByKey.get(step.key) ?? -1;
    const old = previous[at];
    const isSame = old && old.draft === step.draft && isPlacedAlike(old, step);
    if (!isSame || at !== i) isAllSame = false;
    return isSame ? old : step;
  });
  return isAllSame ? previous : steps;
}

function isPlacedAlike(a: ReadStep, b: ReadStep): boolean {
  const isWhenAlike = a.when?.key === b.when?.key && a.when?.branch === b.when?.branch;
  return (
    a.id === b.id &&
    a.title === b.title &&
    isWhenAlike &&
    isSameList(a.parentKeys, b.parentKeys) &&
    isSameList(a.upstream, b.upstream) &&
    isSameList(a.downstream, b.downstream) &&
    isSameList(a.linkNotes, b.linkNotes)
  );
}
