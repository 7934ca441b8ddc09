/** The audit lines of tries to decide or to reveal that were refused before the source heard of them. */
import type { AuditEntry } from "./audit-log.ts";
import type { Origin } from "./origin.ts";
import { ProblemError } from "./problems.ts";
import type { Rule, Shell } from "./route.ts";
import type { Viewer } from "./source.ts";

const TRIED_MAX = 1_500;

export interface Try {
  readonly request: Request;
  readonly origin: Origin;
  readonly viewer: Viewer;
}

/** True for what is written down whether it succeeds or not. */
export function isTry(rule: Rule): boolean {
  return rule === "decide" || rule === "reveal";
}

/** Runs a part of a try; when it is refused, the line is written before anybody hears of it. */
export async function notingRefusal<T>(shell: Shell, what: Try, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // Whoever tries too often is refused without a line, or the log could be filled from outside.
    if (error instanceof ProblemError && error.problem !== "busy")
      shell.noteAudit(entryOf(what, error.problem, shell.now()));
    throw error;
  }
}

function entryOf({ request, origin, viewer }: Try, outcome: string, now: number): AuditEntry {
  const tried = `${request.method} ${new URL(request.url).pathname}`.slice(0, TRIED_MAX);
  return { at: new Date(now).toISOString(), who: viewer.name, isLocal: viewer.isLocal, tried, outcome, ...origin };
}
