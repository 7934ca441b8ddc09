/** The steps that made a run as long as it is: back from its last end, always to the step that was waited for longest. */
import type { Step } from "../contract/step.ts";
import { isOpenStep } from "./step-label.ts";
import { endOf } from "./timeline-bars.ts";

/**
 * Keys. Only links and times the nodes name count, so the path ends where a time is missing; empty when no step names
 * another. `endAt`: epoch ms at which open steps count as ending; without it they end after all others. A step that
 * holds others is as long as its last part, and a part without steps before it began with the whole. Linear.
 */
export function criticalPath(steps: readonly Step[], endAt = Number.POSITIVE_INFINITY): ReadonlySet<string> {
  const path = new Set<string>();
  if (!steps.some(({ upstream, downstream }) => upstream.length > 0 || downstream.length > 0)) return path;
  const places = new Map(steps.map((step, place) => [step.key, place]));
  const ends = steps.map((step) => (hasRun(step) ? (isOpenStep(step) ? endAt : endOf(step)) : undefined));

  /** The one that ended last; of several the one that started last, then the one sent last. */
  const lastOf = (among: Iterable<number>): number | undefined => {
    let last: number | undefined;
    for (const place of among) {
      const end = ends[place];
      if (end === undefined) continue;
      if (last === undefined || isLater(end, startOf(steps[place]), ends[last], startOf(steps[last]))) last = place;
    }
    return last;
  };
  const placesOf = (keys: readonly string[]) =>
    keys.map((key) => places.get(key)).filter((place) => place !== undefined);

  const parts = new Map<number, number[]>();
  for (const [place, step] of steps.entries()) {
    for (const parent of placesOf(step.parentKeys)) {
      const known = parts.get(parent);
      if (known) known.push(place);
      else parts.set(parent, [place]);
    }
  }
  /** Steps that were left for what came before them; each is left once. */
  const left = new Set<number>();
  let place = lastOf(steps.keys());
  let isFromPart = false;
  while (place !== undefined && !left.has(place)) {
    const step = steps[place];
    if (!step) break;
    // What waited for one part did not wait for the whole: then only the beginning of the whole counts.
    const part = isFromPart || path.has(step.key) ? undefined : lastOf(parts.get(place) ?? []);
    path.add(step.key);
    if (part !== undefined) {
      place = part;
      continue;
    }
    left.add(place);
    isFromPart = step.upstream.length === 0;
    place = isFromPart ? placesOf(step.parentKeys)[0] : lastOf(placesOf(step.upstream));
  }
  return path;
}

function isLater(end: number, start: number, than: number | undefined, thanStart: number): boolean {
  return than === undefined || end > than || (end === than && start >= thanStart);
}

function startOf(step: Step | undefined): number {
  return step?.startedAt ?? Number.NEGATIVE_INFINITY;
}

/** Times of what was never begun are the run's, not the step's. */
function hasRun({ phase, startedAt }: Step): boolean {
  if (phase === "skipped" || phase === "pending") return false;
  return phase !== "cancelled" || startedAt !== undefined;
}
