/** Whether the server knows who looks, as its answers tell; and which page had data when it stopped to. */
import type { Problem } from "../contract/problem.ts";

export interface SignedOut {
  /** The 401; its member `signIn` names the ways to sign in. */
  readonly problem: Problem;
  /** Path of the page that stays on screen, for it had answers before; undefined: none. */
  readonly keptPath: string | undefined;
  /** A person wants to sign in over the page that stays. */
  readonly isAsked: boolean;
}

let state: SignedOut | undefined;
let answeredPath: string | undefined;
let person = 0;
const listeners = new Set<() => void>();

export const getSignedOut = (): SignedOut | undefined => state;

/** Changes when somebody else may have signed in: what stood on the page was for the one before. */
export const getPerson = (): number => person;

export function subscribeSignedOut(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setSignedOut(next: SignedOut | undefined): void {
  state = next;
  for (const listener of listeners) listener();
}

export function noteNewPerson(): void {
  person++;
  answeredPath = undefined;
  setSignedOut(undefined);
}

/** The page at this path has something to show. */
export function noteAnswered(): void {
  // Tests of what the page asks run without one.
  answeredPath = globalThis.location?.pathname;
}

/** `isAct`: somebody did something, and is asked at once. */
export function noteSignedOut(problem: Problem, isAct: boolean): void {
  setSignedOut({
    problem: state?.problem ?? problem,
    keptPath: state ? state.keptPath : answeredPath,
    isAsked: (state?.isAsked ?? false) || isAct,
  });
}

/** Opens the form over the page that stays; or closes it. */
export function askToSignIn(isAsked = true): void {
  if (state) setSignedOut({ ...state, isAsked });
}
