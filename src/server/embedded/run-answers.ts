/** What viewers are told: open runs from memory, closed ones from their log, and what was last seen where the log is gone. */
import { answerText, listItemText } from "../../contract/answer.ts";
import { isRunClosed, pendingApproval, reduceAll } from "../../contract/reduce.ts";
import type { JsonText } from "../../contract/run-events.ts";
import type { RunState } from "../../contract/run-state.ts";
import type { Engine } from "./engine.ts";
import type { LiveRun } from "./live-run.ts";
import { inWords } from "../agents/next-moves.ts";
import type { Retention } from "./retention.ts";
import type { RunRow, RunStore } from "./run-store.ts";

/** Answers from history kept in memory: a few, so that one viewer's clicks do not fold a long log again and again. */
const KEPT_MAX = 8;

export interface AnswersOptions {
  readonly store: RunStore;
  readonly engine: Engine;
  readonly retention: Retention;
  readonly retentionMs: number;
}

export type RunAnswers = ReturnType<typeof createRunAnswers>;

export function createRunAnswers({ store, engine, retention, retentionMs }: AnswersOptions) {
  const kept = new Map<number, { readonly of: number; readonly text: JsonText }>();

  function ofLive(run: LiveRun, of: number): JsonText {
    retention.noteSeen(run.seq, engine.now(), run.count);
    if (run.answer?.state !== run.state || run.answer.of !== of) {
      const attempts = { number: run.state.attempt, of };
      run.answer = { state: run.state, of, text: answerText(run.state, { source: "live-query", attempts }) };
    }
    return run.answer.text;
  }

  function ofClosed(row: RunRow, of: number): JsonText {
    const known = kept.get(row.seq);
    kept.delete(row.seq);
    const text = known?.of === of ? known.text : writeClosed(row, of);
    kept.set(row.seq, { of, text });
    for (const oldest of kept.keys()) if (kept.size > KEPT_MAX) kept.delete(oldest);
    return text;
  }

  function writeClosed(row: RunRow, of: number): JsonText {
    const attempts = { number: row.head.attempt, of };
    const state = row.isLogDeleted ? undefined : reduceAll(undefined, store.events(row.seq));
    // An open run of an agent this version does not have is no history yet.
    if (state) return answerText(state, { source: isRunClosed(state) ? "history" : "live-query", attempts });
    const last = retention.lastKnown(row.seq);
    const nodes = last?.state.nodes ?? [];
    return answerText(
      { ...row.head, input: "{}", nodes, approvals: store.outcomes(row.seq) },
      {
        source: "live-query",
        historyUnavailableReason: `Event log deleted: the retention period of ${inWords(retentionMs)} has passed`,
        attempts,
        ...(last && { asOf: last.at }),
      },
    );
  }

  function request({ head }: RunRow): JsonText | undefined {
    const state = engine.live.get(head.temporalRunId)?.state;
    return state && pendingApproval(state)?.request;
  }

  return {
    /** The run's answer as it is now. */
    text(row: RunRow): JsonText {
      const of = store.attemptCount(row.head.workflowId);
      const run = engine.live.get(row.head.temporalRunId);
      return run ? ofLive(run, of) : ofClosed(row, of);
    },

    /** The run as an item of a list. */
    item: (row: RunRow): JsonText => listItemText(row.head, request(row)),

    /** The exact pendingApproval text of a run that waits. */
    request,

    /** The run's state; of a run whose log is gone, what the index and the kept outcomes say. */
    state(row: RunRow): RunState {
      const live = engine.live.get(row.head.temporalRunId)?.state;
      const fromLog = live ?? (row.isLogDeleted ? undefined : reduceAll(undefined, store.events(row.seq)));
      return fromLog ?? { ...row.head, input: "{}", nodes: [], approvals: store.outcomes(row.seq) };
    },

    /** After a sweep: what was read from logs may be gone. */
    forget: (): void => kept.clear(),
  };
}
