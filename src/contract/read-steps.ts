/** Reads `workflowNodes`, which may hold anything, into steps. Nothing is dropped and nothing is guessed. */
import { assembleSteps } from "./assemble-steps.ts";
import { isArrayAt, isObjectAt, ownText, type Part, splitJson } from "./json-parts.ts";
import { keepSame, updateInPlace } from "./keep-steps.ts";
import type { Payload } from "./payload.ts";
import { placeNodes, type Root } from "./place-nodes.ts";
import { readNode } from "./read-node.ts";
import type { ReadStep } from "./read-step.ts";
import { knownAmong, readNested, readTree } from "./read-tree.ts";
import { runAtOnce, type Steps } from "./slices.ts";
import type { Phase, Step } from "./step.ts";

/** What a list of steps was read from, so that the next reading can take over what did not change. */
interface Reading {
  readonly text: string;
  readonly roots: readonly Root[];
  /** The list itself. */
  readonly steps: readonly ReadStep[];
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
  const roots = last ? yield* readRootsAgain(text, last.roots) : yield* readRoots(text);
  const inPlace = last && updateInPlace(roots, last.roots, last.steps);
  if (inPlace) return remember(inPlace, text, roots, line);
  yield roots.length;
  const placed = placeNodes(roots);
  yield placed.length;
  const fresh = yield* assembleSteps(placed);
  return remember(last ? keepSame(fresh, last.steps) : fresh, text, roots, line);
}

function remember(steps: readonly ReadStep[], text: string, roots: readonly Root[], line: object): readonly Step[] {
  READINGS.set(steps, { text, roots, steps, line });
  return steps;
}

/** Nodes are kept in blocks of so many UTF-16 units: a copy of each would cost more than the node. */
const BLOCK = 16_384;

/**
 * The first reading. Texts of nodes lie in blocks of their own: slices of the answer would keep all of it alive when
 * later ones have taken its place, but for one block that is little.
 */
function* readRoots(text: string): Steps<readonly Root[]> {
  const known = () => undefined;
  const roots: Root[] = [];
  const places = placesOfNodes(text);
  let [block, blockStart, blockEnd] = ["", 0, 0];
  for (const [i, { start, end, key }] of places.entries()) {
    if (end > blockEnd) {
      blockStart = start;
      blockEnd = end;
      for (let next = i + 1; (places[next]?.end ?? Infinity) - start <= BLOCK; next++)
        blockEnd = places[next]?.end ?? 0;
      block = ownText(text.slice(blockStart, blockEnd));
    }
    const draft = readNested(readNode(block, true, start - blockStart, end - blockStart), known);
    roots.push(key === "" ? { draft } : { draft, name: key });
    if (roots.length % NODES_PER_STEP === 0) yield roots.length;
  }
  return roots;
}

/** A later reading: nodes with the same text are taken over, the others get a text of their own. */
function* readRootsAgain(text: string, lastRoots: readonly Root[]): Steps<readonly Root[]> {
  const known = knownAmong(lastRoots.map(({ draft }) => draft));
  const roots: Root[] = [];
  let isInPlace = true;
  for (const { start, end, key } of placesOfNodes(text)) {
    const name = key === "" ? undefined : key;
    const same = lastRoots[roots.length];
    if (same && same.name === name && isAt(text, start, end, same.draft.text)) {
      roots.push(same);
    } else {
      const idBefore: string | undefined = isInPlace ? same?.draft.id : undefined;
      const draft = readTree(text.slice(start, end), known, idBefore);
      isInPlace &&= idBefore !== undefined && draft.id === idBefore;
      roots.push(name === undefined ? { draft } : { draft, name });
    }
    if (roots.length % NODES_PER_STEP === 0) yield roots.length;
  }
  return roots;
}

const isAt = (text: string, start: number, end: number, wanted: string) =>
  end - start === wanted.length && text.startsWith(wanted, start);

/** Where each top-level node stands, and its key where it has one: in a list, a record by id, or alone. */
function placesOfNodes(text: string): readonly Part[] {
  const start = { start: text.search(/[^ \t\n\r]/), end: text.length };
  if (isArrayAt(text, start)) return splitJson(text);
  if (!isObjectAt(text, start)) return [{ ...start, start: 0, key: "" }];
  return splitJson(text).flatMap((part) => {
    const visits = isArrayAt(text, part) ? splitJson(text, part.start) : [];
    return visits.length > 0 ? visits.map((visit) => ({ ...visit, key: part.key })) : [part];
  });
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
