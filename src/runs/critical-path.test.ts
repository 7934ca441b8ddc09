/** The path is what a person finds by hand: back from the last end, always to what was waited for longest. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Payload } from "../contract/payload.ts";
import { readSteps } from "../contract/read-steps.ts";
import type { Step } from "../contract/step.ts";
import { criticalPath } from "./critical-path.ts";
import { isDoneWithin } from "../contract/cpu-time.ts";

const at = (second: number) => new Date(Date.UTC(2026, 5, 12, 9) + second * 1_000).toISOString();
type Node = Record<string, unknown>;
const ran = (id: string, from: number, to: number | undefined, more: Node = {}): Node => ({
  id,
  name: id,
  status: to === undefined ? "running" : "completed",
  startedAt: at(from),
  ...(to === undefined ? {} : { endedAt: at(to) }),
  ...more,
});
const stepsOf = (nodes: readonly Node[]) => readSteps(new Payload(JSON.stringify(nodes)));
const idsOf = (steps: readonly Step[], endAt?: number) => {
  const path = criticalPath(steps, endAt);
  return steps
    .filter(({ key }) => path.has(key))
    .map(({ id }) => id)
    .join(" ");
};

test.each<[string, Node[], string]>([
  ["no links, no path", [ran("a", 0, 1), ran("b", 1, 9)], ""],
  ["a chain", [ran("a", 0, 1), ran("b", 1, 2, { dependsOn: ["a"] })], "a b"],
  [
    "of parallel steps the last to end",
    [
      ran("a", 0, 1),
      ran("slow", 1, 5, { dependsOn: ["a"] }),
      ran("quick", 1, 3, { dependsOn: ["a"] }),
      ran("join", 5, 6, { dependsOn: ["slow", "quick"] }),
    ],
    "a slow join",
  ],
  [
    "a step still going on is the last",
    [ran("a", 0, 1), ran("b", 1, undefined, { dependsOn: ["a"] }), ran("c", 1, 900, { dependsOn: ["a"] })],
    "a b",
  ],
  [
    "what never began is not on it, whatever its times",
    [
      ran("a", 0, 1),
      ran("b", 1, 2, { dependsOn: ["a"] }),
      { id: "c", status: "skipped", endedAt: at(9), dependsOn: ["a"] },
      { id: "d", status: "cancelled", endedAt: at(9), dependsOn: ["b"] },
    ],
    "a b",
  ],
  [
    "it ends where no time is known",
    [ran("a", 0, 1), { id: "b", status: "completed", dependsOn: ["a"] }, ran("c", 4, 5, { dependsOn: ["b"] })],
    "c",
  ],
  [
    "a whole is as long as its last part, and the part began with the whole",
    [
      ran("a", 0, 1),
      ran("whole", 1, 8, { dependsOn: ["a"] }),
      ran("first", 1, 3, { parentId: "whole" }),
      ran("last", 2, 8, { parentId: "whole" }),
      ran("z", 8, 9, { dependsOn: ["whole"] }),
    ],
    "a whole last z",
  ],
  [
    "parts in a row within a whole",
    [
      ran("a", 0, 1),
      ran("whole", 1, 8, { dependsOn: ["a"] }),
      ran("one", 1, 3, { parentId: "whole" }),
      ran("two", 3, 8, { parentId: "whole", dependsOn: ["one"] }),
    ],
    "a whole one two",
  ],
  [
    "who waits for a part does not wait for the whole",
    [
      ran("a", 0, 1),
      ran("whole", 1, 7, { dependsOn: ["a"] }),
      ran("part", 1, 3, { parentId: "whole" }),
      ran("other", 1, 7, { parentId: "whole" }),
      ran("z", 3, 9, { dependsOn: ["part"] }),
    ],
    "a whole part z",
  ],
])("%s", (_, nodes, expected) => {
  expect(idsOf(stepsOf(nodes))).toBe(expected);
});

test("an open step ends when knowledge ends", () => {
  const steps = stepsOf([
    ran("a", 0, 1),
    ran("b", 1, undefined, { dependsOn: ["a"] }),
    ran("c", 1, 9, { dependsOn: ["a"] }),
  ]);
  expect(idsOf(steps, Date.parse(at(5)))).toBe("a c");
});

/** Links only to earlier steps; times as they come, some missing. */
const anyNodes = fc
  .array(fc.tuple(fc.nat(20), fc.option(fc.nat(30)), fc.array(fc.nat(11), { maxLength: 3 })), { maxLength: 12 })
  .map((rows) =>
    rows.map(([from, length, links], i): Node => {
      const dependsOn = i === 0 ? [] : links.map((link) => `n${link % i}`);
      // Every end is unlike every other: ties are for the examples.
      const end = length === null ? {} : { endedAt: at(from + length + i / 1_000) };
      return { id: `n${i}`, status: "completed", startedAt: at(from), ...end, dependsOn };
    }),
  );

test("every step on the path is the one the next waited for longest", () => {
  const property = fc.property(anyNodes, (nodes) => {
    const steps = stepsOf(nodes);
    const byKey = new Map(steps.map((step) => [step.key, step]));
    const ends = (step: Step | undefined) => step?.endedAt ?? Number.NEGATIVE_INFINITY;
    const expected = new Set<string>();
    let step = steps.some(({ upstream }) => upstream.length > 0)
      ? steps.filter(({ endedAt }) => endedAt !== undefined).toSorted((a, b) => ends(b) - ends(a))[0]
      : undefined;
    while (step) {
      expected.add(step.key);
      const before: readonly (Step | undefined)[] = step.upstream.map((key) => byKey.get(key));
      step = before.filter((one) => one?.endedAt !== undefined).toSorted((a, b) => ends(b) - ends(a))[0];
    }
    const path = criticalPath(steps);
    return path.size === expected.size && [...expected].every((key) => path.has(key));
  });
  fc.assert(property, { numRuns: 10_000 });
});

test("10,000 steps in a row and 10,000 parts cost no more than a moment", () => {
  const row = stepsOf(
    Array.from({ length: 10_000 }, (_, i) => ran(`n${i}`, i, i + 1, i ? { dependsOn: [`n${i - 1}`] } : {})),
  );
  const parts = stepsOf([
    ran("a", 0, 1),
    ran("whole", 1, 9, { dependsOn: ["a"] }),
    ...Array.from({ length: 10_000 }, (_, i) =>
      ran(`p${i}`, 1, 2 + i / 10_000, { parentId: "whole", dependsOn: ["a"] }),
    ),
  ]);
  expect(criticalPath(row).size).toBe(10_000);
  expect(criticalPath(parts).size).toBe(3);
  expect(isDoneWithin(1_000, () => [criticalPath(row), criticalPath(parts)])).toBe(true);
});
