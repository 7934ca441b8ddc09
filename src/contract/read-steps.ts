/** Reads `workflowNodes`, which may hold anything, into steps. Nothing is dropped and nothing is guessed. */
import { assembleSteps } from "./assemble-steps.ts";
import { isArrayAt, isObjectAt, splitJson } from "./json-parts.ts";
import { keepSame, updateInPlace } from "./keep-steps.ts";
import type { Payload } from "./payload.ts";
import { placeNodes, type Root } from "./place-nodes.ts";
import type { NodeDraft } from "./read-node.ts";
import { type Known, knownAmong, readTree } from "./read-tree.ts";
import { runAtOnce, type Steps } from "./slices.ts";
import type { Phase, Step } from "./step.ts";

/** What a list of steps was read from, so that the next reading can take over what did not change. */
interface Reading {
  readonly text: string;
  readonly roots: readonly Root[];
  /** One per step. */
  readonly drafts: readonly NodeDraft[];
  /** The same object for all lists that were read one with the help of the other. */
  readonly line: object;
}

const READINGS = new WeakMap<readonly Step[], Reading>();
/** What was read ahead, in steps, for whoever asks for it later. */
const AHEAD = new WeakMap<Payload, readonly Step[]>();
const NO_STEPS: readonly Step[] = [];
const NODES_PER_STEP = 32;

/**
 * The steps of a run, in the order sent, nested ones after the step they are in. `nodes` may be a list, a record by
 * id (of nodes or of lists of visits), or anything else. `previous`: the steps of an earlier answer of this run;
 * those whose node and links did not change stay the same objects, and the same list is returned if all did.
 * Never throws. Links lead only to keys of the list and never in a circle.
 */
export function readSteps(nodes: Payload | undefined, previous?: readonly Step[]): readonly Step[] {
  return runAtOnce(readAll(nodes, previous));
}

/**
 * As readSteps, in steps of some milliseconds, each yielding how many nodes were read. The result is kept with the
 * payload: a later `readSteps` of it costs nothing. `before`: a payload of an earlier answer of this run, if it was
 * read this way too.
 */
export function* readStepsAhead(nodes: Payload, before?: Payload): Steps<readonly Step[]> {
  const steps = yield* readAll(nodes, before && AHEAD.get(before));
  if (READINGS.has(steps)) AHEAD.set(nodes, steps);
  return steps;
}

function* readAll(nodes: Payload | undefined, previous?: readonly Step[]): Steps<readonly Step[]> {
  if (!nodes || nodes.text === "null") return NO_STEPS;
  const last = previous && READINGS.get(previous);
  if (previous && last?.text === nodes.text) return previous;
  const ahead = AHEAD.get(nodes);
  if (ahead && (!last || READINGS.get(ahead)?.line === last.line)) return ahead;
  const { text } = nodes;
  const line = last?.line ?? {};
  const roots = yield* readRoots(text, last?.roots ?? []);
  const inPlace = previous && last && updateInPlace(roots, last.roots, previous);
  if (inPlace) return remember(inPlace.steps, { text, roots, drafts: inPlace.drafts, line });
  yield roots.length;
  const placed = placeNodes(roots);
  const drafts = placed.map(({ draft }) => draft);
  yield placed.length;
  const fresh = yield* assembleSteps(placed);
  const steps = previous && last ? keepSame(fresh, drafts, previous, last.drafts) : fresh;
  return remember(steps, { text, roots, drafts, line });
}

function remember(steps: readonly Step[], reading: Reading): readonly Step[] {
  READINGS.set(steps, reading);
  return steps;
}

function* readRoots(text: string, lastRoots: readonly Root[]): Steps<readonly Root[]> {
  const known: Known = knownAmong(lastRoots.map(({ draft }) => draft));
  const roots: Root[] = [];
  let isInPlace = true;
  const add = (nodeText: string, key: string) => {
    const name = key === "" ? undefined : key;
    const same = lastRoots[roots.length];
    if (same?.draft.base.raw.text === nodeText && same.name === name) {
      roots.push(same);
      return;
    }
    const idBefore = isInPlace ? same?.draft.id : undefined;
    const draft = readTree(nodeText, known, idBefore);
    isInPlace &&= idBefore !== undefined && draft.id === idBefore;
    roots.push(name === undefined ? { draft } : { draft, name });
  };
  const start = { start: text.search(/[^ \t\n\r]/), end: text.length };
  if (!isArrayAt(text, start) && !isObjectAt(text, start)) add(text, "");
  for (const part of splitJson(text)) {
    const value = text.slice(part.start, part.end);
    const visits = isObjectAt(text, start) && isArrayAt(text, part) ? splitJson(value) : [];
    if (visits.length === 0) add(value, part.key);
    for (const visit of visits) add(value.slice(visit.start, visit.end), part.key);
    if (roots.length % NODES_PER_STEP === 0) yield roots.length;
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
