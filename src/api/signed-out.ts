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
/** Drops all answers; the store of them comes after this file, which is there before any page. */
let forget: () => void = () => undefined;
const listeners = new Set<() => void>();
/** Open while anything on the page listens; absent where the browser has no channels: the next request finds out. */
let channel: BroadcastChannel | undefined;
const CHANNEL = "runlight signed out";

export const getSignedOut = (): SignedOut | undefined => state;

/** Changes when somebody else may have signed in: what stood on the page was for the one before. */
export const getPerson = (): number => person;

export function subscribeSignedOut(listener: () => void): () => void {
  listeners.add(listener);
  if (typeof BroadcastChannel !== "undefined") channel ??= openChannel();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    channel?.close();
    channel = undefined;
  };
}

function openChannel(): BroadcastChannel {
  const opened = new BroadcastChannel(CHANNEL);
  opened.onmessage = ({ data }: MessageEvent<Problem>) => leave(data);
  return opened;
}

export function forgetBy(dropAnswers: () => void): void {
  forget = dropAnswers;
}

/** Somebody signed out: nothing of theirs stays on the screen, nor in memory. */
export function leave(problem: Problem): void {
  setSignedOut({ problem, keptPath: undefined, isAsked: false });
  forget();
}

/** Tabs share the session, so the others leave as this one does. `problem`: the 401 that is for everybody now. */
export function tellTabsToLeave(problem: Problem): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A channel reaches its own origin only.
  channel?.postMessage(problem);
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
