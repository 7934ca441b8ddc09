/** Which runs of a fresh answer are shown at once: rows on the screen stay where they are, and new ones wait to be asked for. */
import type { Run } from "../contract/run.ts";

export interface HeldRuns<T extends { readonly id: string } = Run> {
  /** In the order they stand on the screen, each as the latest answer has it. */
  readonly shown: readonly T[];
  /** Runs that would push rows down. */
  readonly held: readonly T[];
  /** Ids of shown runs that the answer no longer has although newer and older ones are in it: another status by now. */
  readonly left: ReadonlySet<string>;
}

/**
 * `before`: what is on the screen, none for the first answer. What comes after the last row is put there at once, for
 * that moves nothing; runs pushed off the page by newer ones stay as they were.
 */
export function holdBack<T extends { readonly id: string }>(before: readonly T[], fresh: readonly T[]): HeldRuns<T> {
  const byId = new Map(fresh.map((run) => [run.id, run]));
  if (before.length === 0) return { shown: [...byId.values()], held: [], left: new Set() };
  const ids = new Set(before.map(({ id }) => id));
  const order = [...byId.keys()];
  const lastKept = order.findLastIndex((id) => ids.has(id));
  const lastKeptId = order[lastKept];
  const lastAt = before.findLastIndex(({ id }) => id === lastKeptId);
  // With no row in common nothing says where the new ones belong, so all of them wait.
  const isAfter = (index: number) => lastKept >= 0 && index > lastKept && lastAt === before.length - 1;
  const added = [...byId.values()].filter(({ id }, index) => !ids.has(id) && isAfter(index));
  const addedIds = new Set(added.map(({ id }) => id));
  return {
    shown: [...before.map((run) => byId.get(run.id) ?? run), ...added],
    held: [...byId.values()].filter(({ id }) => !ids.has(id) && !addedIds.has(id)),
    left: new Set(before.filter(({ id }, index) => !byId.has(id) && index < lastAt).map(({ id }) => id)),
  };
}
