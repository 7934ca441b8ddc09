/**
 * What the page knows about the run it watches: everything the poll rule decides from. Plain data, kept as one value
 * in the query cache; `watch-state.ts` folds outcomes of requests into it, `poll-rule.ts` reads it.
 */
import type { Problem } from "./problem.ts";
import type { Run } from "./run.ts";

/** How long the server is asked to hold a request for a state the page has. */
export const HOLD_MS = 20_000;

/** How one request ended. Requests are numbered as they are sent; answers may settle out of order. */
export type Outcome = {
  /** From 1, increasing as requests are sent. */
  readonly request: number;
  /** Client clock, epoch ms, when the request was sent and when it settled. */
  readonly sentAt: number;
  readonly settledAt: number;
  /** The server's clock in epoch ms when it answered, from the `runlight-now` header; absent without an answer. */
  readonly serverNow?: number;
  /** Client clock, epoch ms, when the answer's headers came: the moment `serverNow` is compared with. */
  readonly answeredAt?: number;
  /** The answer says `Preference-Applied: wait`: the server held the request until something changed. */
  readonly waited?: boolean;
  /** The request asked to be held. */
  readonly askedToWait?: boolean;
  /** A good answer that says when to come back: the server stops. */
  readonly retryAfterMs?: number;
  /** How old the answer was when it was given (`Age`): the server cannot reach what stands behind it. */
  readonly ageMs?: number;
} & (
  | { readonly kind: "run"; readonly run: Run; readonly etag?: string }
  /** 304: the run is as it was. */
  | { readonly kind: "unchanged" }
  | { readonly kind: "problem"; readonly problem: Problem }
);

export interface Watched {
  /** The last good answer; stays when a later request fails. Absent before the first, and after a 403. */
  readonly run?: Run;
  readonly etag?: string;
  /** What the last request failed with; absent after a success. */
  readonly problem?: Problem;
  /** Requests failed in a row. */
  readonly failures: number;
  /** Requests settled in all; with the tab's seed it makes the jitter. */
  readonly settled: number;
  /** Number of the newest request whose outcome was taken. */
  readonly lastRequest: number;
  /** Requests settled after the first ended answer of this temporalRunId, good or bad. */
  readonly sinceEnd: number;
  /** An ended answer of this temporalRunId has said why its history is unavailable; the shorter budget then holds. */
  readonly hasHistoryReason?: boolean;
  /** Client clock, epoch ms, of the last good answer (200 or 304): "as of". */
  readonly confirmedAt?: number;
  /** Client clock, epoch ms, of the last settled request. */
  readonly settledAt?: number;
  /** Server clock minus client clock, ms, from the last answer that carried one. */
  readonly clockOffsetMs: number;
  readonly waited: boolean;
  /** This server holds requests that ask for it. */
  readonly canHold?: boolean;
  /** The last request asked to be held. */
  readonly askedToWait?: boolean;
  /** The last answer asked us to come back after so long. */
  readonly backAfterMs?: number;
  /** Set when the answer stepped back from terminal to running under one temporalRunId and was refused. */
  readonly drift?: string;
  /** Set when the temporalRunId changed while watching the latest: the earlier one. */
  readonly previousTemporalRunId?: string;
  /** The last live answer before history came, kept so that the page can say what changed. */
  readonly lastLive?: Run;
}

/** What the browser tells about the page, beside the answers. */
export interface PageConditions {
  readonly isHidden: boolean;
  readonly isOnline: boolean;
  /** The person pressed Pause. */
  readonly isPaused: boolean;
  /** The person turned off title, favicon and notices for hidden tabs. */
  readonly areNoticesOff: boolean;
  /** The tab's own random number in [0, 2^32), drawn once. */
  readonly seed: number;
}

/** The live strip, as a fact; the page puts it in words. */
export type Strip =
  | { readonly kind: "loading" }
  | { readonly kind: "live" }
  | { readonly kind: "paused" }
  | { readonly kind: "offline" }
  | { readonly kind: "reconnecting" }
  | { readonly kind: "busy" }
  | { readonly kind: "finishing" }
  | { readonly kind: "history-not-ready" }
  | { readonly kind: "history-unavailable"; readonly reason: string }
  | { readonly kind: "final" }
  | { readonly kind: "unknown-status"; readonly status: string }
  | { readonly kind: "signed-out" }
  | { readonly kind: "no-access" }
  | { readonly kind: "not-found" }
  | { readonly kind: "gone" }
  | { readonly kind: "bad-link"; readonly problem: Problem };

export interface PollDecision {
  /** Ms from the last settled request to the next one, in [25, 300,000]; null: never, until something else changes. */
  readonly delayMs: number | null;
  readonly strip: Strip;
  /** "Check again" sends exactly one request; offered where polling stopped with the run not final. */
  readonly canCheckAgain: boolean;
}
