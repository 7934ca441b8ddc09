/** Drives the decision machine: sends, waits and replays with the same key until the server says what came of it. */
import type { DecisionBody } from "../contract/decision.ts";
import type { Choice, DecisionEvent, DecisionState, Intent, Shown, TryOutcome, Waiting } from "./decision-machine.ts";
import { decide, IDLE, OVERDUE_MS } from "./decision-machine.ts";

export interface RunnerParts {
  /** One try. May reject; that counts as unknown. */
  readonly send: (intent: Intent) => Promise<TryOutcome>;
  readonly makeKey: () => string;
  readonly setTimer: (run: () => void, delayMs: number) => () => void;
}

export interface DecisionRunner {
  readonly getState: () => DecisionState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Called after an answer of any kind, a lost one too: the page then reads the run once. */
  readonly subscribeAnswers: (listener: () => void) => () => void;
  readonly open: (choice: Choice, shown: Shown) => void;
  readonly cancel: () => void;
  readonly submit: (body: DecisionBody) => void;
  readonly dismiss: () => void;
  readonly watched: (current: Waiting | undefined) => void;
  /** The network is back: a waiting replay goes now. */
  readonly hurry: () => void;
}

/** Belongs to one run's page; an intent under way goes on when the banner is re-rendered or the run moves on. */
export function createDecisionRunner({ send, makeKey, setTimer }: RunnerParts): DecisionRunner {
  let state: DecisionState = IDLE;
  const listeners = new Set<() => void>();
  const answerListeners = new Set<() => void>();
  let stopReplay = (): void => {};

  function dispatch(event: DecisionEvent): void {
    const before = state;
    state = decide(before, event);
    if (state === before) return;
    stopReplay();
    stopReplay = () => {};
    if (state.kind === "sending") tryOnce(state.intent);
    else if (state.kind === "unknown" && state.isAsking) tryOnce(state.intent);
    else if (state.kind === "unknown") {
      const { key } = state.intent;
      stopReplay = setTimer(() => dispatch({ type: "replay", key }), state.waitMs);
    }
    for (const listener of listeners) listener();
  }

  function tryOnce(intent: Intent): void {
    const { key } = intent;
    let isOverdue = false;
    const stopOverdue = setTimer(() => {
      isOverdue = true;
      dispatch({ type: "overdue", key });
    }, OVERDUE_MS);
    const settle = (outcome: TryOutcome): void => {
      stopOverdue();
      const event = { type: "answer", key, outcome } as const;
      // A try given up as overdue may still bring the truth; bringing nothing, it must not disturb the next one.
      if (!isOverdue || decide(state, event).kind !== "unknown") dispatch(event);
      for (const listener of answerListeners) listener();
    };
    send(intent).then(settle, () => settle({ kind: "unknown" }));
  }

  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    subscribeAnswers: (listener) => {
      answerListeners.add(listener);
      return () => answerListeners.delete(listener);
    },
    open: (choice, shown) => dispatch({ type: "open", choice, shown }),
    cancel: () => dispatch({ type: "cancel" }),
    submit: (body) => dispatch({ type: "submit", body, key: makeKey() }),
    dismiss: () => dispatch({ type: "dismiss" }),
    watched: (current) => dispatch({ type: "watched", current }),
    hurry: () => {
      if (state.kind === "unknown" && !state.isAsking) dispatch({ type: "replay", key: state.intent.key });
    },
  };
}
