/** Reads `workflowNodes`, which may hold anything, into steps. Nothing is dropped and nothing is guessed. */
import { assembleSteps } from "./assemble-steps.ts";
import { isArrayAt, isObjectAt, splitJson } from "./json-parts.ts";
import { keepSame, updateInPlace } from "./keep-steps.ts";
import type { Payload } from "./payload.ts";
import { placeNodes, type Root } from "./place-nodes.ts";
import type { NodeDraft } from "./read-node.ts";
import { type Known, knownAmong, readTree } from "./read-tree.ts";
import type { Phase, Step } from "./step.ts";

/** What a list of steps was read from, so that the next reading can take over what did not change. */
interface Reading {
  readonly text: string;
  readonly roots: readonly Root[];
  /** One per step. */
  readonly drafts: readonly NodeDraft[];
}

const READINGS = new WeakMap<readonly Step[], Reading>();
const NO_STEPS: readonly Step[] = [];

/**
 * The steps of a run, in the order sent, nested ones after the step they are in. `nodes` may be a list, a record by
 * id (of nodes or of lists of visits), or anything else. `previous`: the steps of an earlier answer of this run;
 * those whose node and links did not change stay the same objects, and the same list is returned if all did.
 * Never throws. Links lead only to keys of the list and never in a circle.
 */
export function readSteps(nodes: Payload | undefined, previous?: readonly Step[]): readonly Step[] {
  if (!nodes || nodes.text === "null") return NO_STEPS;
  const last = previous && READINGS.get(previous);
  if (previous && last?.text === nodes.text) return previous;
  const roots = readRoots(nodes.text, last?.roots ?? []);
  const inPlace = previous && last && updateInPlace(roots, last.roots, previous);
  if (inPlace) return remember(inPlace.steps, { text: nodes.text, roots, drafts: inPlace.drafts });
  const placed = placeNodes(roots);
  const drafts = placed.map(({ draft }) => draft);
  const fresh = assembleSteps(placed);
  const steps = previous && last ? keepSame(fresh, drafts, previous, last.drafts) : fresh;
  return remember(steps, { text: nodes.text, roots, drafts });
}

function remember(steps: readonly Step[], reading: Reading): readonly Step[] {
  READINGS.set(steps, reading);
  return steps;
}

function readRoots(text: string, lastRoots: readonly Root[]): readonly Root[] {
  const known: Known = knownAmong(lastRoots.map(({ draft }) => draft));
  const roots: Root[] = [];
  const add = (nodeText: string, name?: string) => {
    const same = lastRoots[roots.length];
    if (same?.draft.base.raw.text === nodeText && same.name === name) {
      roots.push(same);
      return;
    }
    const draft = readTree(nodeText, known);
    roots.push(name === undefined || name === "" ? { draft } : { draft, name });
  };
  const start = { start: text.search(/[^ \t\n\r]/), end: text.length };
  if (!isArrayAt(text, start) && !isObjectAt(text, start)) add(text);
  for (const part of splitJson(text)) {
    const value = text.slice(part.start, part.end);
    const visits = isObjectAt(text, start) && isArrayAt(text, part) ? splitJson(value) : [];
    if (visits.length === 0) add(value, part.key);
    for (const visit of visits) add(value.slice(visit.start, visit.end), part.key);
  }
  return roots;
}

/** How many steps are in each phase; every phase is there. */
export function countPhases(steps: readonly Step[]): Record<Phase, number> {
  const counts: Record<Phase, number> = {
    pending: 0,
    running: 0,
    waiting: 0,
    succeeded: 0,
    failed: 0,
    cancelled: 0,
    skipped: 0,
    unknown: 0,
  };
  for (const { phase } of steps) counts[phase]++;
  return counts;
}
