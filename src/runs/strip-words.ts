/** The live strip in words: what state the page is in, never how long ago something was. */
import type { Strip } from "../contract/watching.ts";

export interface StripWords {
  /** Stands in bold. */
  readonly state: string;
  /** What the state means, where one word is not enough. */
  readonly more?: string;
  /** Colour and shape of the mark. */
  readonly mark: "live" | "ended" | "clock" | "trouble" | "none";
  /** What the ticking part counts: since the last good answer, until the next try, or the moment of the last answer. */
  readonly ticks: "age" | "retry" | "as-of" | "loading" | "none";
}

export function stripWords(strip: Strip): StripWords {
  switch (strip.kind) {
    case "loading":
      return { state: "Loading", mark: "none", ticks: "loading" };
    case "live":
      return { state: "Live", mark: "live", ticks: "age" };
    case "paused":
      return { state: "Paused", mark: "ended", ticks: "as-of" };
    case "offline":
      return { state: "Offline", mark: "trouble", ticks: "as-of" };
    case "reconnecting":
      return { state: "Reconnecting", mark: "trouble", ticks: "retry" };
    case "busy":
      return { state: "Busy", more: "the server asked for a pause", mark: "trouble", ticks: "retry" };
    case "finishing":
      return { state: "Finishing", more: "waiting for history", mark: "clock", ticks: "none" };
    case "history-not-ready":
      return { state: "Ended", more: "history not ready", mark: "clock", ticks: "none" };
    case "history-unavailable":
      return { state: "Ended", more: "history unavailable", mark: "clock", ticks: "none" };
    case "final":
      return { state: "Final", more: "from history", mark: "ended", ticks: "none" };
    case "unknown-status":
      return { state: "Watching", more: `status “${strip.status}” is not known here`, mark: "clock", ticks: "age" };
    case "signed-out":
      return { state: "Signed out", mark: "trouble", ticks: "as-of" };
    case "no-access":
      return { state: "No access", mark: "trouble", ticks: "none" };
    case "not-found":
      return { state: "Not found or not yours", mark: "none", ticks: "none" };
    case "gone":
      return { state: "No longer stored", mark: "trouble", ticks: "as-of" };
    case "bad-link":
      return { state: "Bad link", mark: "none", ticks: "none" };
  }
}
