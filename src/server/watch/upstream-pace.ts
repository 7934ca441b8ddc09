/** When to ask an upstream that tells nothing: the page's own poll and stop rule, followed once for all who wait. */
import { nextPoll } from "../../contract/poll-rule.ts";
import { BadAnswer, parseRun } from "../../contract/run.ts";
import { type Asked, takeOutcome } from "../../contract/watch-state.ts";
import type { Outcome, PageConditions, Watched } from "../../contract/watching.ts";
import type { Problem } from "../../contract/problem.ts";
import { ProblemError } from "../problems.ts";

export type UpstreamPace = ReturnType<typeof createUpstreamPace>;

export function createUpstreamPace(asked: Asked, seed: number) {
  const conditions: PageConditions = {
    isHidden: false,
    isOnline: true,
    isPaused: false,
    areNoticesOff: false,
    seed,
  };
  let watched: Watched | undefined;
  let request = 0;

  function take(what: { kind: "unchanged" } | ReturnType<typeof read> | { kind: "problem"; problem: Problem }): void {
    const at = Date.now();
    const outcome: Outcome = { request: ++request, sentAt: at, settledAt: at, ...what };
    watched = takeOutcome(watched, outcome, asked);
  }

  return {
    answered(text: string): void {
      take(text === watched?.run?.text ? { kind: "unchanged" } : read(text));
    },
    failed(error: unknown): void {
      take({ kind: "problem", problem: problemOf(error) });
    },
    /** Ms from the last answer to the next question; null when nothing more will come of asking. */
    nextMs: (): number | null => nextPoll(watched, conditions).delayMs,
  };
}

function read(text: string): { kind: "run"; run: ReturnType<typeof parseRun> } | { kind: "problem"; problem: Problem } {
  try {
    return { kind: "run", run: parseRun(text) };
  } catch (error) {
    if (!(error instanceof BadAnswer)) throw error;
    return { kind: "problem", problem: problemOf(error) };
  }
}

function problemOf(error: unknown): Problem {
  if (!(error instanceof ProblemError)) return { name: "bad-answer", status: 0, title: "", detail: "" };
  const { problem: name, status } = error;
  const retryAfterMs = retryAfterOf(error);
  return { name, status, title: "", detail: "", ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** Seconds, as our own sources pass it on. */
export function retryAfterOf({ headers }: ProblemError): number | undefined {
  const text = headers["retry-after"] ?? "";
  return /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : undefined;
}
