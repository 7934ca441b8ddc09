/** What all watchers share: a number of calls a second, what is over it waits for a later turn; and a number of calls at a time. */
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

/** Places for calls that stay open. */
export interface Room {
  /** True, and one place less, while there is one. */
  enter(): boolean;
  readonly leave: () => void;
}

export function createRoom(most: number): Room {
  let open = 0;
  return {
    enter() {
      if (open >= most) return false;
      open++;
      return true;
    },
    leave() {
      open--;
    },
  };
}
