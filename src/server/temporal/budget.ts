/** A number of calls a second that all watchers share: what is over it waits for a later turn. */
export interface Budget {
  /** True, and one less left, when a call may be made now. */
  take(): boolean;
}

/** Fills evenly; holds one second's worth. `now`: ms of any steady clock. */
export function createBudget(perSecond: number, now: () => number = () => performance.now()): Budget {
  let left = perSecond;
  let at = now();
  return {
    take() {
      const time = now();
      left = Math.min(perSecond, left + ((time - at) * perSecond) / 1_000);
      at = time;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
