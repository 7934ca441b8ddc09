/** Tells whether a thing has stood where it stands for long enough to be pressed on purpose. */

export const STILL_MS = 500;

export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Stillness {
  /** Takes a look; `place` undefined: it is not there, or nobody can see it. `now` in ms of any steady clock. True when it may be pressed. */
  look(place: Place | undefined, now: number): boolean;
  /** Not still before this moment, however long it has stood. */
  hold(until: number): void;
}

/** Still once 500 ms have passed since it appeared, moved by a pixel, or was last lost from sight. */
export function createStillness(): Stillness {
  let last: Place | undefined;
  let stillAt = 0;
  let heldUntil = 0;
  return {
    look(place, now) {
      const isSame = place && last && !hasMoved(last, place);
      if (!isSame) stillAt = now + STILL_MS;
      last = place;
      return place !== undefined && now >= stillAt && now >= heldUntil;
    },
    hold(until) {
      heldUntil = Math.max(heldUntil, until);
    },
  };
}

function hasMoved(a: Place, b: Place): boolean {
  const apart = (key: keyof Place): boolean => Math.abs(a[key] - b[key]) >= 1;
  return apart("left") || apart("top") || apart("width") || apart("height");
}
