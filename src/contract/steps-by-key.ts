/** Finds the steps of a list by their keys. The keys of a list are read once, and for the lists that follow it too. */
import type { Step } from "./step.ts";

/** A map will do as well. */
export interface StepsByKey {
  get(key: string): Step | undefined;
}

type Places = ReadonlyMap<string, number>;

const KNOWN = new WeakMap<readonly Step[], StepIndex>();

export class StepIndex implements StepsByKey {
  readonly #steps: readonly Step[];
  /** Shared by lists that hold the same keys at the same places; made when first asked for. */
  readonly #shared: { places?: Places };

  constructor(steps: readonly Step[], before?: StepIndex) {
    this.#steps = steps;
    this.#shared = before ? before.#shared : {};
  }

  get(key: string): Step | undefined {
    const place = this.placeOf(key);
    return place === undefined ? undefined : this.#steps[place];
  }

  /** From 0. */
  placeOf(key: string): number | undefined {
    this.#shared.places ??= new Map(this.#steps.map((step, place) => [step.key, place]));
    return this.#shared.places.get(key);
  }
}

/** The same object each time for the same list. */
export function stepsByKey(steps: readonly Step[]): StepIndex {
  const known = KNOWN.get(steps);
  if (known) return known;
  const index = new StepIndex(steps);
  KNOWN.set(steps, index);
  return index;
}

/** `steps` has the same keys at the same places as `before`. */
export function keepPlaces(before: readonly Step[], steps: readonly Step[]): void {
  KNOWN.set(steps, new StepIndex(steps, stepsByKey(before)));
}
