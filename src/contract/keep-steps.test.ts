/** From poll to poll: what did not change stays the same object, and reading 10,000 nodes again is cheap. */
import { describe, expect, test } from "vitest";
import { Payload } from "./payload.ts";
import { readSteps, readStepsAhead } from "./read-steps.ts";
import { runAtOnce } from "./slices.ts";
import type { Step } from "./step.ts";
import { isDoneWithin } from "./cpu-time.ts";

interface Node {
  readonly id?: string;
  readonly name?: string;
  readonly status?: string;
  readonly dependsOn?: readonly string[];
  readonly children?: readonly Node[];
}

function poll(nodes: readonly Node[], previous?: ReturnType<typeof readSteps>) {
  return readSteps(new Payload(JSON.stringify(nodes)), previous);
}

const before: readonly Node[] = [
  { id: "a", status: "completed" },
  { id: "b", status: "running", dependsOn: ["a"] },
  { id: "c", status: "pending", dependsOn: ["b"] },
];

test("the same answer gives the same list, also when it is another object", () => {
  const first = poll(before);
  expect(poll(before, first)).toBe(first);
});

test("one step changed: the others stay the same objects, links and all", () => {
  const first = poll(before);
  const second = poll([before[0]!, { id: "b", status: "completed", dependsOn: ["a"] }, before[2]!], first);
  expect(second.map((step, i) => step === first[i])).toEqual([true, false, true]);
  expect(second[1]).toMatchObject({ phase: "succeeded", upstream: ["a"], downstream: ["c"] });
});

test("a step added in front: the others stay the same objects", () => {
  const first = poll(before);
  const second = poll([{ id: "z" }, ...before], first);
  expect(second.slice(1).every((step, i) => step === first[i])).toBe(true);
});

test("a changed link shows at its other end, and only there", () => {
  const first = poll(before);
  const second = poll([before[0]!, before[1]!, { id: "c", status: "pending", dependsOn: ["a"] }], first);
  expect(second.map(({ downstream }) => downstream)).toEqual([["b", "c"], [], []]);
  expect(second.some((step, i) => step === first[i])).toBe(false);
});

test("a step that loses its name, and one that names another, are read anew", () => {
  const named = poll([{ name: "A" }, { id: "b" }]);
  expect(poll([{ status: "running" }, { id: "b" }], named)[0]!.title).toBe("Step 1");
  const noted = poll([{ id: "a", dependsOn: ["x"] }]);
  expect(poll([{ id: "a", dependsOn: ["x"], status: "running" }], noted)[0]!.notes).toHaveLength(1);
});

test("nested steps that did not change stay the same objects while their parent does", () => {
  const first = poll([{ id: "p", status: "running", children: [{ id: "c1" }, { id: "c2" }] }]);
  const second = poll([{ id: "p", status: "completed", children: [{ id: "c1" }, { id: "c2" }] }], first);
  expect(second.map((step, i) => step === first[i])).toEqual([false, true, true]);
});

test("a list that readSteps did not make is no help and no harm", () => {
  const first = structuredClone(poll(before).map(({ key }) => ({ key })));
  expect(poll(before, first as never)).toHaveLength(3);
});

test("10,000 nodes: read in well under a second where nothing else runs, the usual poll in a fraction", () => {
  const text = (running: number) =>
    JSON.stringify(
      Array.from({ length: 10_000 }, (_, i) => ({
        id: `item_${i}`,
        name: "Match invoice",
        status: i === running ? "running" : "completed",
        startedAt: "2026-06-12T10:30:00.020Z",
        parentId: i > 0 ? "item_0" : undefined,
        dependsOn: i > 0 ? [`item_${i - 1}`] : [],
        output: { matched: false, lines: [1, 2, { a: "x" }] },
      })),
    );
  const texts = [new Payload(text(1)), new Payload(text(2))] as const;
  const first = readSteps(texts[0]);
  const second = readSteps(texts[1], first);
  expect(second.filter((step, i) => step !== first[i]).map(({ key }) => key)).toEqual(["item_1", "item_2"]);
  // Work that grows with the square of the list would take minutes.
  expect(isDoneWithin(5_000, () => readSteps(new Payload(text(2)), first))).toBe(true);
});

test.each([
  ["nested 2,000 deep", `${'{"children":['.repeat(2_000)}{}${"]}".repeat(2_000)}`],
  ["arrays 100,000 deep", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
  ["one id 5,000 times", JSON.stringify(Array.from({ length: 5_000 }, () => ({ id: "a" })))],
  [
    "a circle of 5,000",
    JSON.stringify(Array.from({ length: 5_000 }, (_, i) => ({ id: `${i}`, next: `${(i + 1) % 5_000}` }))),
  ],
  [
    "5,000 spellings of one key",
    `[{${Array.from({ length: 5_000 }, (_, i) => `"s${"_".repeat(i % 30)}tatus${" ".repeat(i % 7)}":"x"`).join(",")}}]`,
  ],
  ["one key 20,000 times", `[{${Array.from({ length: 20_000 }, () => '"id":"x"').join(",")}}]`],
])("%s neither throws nor hangs", (_, text) => {
  expect(readSteps(new Payload(text)).length).toBeGreaterThan(0);
  expect(isDoneWithin(10_000, () => readSteps(new Payload(text)))).toBe(true);
});

test("nodes nested deeper than 64 levels stay among the other fields, and that is said", () => {
  const steps = readSteps(new Payload(`[${'{"children":['.repeat(100)}{}${"]}".repeat(100)}]`));
  expect(steps).toHaveLength(65);
  expect(steps.at(-1)!.extra.map(({ name }) => name)).toEqual(["children"]);
  expect(steps.at(-1)!.notes).toEqual([expect.stringContaining("deeper than 64 levels")]);
});

describe("read ahead", () => {
  const changed = before.with(2, { ...before[2], status: "completed" });
  const texts = [before, changed, [...changed, { id: "d" }]].map((nodes) => JSON.stringify(nodes));

  test("what was read in steps is there at once, and unchanged steps stay the same objects from answer to answer", () => {
    const payloads = texts.map((text) => new Payload(text));
    let shown: readonly Step[] | undefined;
    for (const [i, payload] of payloads.entries()) {
      const ahead = runAtOnce(readStepsAhead(payload, payloads[i - 1]));
      const steps = readSteps(payload, shown);
      expect(steps).toBe(ahead);
      expect(steps).toEqual(readSteps(new Payload(payload.text)));
      const same = steps.filter((step) => shown?.includes(step)).length;
      expect(same).toBe([0, 2, 3][i]);
      shown = steps;
    }
  });

  test("beside steps that were read otherwise, those stay the same objects", () => {
    const [first, second] = [new Payload(texts[0]!), new Payload(texts[1]!)];
    const shown = readSteps(first);
    const ahead = runAtOnce(readStepsAhead(second));
    const steps = readSteps(second, shown);
    expect(steps.filter((step) => shown.includes(step))).toHaveLength(2);
    expect(steps).toEqual(ahead);
  });
});
