/** Where this browser keeps what is one person's: it goes with them when they sign out. */

/** What the runs they looked at were like. */
export const SEEN_KEY = "runlight.seen";
/** What notices told them. */
export const TOLD_KEY = "runlight.told";
/** The runs they want to be told of. */
export const WANTED_KEY = "runlight.wanted";

export function forgetPerson(): void {
  try {
    for (const key of [SEEN_KEY, TOLD_KEY, WANTED_KEY]) localStorage.removeItem(key);
  } catch {
    // Forbidden: then there is nothing.
  }
}
