/** For tests: what a workflow of somebody else does, drawn at random: rounds of things begun at once, then its end. */
import { pick, type Random } from "./history-plans.ts";

export type Op =
  | { readonly kind: "activity"; readonly id: string; readonly maxAttempts?: number; readonly summary?: string }
  | { readonly kind: "timer"; readonly ms: number; readonly summary?: string }
  | { readonly kind: "child"; readonly id: string; readonly summary?: string }
  | { readonly kind: "local" };

export interface Round {
  readonly ops: readonly Op[];
  /** Once the first has ended the others are cancelled; else all are waited for. */
  readonly isRace: boolean;
}

export interface Script {
  readonly rounds: readonly Round[];
  readonly end: "complete" | "fail" | "continue";
}

export const SCRIPTED = "scripted";
export const ACTIVITY = "fetchPage";
export const LOCAL = "lookUp";
export const CHILD = "helper";
export const SIGNAL = "nudge";
export const UPDATE = "adjust";

const ROUNDS_MAX = 5;
const AT_ONCE_MAX = 4;

/** Ids of activities and children are used again, as they are in loops, yet never by two at once. */
export function randomScript(random: Random): Script {
  const rounds = Array.from({ length: Math.floor(random() * (ROUNDS_MAX + 1)) }, (): Round => {
    // A local activity is over before its workflow task is, so it stands alone.
    if (random() < 0.2) return { ops: [{ kind: "local" }], isRace: false };
    const isRace = random() < 0.3;
    const count = 1 + Math.floor(random() * AT_ONCE_MAX);
    return { ops: Array.from({ length: count }, (_, at) => randomOp(random, at, isRace)), isRace };
  });
  return { rounds, end: pick(random, ["complete", "complete", "fail", "continue"]) };
}

function randomOp(random: Random, at: number, isRace: boolean): Op {
  const summary = random() < 0.3 ? { summary: `Thing ${at}` } : {};
  const kind = random();
  if (kind < 0.3) return { kind: "timer", ms: 1 + Math.floor(random() * 200), ...summary };
  // Which of two an activity's answer is meant for is the id's doing: one that lost a race may still be at work.
  const id = isRace ? `race-${Math.floor(random() * 2 ** 32)}` : `job-${at}`;
  if (kind < 0.75 || isRace)
    return { kind: "activity", id, ...(random() < 0.6 && { maxAttempts: 1 + Math.floor(random() * 3) }), ...summary };
  return { kind: "child", id: `child-${at}`, ...summary };
}
