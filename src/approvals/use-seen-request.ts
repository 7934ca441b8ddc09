/** Which version of the request a person has in front of them, and what changed since they read it. */
import { useState } from "react";
import type { Approval } from "../contract/approval.ts";
import { type Change, requestChanges } from "./request-facts.ts";

export interface SeenRequest {
  /** What differs from the version read, or from the one read before `lookAgain`; empty when nothing did. */
  readonly changes: readonly Change[];
  /** It changed and nobody has confirmed having looked. */
  readonly hasChanged: boolean;
  readonly lookAgain: () => void;
}

interface Seen {
  readonly temporalRunId: string | undefined;
  readonly approval: Approval;
  readonly changes: readonly Change[];
}

/**
 * A new attempt, and a new request after the one read was answered, are read afresh; anything else that replaces the
 * text under the eyes is a change.
 */
export function useSeenRequest(
  temporalRunId: string | undefined,
  approval: Approval | undefined,
  answeredIds: readonly string[],
): SeenRequest {
  const [seen, setSeen] = useState<Seen | undefined>(undefined);
  const see = (next: Approval, changes: readonly Change[]): void => setSeen({ temporalRunId, approval: next, changes });

  if (!approval) {
    if (seen) setSeen(undefined);
    return { changes: [], hasChanged: false, lookAgain: () => {} };
  }
  const isNew =
    !seen || seen.temporalRunId !== temporalRunId || isAnotherAfterAnswer(seen.approval, approval, answeredIds);
  if (isNew) {
    see(approval, []);
    return { changes: [], hasChanged: false, lookAgain: () => {} };
  }
  const changes = requestChanges(seen.approval, approval);
  const hasChanged = changes.length > 0;
  return { changes: hasChanged ? changes : seen.changes, hasChanged, lookAgain: () => see(approval, changes) };
}

function isAnotherAfterAnswer(seen: Approval, next: Approval, answeredIds: readonly string[]): boolean {
  return seen.key !== next.key && seen.id !== undefined && answeredIds.includes(seen.id);
}
