/** What the keys of a free-form node may be called: every synonym, by slot, first wins. */
import { fold } from "./step-words.ts";

/** Folded: case, `_`, `-` and space do not count. Whole keys only, never a part of one. */
const SYNONYMS = {
  id: "id nodeId stepId taskId activityId spanId nodeKey uid uuid key ref",
  title: "displayName title label name nodeName stepName taskName activityName caption",
  titleElse: "node taskId step",
  kind: "kind nodeType stepType taskType activityType toolType stepOp type component operation",
  status: "status state phase executionStatus nodeStatus runStatus lifecycle",
  statusInside: "state data",
  current: "current",
  queued: "queuedAt scheduledAt enqueuedAt queuedTime scheduledTime scheduled",
  start: "startedAt startTime started startDate enteredAt began createdAt",
  end: "endedAt endTime ended finishedAt completedAt completed closedAt exitedAt endDate",
  durationMs: "durationMs executionTimeMs executionTime elapsedMs durationMillis durationMilliseconds",
  durationSeconds: "elapsedTime durationSeconds elapsedSeconds",
  duration: "duration",
  input: "input inputs args params payload toolInput",
  inputText: "inputJson",
  output: "output outputs result results response returnValue contextDiff",
  outputText: "outputJson",
  error: "error errors exception failure errorMessage",
  errorIfFailed: "reason cause message",
  earlierError: "lastError",
  attempt: "attempt attemptNumber attempts attemptCount",
  maxAttempts: "maxAttempts maximumAttempts",
  attemptList: "attempts",
  upstream: "dependsOn needs upstream predecessorNodeId previousNode",
  downstream: "next children childrenIds childIds successors",
  nested: "children childrenSpans",
  parent: "parentId parentSpanId boundaryId parentTaskRunId",
  iteration: "iteration iterationIndex loopIndex itemIndex mapIndex",
  total: "total",
  childRun: "childRunId childWorkflowId",
  tool: "tool toolName toolId",
  when: "when",
  // These sort only, and stay among the other fields.
  sequence: "executionIndex index sequence",
} as const;

export type Slot = keyof typeof SYNONYMS;

const SLOTS = Object.keys(SYNONYMS) as Slot[];
export const SLOT_COUNT = SLOTS.length;

/** The slot's number, from 0 to SLOT_COUNT − 1. */
export const SLOT_NUMBER = Object.fromEntries(SLOTS.map((slot, i) => [slot, i])) as Readonly<Record<Slot, number>>;

export interface KeyUse {
  /** A slot's number. */
  readonly slot: number;
  /** Place among the slot's synonyms; the lowest that can be read wins. */
  readonly rank: number;
}

const USES = new Map<string, readonly KeyUse[]>();
for (const slot of SLOTS) {
  for (const [rank, word] of SYNONYMS[slot].split(" ").entries()) {
    const folded = fold(word);
    USES.set(folded, [...(USES.get(folded) ?? []), { slot: SLOT_NUMBER[slot], rank }]);
  }
}

const NONE: readonly KeyUse[] = [];
const LONGEST = 40;
const SEEN = new Map<string, readonly KeyUse[]>();
const SEEN_KEPT = 2_000;

/** The slots a key may fill. The table is inverted, so a node's keys are each looked up once. */
export function usesOf(key: string): readonly KeyUse[] {
  if (key.length > LONGEST) return NONE;
  const seen = SEEN.get(key);
  if (seen) return seen;
  const uses = USES.get(fold(key)) ?? NONE;
  if (SEEN.size < SEEN_KEPT) SEEN.set(key, uses);
  return uses;
}
