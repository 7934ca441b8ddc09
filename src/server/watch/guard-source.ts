/**
 * A source whose calls are bounded in number and time. Reading has a lane, and what a person does has one of its own:
 * a storm of readers, or an upstream that hangs for them, keeps nobody from approving.
 */
import { ProblemError } from "../problems.ts";
import type { Source } from "../source.ts";
import { createLane, type LaneOptions } from "./lane.ts";

const SLOW = "What stands behind Runlight did not answer in time.";

export function guardSource(source: Source, limits: Partial<LaneOptions> = {}): Source {
  const reading = createLane({ late: () => new ProblemError("unavailable", SLOW), ...limits });
  // Not `unavailable`, which would say that nothing was done: nobody knows.
  const doing = createLane({ late: () => new ProblemError("bad-upstream", `${SLOW} It may have acted.`), ...limits });
  const { watchRun, noteAudit, upstreamCalls } = source;
  return {
    name: source.name,
    label: source.label,
    get can() {
      return source.can;
    },
    listAgents: (...args) => reading.run(() => source.listAgents(...args)),
    listRuns: (...args) => reading.run(() => source.listRuns(...args)),
    getRun: (...args) => reading.run(() => source.getRun(...args)),
    listAttempts: (...args) => reading.run(() => source.listAttempts(...args)),
    listApprovals: (...args) => reading.run(() => source.listApprovals(...args)),
    startRun: (...args) => doing.run(() => source.startRun(...args)),
    cancelRun: (...args) => doing.run(() => source.cancelRun(...args)),
    decide: (...args) => doing.run(() => source.decide(...args)),
    noteReveal: (...args) => doing.run(() => source.noteReveal(...args)),
    ...(watchRun && { watchRun: watchRun.bind(source) }),
    ...(noteAudit && { noteAudit: noteAudit.bind(source) }),
    ...(upstreamCalls && { upstreamCalls: upstreamCalls.bind(source) }),
    isReady: () => source.isReady(),
    close: () => source.close(),
  };
}
