/** Reads `workflowNodes`, which may hold anything, into steps. Nothing is dropped and nothing is guessed. */
import { assembleSteps } from "./assemble-steps.ts";
import { isArrayAt, isObjectAt, ownText, splitJson } from "./json-parts.ts";
import { keepSame, updateInPlace } from "./keep-steps.ts";
import { KnownRoots } from "./known-roots.ts";
import { type KnownNodes, type NodePlaces, placesOf, takePlacesOf } from "./node-places.ts";
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
  /** Finds its nodes in the text of the next answer. */
  readonly known: KnownRoots;
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
  const first = last ? undefined : FIRST.get(nodes);
  const roots = last ? yield* readRootsAgain(nodes, last) : yield* readRoots(text, placesIn(nodes), first?.roots);
  const inPlace = last && updateInPlace(roots, last.roots, last.steps);
  if (inPlace) return remember(inPlace, text, roots, line);
  yield roots.length;
  const placed = placeNodes(roots);
  yield placed.length;
  const fresh = yield* assembleSteps(placed);
  const before = last?.steps ?? first?.steps;
  return remember(before ? keepSame(fresh, before) : fresh, text, roots, line);
}

function remember(steps: readonly ReadStep[], text: string, roots: readonly Root[], line: object): readonly Step[] {
  READINGS.set(steps, { text, roots, steps, line, known: new KnownRoots(roots) });
  return steps;
}

export interface FirstSteps {
  readonly steps: readonly Step[];
  /** How many nodes the run has. */
  readonly total: number;
}

const FIRST = new WeakMap<
  Payload,
  FirstSteps & { readonly steps: readonly ReadStep[]; readonly roots: readonly Root[] }
>();
/** Shorter lists are read sooner than the first of them are shown. */
const FIRST_OF = 2_000;
/** Parts of the keys by which a node may stand elsewhere than it was sent, or more than one of them in one row. */
const PLACING = /arent|oundary|hildren|teration|ndex|equence/;

/**
 * Reads the first `count` steps of a long list, to be shown while the others are read; false where nothing is gained, or where
 * others might come before them. They are kept with the payload, and are the same objects once all are read.
 */
export function readFirstSteps(nodes: Payload, count: number): boolean {
  const { text } = nodes;
  const places = placesOf(nodes);
  if (!places || places.bounds.length < 2 * FIRST_OF || PLACING.test(text)) return false;
  const bounds = places.bounds.slice(0, 2 * count);
  const roots = runAtOnce(readRoots(text, { ...places, bounds }));
  const steps = runAtOnce(assembleSteps(placeNodes(roots)));
  FIRST.set(nodes, { steps, roots, total: places.bounds.length / 2 });
  return true;
}

/** Those that `readFirstSteps` read, as long as not all are. */
export function firstStepsOf(nodes: Payload): FirstSteps | undefined {
  return AHEAD.has(nodes) ? undefined : FIRST.get(nodes);
}

/** Nodes are kept in blocks of so many UTF-16 units: a copy of each would cost more than the node. */
const BLOCK = 16_384;

/**
 * The first reading. Texts of nodes lie in blocks of their own: slices of the answer would keep all of it alive when
 * later ones have taken its place, but for one block that is little. `first`: those that are read already.
 */
function* readRoots(text: string, { bounds, names }: Places, first: readonly Root[] = []): Steps<readonly Root[]> {
  const known = () => undefined;
  const roots = [...first];
  let [block, blockStart, blockEnd] = ["", 0, 0];
  for (let i = 2 * first.length; i < bounds.length; i += 2) {
    const [start, end] = [bounds[i] ?? 0, bounds[i + 1] ?? 0];
    if (end > blockEnd) {
      [blockStart, blockEnd] = [start, end];
      for (let next = i + 3; (bounds[next] ?? Infinity) - start <= BLOCK; next += 2) blockEnd = bounds[next] ?? 0;
      block = ownText(text.slice(blockStart, blockEnd));
    }
    const draft = readNested(readNode(block, true, start - blockStart, end - blockStart), known);
    const name = names?.[i / 2] || undefined;
    roots.push(name === undefined ? { draft } : { draft, name });
    if (roots.length % NODES_PER_STEP === 0) yield roots.length;
  }
  return roots;
}

/** A later reading: nodes with the same text are taken over, the others get a text of their own. */
function* readRootsAgain(nodes: Payload, last: Reading): Steps<readonly Root[]> {
  const { text } = nodes;
  const known = knownAmong(last.roots.map(({ draft }) => draft));
  const roots: Root[] = [];
  const places = placesIn(nodes);
  const same = places.known === last.known ? places.same : undefined;
  let isInPlace = true;
  for (let i = 0; i < places.bounds.length; i += 2) {
    const [start, end] = [places.bounds[i] ?? 0, places.bounds[i + 1] ?? 0];
    const name = places.names?.[i / 2] || undefined;
    const index = same?.[i / 2] ?? -1;
    const old = last.roots[index >= 0 ? index : roots.length];
    if (old && (index >= 0 || (old.name === name && old.draft.text === text.slice(start, end)))) {
      roots.push(old);
    } else {
      const idBefore: string | undefined = isInPlace ? old?.draft.id : undefined;
      const draft = readTree(text.slice(start, end), known, idBefore);
      isInPlace &&= idBefore !== undefined && draft.id === idBefore;
      roots.push(name === undefined ? { draft } : { draft, name });
    }
    if (roots.length % NODES_PER_STEP === 0) yield roots.length;
  }
  return roots;
}

interface Places extends NodePlaces {
  /** Of each node its key; empty where it has none. */
  readonly names?: readonly string[];
}

/** Where each top-level node stands, and its key where it has one: in a list, a record by id, or alone. */
function placesIn(nodes: Payload): Places {
  const kept = takePlacesOf(nodes);
  if (kept) return kept;
  const { text } = nodes;
  const start = { start: text.search(/[^ \t\n\r]/), end: text.length };
  const bounds: number[] = [];
  const [same, known] = [[], undefined];
  if (isArrayAt(text, start)) {
    for (const part of splitJson(text)) bounds.push(part.start, part.end);
    return { bounds, same, known };
  }
  if (!isObjectAt(text, start)) return { bounds: [0, text.length], same, known };
  const names: string[] = [];
  for (const part of splitJson(text)) {
    const visits = isArrayAt(text, part) ? splitJson(text, part.start) : [];
    for (const visit of visits.length > 0 ? visits : [part]) {
      bounds.push(visit.start, visit.end);
      names.push(part.key);
    }
  }
  return { bounds, same, known, names };
}

/** Nodes of the last answer for the check of the next one; undefined where the last one was not read. */
export function knownNodes(before: Payload | undefined): KnownNodes | undefined {
  const steps = before && AHEAD.get(before);
  const known = steps && READINGS.get(steps)?.known;
  known?.rewind();
  return known;
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
