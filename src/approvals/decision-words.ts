/** What the page says about a decision, in words. Nothing here says that a decision counted before the server did. */
import type { Decision } from "../contract/decision.ts";
import type { Choice, DecisionState } from "./decision-machine.ts";

export const CHOICE_WORDS: Readonly<
  Record<Choice, { readonly verb: string; readonly noun: string; readonly past: string }>
> = {
  approve: { verb: "Approve", noun: "approval", past: "Approved" },
  reject: { verb: "Reject", noun: "rejection", past: "Rejected" },
};

const PAST: Readonly<Record<Decision["decision"], string>> = {
  approve: "Approved",
  reject: "Rejected",
  timed_out: "Timed out",
};

export interface NoticeWords {
  /** One short sentence, also spoken. */
  readonly headline: string;
  readonly detail?: string;
  /** Whose decision stands, for who, when and why. */
  readonly decision?: Decision;
}

export function pastOf(decision: Decision): string {
  return PAST[decision.decision];
}

/** Undefined while there is nothing to say. `attempt` is the attempt now watched, when the server tells its number. */
export function noticeWords(state: DecisionState, attempt: number | undefined): NoticeWords | undefined {
  switch (state.kind) {
    case "idle":
    case "confirming":
      return undefined;
    case "sending":
      return { headline: `Sending your ${CHOICE_WORDS[state.intent.body.decision].noun}…` };
    case "unknown":
      return {
        headline: `Unknown whether your ${CHOICE_WORDS[state.intent.body.decision].noun} was recorded. Checking…`,
        detail: unknownDetail(state),
      };
    case "confirmed":
      return { headline: pastOf(state.decision), decision: state.decision };
    case "lost":
      return {
        headline: `Your ${CHOICE_WORDS[state.intent.body.decision].noun} did not count: somebody decided first`,
        ...(state.winner ? { decision: state.winner } : {}),
      };
    case "changed":
      return changedWords(state, attempt);
    case "expired":
      return { headline: "Expired before your decision arrived", detail: "Nothing was recorded." };
    case "run-closed":
      return {
        headline: "The run no longer waits for a decision",
        detail: state.intent ? "Yours arrived too late and was not recorded." : "Nothing was sent.",
      };
    case "forbidden":
    case "refused":
      return {
        headline: `Not recorded: ${state.problem.title}`,
        detail: [
          state.problem.detail,
          state.mayHaveCounted ? "An earlier try, whose answer was lost, may have been recorded." : "",
        ]
          .filter(Boolean)
          .join(" "),
      };
  }
}

function changedWords(state: Extract<DecisionState, { kind: "changed" }>, attempt: number | undefined): NoticeWords {
  const detail = state.wasSent
    ? "It had changed when your decision arrived, which was not recorded."
    : "Nothing was sent.";
  if (state.why === "request") return { headline: "The request changed", detail };
  return { headline: attempt === undefined ? "A new attempt started" : `Attempt ${attempt} started`, detail };
}

function unknownDetail({ tries, problem }: Extract<DecisionState, { kind: "unknown" }>): string {
  const why = problem ? `${problem.title}. ` : "";
  return `${why}Asking again with the same key, so it can count only once. Try ${tries}.`;
}
