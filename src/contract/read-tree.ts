/** Nodes with the nodes nested in them, read without recursion; unchanged ones are taken from the last reading. */
import { ownText } from "./json-parts.ts";
import { type NodeDraft, readNode } from "./read-node.ts";

// Each level is scanned once more for the next, so the depth is bounded; deeper nodes stay other fields.
const DEPTH_MAX = 64;
const TOO_DEEP = `Steps nested deeper than ${DEPTH_MAX} levels are not listed; they stand under the other fields.`;
// Larger nodes are neither copied at every level nor looked up by their text: both would be quadratic in the depth.
const SMALL = 65_536;

/** Finds the draft of a node of the last reading by its exact text. */
export type Known = (text: string) => NodeDraft | undefined;

/**
 * Reads one top-level node and all nested in it. The drafts do not keep the answer's whole text alive. `idBefore`: the
 * id of the node that last stood in its place; with that id it is that node, changed, and is not looked for.
 */
export function readTree(text: string, known: Known, idBefore?: string): NodeDraft {
  const anew = idBefore === undefined ? undefined : readNode(ownText(text), true);
  const isChanged = anew !== undefined && anew.id === idBefore;
  const found = !isChanged && text.length <= SMALL ? known(text) : undefined;
  return found ?? readNested(anew ?? readNode(ownText(text), true), known);
}

/** Reads all that is nested in a node. */
export function readNested(root: NodeDraft, known: Known): NodeDraft {
  if (!root.nested?.length) return root;
  const open: [NodeDraft, number][] = [[root, 1]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [parent, depth] = next;
    parent.children = (parent.nested ?? []).map((childText) => {
      const isSmall = childText.length <= SMALL;
      const same = isSmall ? known(childText) : undefined;
      if (same) return same;
      const child = readNode(isSmall ? ownText(childText) : childText, depth < DEPTH_MAX);
      if (child.nested?.length) open.push([child, depth + 1]);
      if (depth >= DEPTH_MAX && hasNested(child)) child.nestingNote = TOO_DEEP;
      return child;
    });
  }
  return root;
}

function hasNested(draft: NodeDraft): boolean {
  return Boolean(readNode(draft.text, true).nested?.length);
}

/** A `Known` over these drafts and all nested in them; indexed on first use. */
export function knownAmong(roots: readonly NodeDraft[]): Known {
  let byText: Map<string, NodeDraft> | undefined;
  return (text) => {
    if (!byText) {
      byText = new Map();
      const open = [...roots];
      for (let draft = open.pop(); draft; draft = open.pop()) {
        const { text: own } = draft;
        if (own.length <= SMALL) byText.set(own, draft);
        for (const child of draft.children) open.push(child);
      }
    }
    return byText.get(text);
  };
}
