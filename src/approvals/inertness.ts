/** Why the decision buttons do nothing just now. One reason at a time, the one a person can do most about first. */

export interface ButtonConditions {
  readonly isExpired: boolean;
  readonly hasChanged: boolean;
  readonly isOnline: boolean;
  readonly isPaused: boolean;
  /** Two expected answers are overdue, or asking has stopped. */
  readonly isStale: boolean;
  /** The clock of this device jumped since the server's was last heard. */
  readonly hasClockJumped: boolean;
  /** Undefined while the digest is being made, "impossible" where this browser can't. */
  readonly digest: string | undefined;
  /** They have stood where they stand for 500 ms. */
  readonly isStill: boolean;
}

export type WhyInert =
  | "expired"
  | "changed"
  | "offline"
  | "paused"
  | "stale"
  | "clock"
  | "no-digest"
  | "preparing"
  | "just-moved";

/** Undefined: they may be pressed. */
export function whyInert(c: ButtonConditions): WhyInert | undefined {
  if (c.isExpired) return "expired";
  if (c.hasChanged) return "changed";
  if (!c.isOnline) return "offline";
  if (c.isPaused) return "paused";
  if (c.isStale) return "stale";
  if (c.hasClockJumped) return "clock";
  if (c.digest === "impossible") return "no-digest";
  if (c.digest === undefined) return "preparing";
  return c.isStill ? undefined : "just-moved";
}

/** Words for people; undefined for the half second nobody needs words for. */
export const INERT_WORDS: Readonly<Record<WhyInert, string | undefined>> = {
  expired: "Expired, waiting for the server",
  changed: "The request changed: look again first",
  offline: "Offline: nothing can be decided",
  paused: "Paused: resume to decide",
  stale: "Out of date: waiting for the server",
  clock: "This device’s clock jumped: asking the server for the time",
  "no-digest": "This browser can’t check the request on a plain-http address",
  preparing: undefined,
  "just-moved": undefined,
};
