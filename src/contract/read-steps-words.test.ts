/** Every word a field may be called by, in every spelling, is read into its slot; the same words in parts are not. */
import { expect, test } from "vitest";
import { Payload } from "./payload.ts";
import { readSteps } from "./read-steps.ts";
import type { Step } from "./step.ts";

const T1 = "2026-06-12T09:30:00.000Z";
const T2 = "2026-06-12T09:30:02.000Z";
const AT1 = Date.parse(T1);

type Slot = readonly [words: string, value: unknown, get: (step: Step) => unknown, expected: unknown, more?: object];

/** The slot's words, a value each is sent with, what the step then says, and what else the node holds. */
const SLOTS: readonly Slot[] = [
  ["id nodeId stepId taskId activityId spanId nodeKey uid uuid key ref", "n1", (step) => step.id, "n1"],
  ["displayName title label name nodeName stepName taskName activityName caption", "T", (step) => step.title, "T"],
  ["node taskId step", "T", (step) => step.title, "T"],
  ["kind nodeType stepType taskType activityType toolType stepOp type component operation", "k", (s) => s.kind, "k"],
  ["status state phase executionStatus nodeStatus runStatus lifecycle", "completed", (step) => step.phase, "succeeded"],
  ["startedAt startTime started startDate enteredAt began createdAt", T1, (step) => step.startedAt, AT1],
  ["startedAt startTime started startDate enteredAt began createdAt", AT1, (step) => step.startedAt, AT1],
  ["startedAt startTime started startDate enteredAt began createdAt", AT1 / 1_000, (step) => step.startedAt, AT1],
  ["endedAt endTime ended finishedAt completedAt completed closedAt exitedAt endDate", T1, (step) => step.endedAt, AT1],
  ["durationMs executionTime", 40, (step) => step.durationMs, 40],
  ["elapsedTime durationSeconds", 1.5, (step) => step.durationMs, 1_500],
  ["duration", "3.2s", (step) => step.durationMs, 3_200],
  ["duration", "PT1.2S", (step) => step.durationMs, 1_200],
  ["duration", 2_000, (step) => step.durationMs, 2_000, { startedAt: T1, endedAt: T2 }],
  ["duration", 2.1, (step) => step.durationMs, 2_100, { startedAt: T1, endedAt: T2 }],
  ["input inputs args params payload toolInput", { a: 1 }, (step) => step.input?.text, '{"a":1}'],
  ["output outputs result results response returnValue contextDiff", [1], (step) => step.output?.text, "[1]"],
  ["inputJson", '{"a":1.0}', (step) => step.input?.text, '{"a":1.0}'],
  ["outputJson", "[1.0]", (step) => step.output?.text, "[1.0]"],
  ["error errors exception failure errorMessage", "boom", (step) => step.error?.text, '"boom"'],
  ["reason cause message", "boom", (step) => step.error?.text, '"boom"', { status: "failed" }],
  ["lastError", "boom", (step) => step.earlierError?.text, '"boom"'],
  ["dependsOn needs upstream predecessorNodeId previousNode", "other", (step) => step.upstream, ["other"]],
  ["next children childrenIds childIds successors", ["other"], (step) => step.downstream, ["other"]],
  ["parentId parentSpanId boundaryId", "other", (step) => step.parentKeys, ["other"]],
  ["iteration iterationIndex loopIndex itemIndex mapIndex", 3, (step) => step.iteration, { index: 3 }],
];

function read(key: string, value: unknown, more: object = {}): Step {
  const nodes = [{ ...more, [key]: value }, { id: "other" }];
  return readSteps(new Payload(JSON.stringify(nodes)))[0]!;
}

function spellings(word: string): readonly string[] {
  const parts = word.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).split(" ");
  return [word, parts.join("_"), parts.join("-"), parts.join(" "), word.toUpperCase(), parts.join("_").toUpperCase()];
}

const CASES = SLOTS.flatMap(([words, value, get, expected, more = {}]) =>
  words.split(" ").map((word) => [word, value, get, expected, more] as const),
);

test.each(CASES)("%s: %j", (word, value, get, expected, more) => {
  for (const key of spellings(word)) {
    const step = read(key, value, more);
    expect([key, get(step)]).toEqual([key, expected]);
    expect([key, step.extra]).toEqual([key, []]);
    expect([key, step.notes]).toEqual([key, []]);
  }
});

test.each(CASES)(
  "%s within a longer word is another word: it stays among the other fields",
  (word, value, get, _, more) => {
    const without = get(read("zebra", value, more));
    for (const key of [`un${word}`, `${word}s2`, `x.${word}`, `${word}.y`]) {
      const step = read(key, value, more);
      expect([key, get(step)]).toEqual([key, without]);
      expect(step.extra.map(({ name, payload }) => [name, payload.text])).toEqual([[key, JSON.stringify(value)]]);
    }
  },
);

test.each([
  ["runId", "r1"],
  ["source", "x"],
  ["duration", 77],
  ["index", 4],
  ["executionIndex", 4],
  ["sequence", 4],
])("%s alone says nothing certain and stays among the other fields", (key, value) => {
  const step = read(key, value, { startedAt: T1, endedAt: T2 });
  expect(step.extra.map(({ name }) => name)).toEqual([key]);
});
