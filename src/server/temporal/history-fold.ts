/**
 * Turns the history of a workflow into run events and folds them with the reducer the engines use. Takes events as they
 * come, page by page or one long-poll after another; events already taken count for nothing.
 */
import { type Fold, openFold } from "../../contract/reduce.ts";
import type { RunEvent } from "../../contract/run-events.ts";
import type { RunState } from "../../contract/run-state.ts";
import { agentById } from "../agents/all-agents.ts";
import { createForeignReader } from "./foreign-reader.ts";
import { type HistoryEvent, idOf, timeOf } from "./history-event.ts";
import { type StartArgs, WORKFLOW_TYPE } from "./names.ts";
import { createOwnReader, readStart } from "./own-reader.ts";
import { closingOf } from "./read-close.ts";

export interface RunName {
  readonly workflowId: string;
  readonly temporalRunId: string;
}

/** Makes run events of history events. `state` is what the events so far folded into. */
export interface HistoryReader {
  /** The first event, of the start itself. */
  start(event: HistoryEvent): RunEvent;
  /** Everything but the start and the close. */
  read(event: HistoryEvent, state: RunState): readonly RunEvent[];
  /** What must be said before the run closes: a timer that fired and nobody has answered for. */
  beforeClose(state: RunState, event: HistoryEvent): readonly RunEvent[];
  readonly summary: string | undefined;
}

export interface HistoryFold {
  take(events: readonly HistoryEvent[]): void;
  readonly state: RunState | undefined;
  /** 0 before the first. */
  readonly lastEventId: number;
  /** The Temporal run that went on where this one closed: retry, continue-as-new, cron. */
  readonly nextRunId: string | undefined;
  /** False when another Temporal run of this workflow went before: a retry, a continuation, a cron run. */
  readonly isFirst: boolean;
  /** Who or what asked for cancellation, until it is done. */
  readonly isCancelAsked: boolean;
}

export function createHistoryFold(run: RunName, agentIdOf: (event: HistoryEvent) => number): HistoryFold {
  let state: RunState | undefined;
  let reader: HistoryReader | undefined;
  let lastEventId = 0;
  let nextRunId: string | undefined;
  let cancelCause: string | undefined;
  let isFirst = true;

  function one(event: HistoryEvent, fold: Fold): void {
    const started = event.workflowExecutionStartedEventAttributes;
    if (started) {
      isFirst = !started.firstExecutionRunId || started.firstExecutionRunId === run.temporalRunId;
      reader = isOwn(event) ? createOwnReader(run) : createForeignReader(run, agentIdOf(event));
      fold.take([reader.start(event)]);
      return;
    }
    const state = fold.state;
    if (!reader || !state) return;
    const asked = event.workflowExecutionCancelRequestedEventAttributes;
    if (asked) cancelCause = asked.cause || asked.identity || "";
    const close = closingOf(event, { summary: reader.summary, cancelCause });
    if (!close) {
      fold.take(reader.read(event, state));
      return;
    }
    nextRunId = close.nextRunId;
    fold.take([...reader.beforeClose(state, event), { ...close.event, at: timeOf(event.eventTime) }]);
  }

  return {
    take(events) {
      const fold = openFold(state);
      for (const event of events) {
        const id = idOf(event.eventId);
        if (id <= lastEventId) continue;
        lastEventId = id;
        try {
          one(event, fold);
        } catch {
          // An event nobody can read says nothing; the rest of the run is still to be seen.
        }
      }
      state = fold.state;
    },
    get state() {
      return state;
    },
    get lastEventId() {
      return lastEventId;
    },
    get nextRunId() {
      return nextRunId;
    },
    get isFirst() {
      return isFirst;
    },
    get isCancelAsked() {
      return cancelCause !== undefined;
    },
  };
}

/** Anybody can start a workflow of this type; one whose input its agent cannot read is shown as any other. */
function canPlan({ agentId, input }: StartArgs): boolean {
  try {
    return agentById(agentId)?.plan(input) !== undefined;
  } catch {
    return false;
  }
}

function isOwn(event: HistoryEvent): boolean {
  const started = event.workflowExecutionStartedEventAttributes;
  if (started?.workflowType?.name !== WORKFLOW_TYPE) return false;
  const args = readStart(started);
  return args !== undefined && canPlan(args);
}
