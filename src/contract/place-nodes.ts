/** The nodes of a run in the order they are listed, each with its key: unique in the run, stable across polls. */
import type { NodeDraft } from "./read-node.ts";

export interface Root {
  readonly draft: NodeDraft;
  /** Its key, where `workflowNodes` was a record. */
  readonly name?: string;
}

export interface Placed {
  readonly draft: NodeDraft;
  readonly id: string | undefined;
  readonly key: string;
  /** Position as sent, from 1: "3", nested "3.1". */
  readonly position: string;
  /** Index of the step it is nested in; -1 at the top. */
  readonly parent: number;
}

interface Waiting {
  readonly draft: NodeDraft;
  readonly name: string | undefined;
  readonly position: string;
  readonly parent: number;
}

const SEQUENCE_KEYS = ["executionindex", "index", "sequence"];

/** Depth first, nested nodes after the node they are in. */
export function placeNodes(roots: readonly Root[]): readonly Placed[] {
  const listed: Waiting[] = [];
  const open = arrange(roots, "", -1).toReversed();
  for (let next = open.pop(); next; next = open.pop()) {
    const index = listed.push(next) - 1;
    const { children } = next.draft;
    if (children.length === 0) continue;
    const siblings = children.map((draft) => ({ draft }));
    for (const child of arrange(siblings, `${next.position}.`, index).toReversed()) open.push(child);
  }
  return giveKeys(listed);
}

/** Siblings in the order sent, unless all carry a sorting number and no two the same one. */
function arrange(siblings: readonly Root[], prefix: string, parent: number): Waiting[] {
  const waiting = siblings.map(({ draft, name }, i) => ({ draft, name, position: `${prefix}${i + 1}`, parent }));
  for (const key of SEQUENCE_KEYS) {
    if (!waiting[0]?.draft.sequence.has(key)) continue;
    const numbers = new Set(waiting.map(({ draft }) => draft.sequence.get(key)));
    if (numbers.size !== waiting.length || numbers.has(undefined)) continue;
    return waiting.sort((a, b) => (a.draft.sequence.get(key) ?? 0) - (b.draft.sequence.get(key) ?? 0));
  }
  return waiting;
}

/** Its id; `id~2` for the second with that id; `step-3` by position where a node has none. */
function giveKeys(listed: readonly Waiting[]): readonly Placed[] {
  const ids = new Set(listed.map(({ draft, name }) => draft.id ?? name));
  const used = new Set<string>();
  const copies = new Map<string, number>();
  return listed.map(({ draft, name, position, parent }) => {
    const id = draft.id ?? name;
    const base = id ?? `step-${position}`;
    let key = base;
    if (used.has(base) || (id === undefined && ids.has(base))) {
      let copy = copies.get(base) ?? 1;
      do key = `${base}~${++copy}`;
      while (used.has(key) || ids.has(key));
      copies.set(base, copy);
    }
    used.add(key);
    return { draft, id, key, position, parent };
  });
}
