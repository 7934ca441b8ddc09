/** A graph may look as it likes, but it holds every step once, nothing over anything, and every link leads down. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Payload } from "../contract/payload.ts";
import { readSteps } from "../contract/read-steps.ts";
import { CARD, type GraphLayout, layoutGraph } from "./graph-layout.ts";
import { hasSameLinks } from "./graph-model.ts";
import { FOLD_ABOVE } from "./steps-outline.ts";
import { isDoneWithin } from "../contract/cpu-time.ts";

type Node = Record<string, unknown>;
const stepsOf = (nodes: readonly Node[]) => readSteps(new Payload(JSON.stringify(nodes)));

/** Links to earlier steps only, wholes too; every shape from a heap of single steps to one part. */
const anyNodes = fc
  .array(
    fc.record({
      links: fc.array(fc.nat(13), { maxLength: 3 }),
      parent: fc.option(fc.nat(13), { freq: 3 }),
      status: fc.constantFrom("completed", "running", "failed", "pending", "odd"),
    }),
    { maxLength: 14 },
  )
  .map((rows) =>
    rows.map(({ links, parent, status }, i): Node => {
      const whole = parent === null || i === 0 ? {} : { parentId: `n${parent % i}` };
      return { id: `n${i}`, status, dependsOn: i === 0 ? [] : links.map((link) => `n${link % i}`), ...whole };
    }),
  );

/** What is wrong with where nodes stand, in words; undefined when nothing is. */
function fault({ nodes, width, height }: GraphLayout, stepCount: number): string | undefined {
  const seen = new Set(nodes.flatMap((node) => node.places));
  const count = nodes.reduce((sum, node) => sum + node.places.length, 0);
  if (seen.size !== stepCount || count !== stepCount) return "not every step once";
  const isIn = nodes.every(({ x, y }) => x > 0 && y > 0 && x + CARD.width < width && y + CARD.height < height);
  if (!isIn) return "outside";
  // Sorted by row, only cards of one row and of the next can touch.
  const sorted = nodes.toSorted((a, b) => a.y - b.y || a.x - b.x);
  for (const [i, a] of sorted.entries()) {
    for (let j = i + 1; j < sorted.length; j++) {
      const b = sorted[j]!;
      if (b.y - a.y >= CARD.height + 1) break;
      if (Math.abs(b.x - a.x) < CARD.width + 1) return "over each other";
      if (a.y === b.y) break;
    }
  }
  return undefined;
}

test("every step is placed once, nothing lies over anything", () => {
  const property = fc.property(anyNodes, fc.boolean(), (nodes, isNarrow) => {
    expect(fault(layoutGraph(stepsOf(nodes), isNarrow), nodes.length)).toBeUndefined();
  });
  fc.assert(property, { numRuns: 10_000 });
});

test("every link of the steps is drawn once and leads down, from card to card", () => {
  const property = fc.property(anyNodes, (nodes) => {
    const steps = stepsOf(nodes);
    const { nodes: placed, links, nodeOf } = layoutGraph(steps);
    const name = (kind: string, from: string, to: string) => `${kind} ${nodeOf.get(from)} ${nodeOf.get(to)}`;
    const expected = steps.flatMap(({ key, upstream, parentKeys }) => [
      ...upstream.map((before) => name("follows", before, key)),
      ...parentKeys.map((whole) => name("contains", whole, key)),
    ]);
    expect(links.map(({ kind, from, to }) => `${kind} ${from} ${to}`).sort()).toEqual(expected.sort());
    const crooked = links.filter(({ from, to, points }) => {
      const [a, b] = [placed[from]!, placed[to]!];
      const ends = [a.x + CARD.width / 2, a.y + CARD.height, b.x + CARD.width / 2, b.y];
      const isJoined = [...points.slice(0, 2), ...points.slice(-2)].every((px, i) => px === ends[i]);
      return !isJoined || points.some((px, i) => i % 2 === 1 && i > 1 && px <= points[i - 2]!);
    });
    expect(crooked).toEqual([]);
  });
  fc.assert(property, { numRuns: 10_000 });
});

test("the same links give the same layout, whatever the states", () => {
  const property = fc.property(anyNodes, fc.constantFrom("completed", "failed"), (nodes, status) => {
    const [before, after] = [stepsOf(nodes), stepsOf(nodes.map((node) => ({ ...node, status })))];
    expect(hasSameLinks(before, after)).toBe(true);
    expect(layoutGraph(after)).toEqual(layoutGraph(before));
  });
  fc.assert(property, { numRuns: 5_000 });
});

test.each<[string, Node]>([
  ["a link", { dependsOn: [] }],
  ["a title", { name: "other" }],
  ["an iteration", { iteration: 3 }],
  ["a whole", { parentId: "a" }],
])("%s that changes is seen", (_, change) => {
  const nodes = [{ id: "a" }, { id: "b", name: "b", dependsOn: ["a"] }];
  expect(hasSameLinks(stepsOf(nodes), stepsOf(nodes))).toBe(true);
  expect(hasSameLinks(stepsOf(nodes), stepsOf([nodes[0]!, { ...nodes[1]!, ...change }]))).toBe(false);
  expect(hasSameLinks(stepsOf(nodes), stepsOf(nodes.slice(0, 1)))).toBe(false);
});

test("parts stand below their whole and above what follows it", () => {
  const { nodes } = layoutGraph(
    stepsOf([
      { id: "whole" },
      { id: "inner", parentId: "whole" },
      { id: "innermost", parentId: "inner" },
      { id: "after", dependsOn: ["whole"] },
    ]),
  );
  expect(nodes.map(({ y }) => y)).toEqual(nodes.map(({ y }) => y).toSorted((a, b) => a - b));
  expect(new Set(nodes.map(({ y }) => y)).size).toBe(4);
});

test("many iterations are one node; a loop of two folds has one link back", () => {
  const count = FOLD_ABOVE + 1;
  const nodes: Node[] = [{ id: "start" }];
  for (let i = 0; i < count; i++) {
    nodes.push({ id: `a${i}`, name: "Ask", iteration: i, dependsOn: [i === 0 ? "start" : `b${i - 1}`] });
    nodes.push({ id: `b${i}`, name: "Answer", iteration: i, dependsOn: [`a${i}`] });
  }
  const layout = layoutGraph(stepsOf(nodes));
  expect(layout.nodes.map(({ places }) => places.length)).toEqual([1, count, count]);
  expect(layout.links.map(({ from, to }) => `${from} ${to}`)).toEqual(["0 1", "1 2", "2 1"]);
  expect(layout.nodes.map(({ y }) => y).every((y, i, all) => i === 0 || y > all[i - 1]!)).toBe(true);
});

test("steps without links stand in the order sent, apart from the others", () => {
  const alone = layoutGraph(stepsOf(Array.from({ length: 7 }, (_, i) => ({ id: `n${i}` }))));
  const order = alone.nodes.map((node, i) => ({ ...node, i })).toSorted((a, b) => a.y - b.y || a.x - b.x);
  expect(order.map(({ i }) => i)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(alone.apart?.count).toBe(7);

  const mixed = layoutGraph(stepsOf([{ id: "x" }, { id: "a" }, { id: "b", dependsOn: ["a"] }, { id: "y" }]));
  const [x, a, b, y] = mixed.nodes.map((node) => node.y);
  expect([x, y]).toEqual([mixed.apart?.y, mixed.apart?.y]);
  expect(b).toBeGreaterThan(a!);
  expect(x).toBeGreaterThan(b!);
});

test.each<[string, (i: number) => Node]>([
  ["in a row", (i) => ({ dependsOn: i ? [`n${i - 1}`] : [] })],
  ["all after one", (i) => ({ dependsOn: i ? ["n0"] : [] })],
  ["all before one", (i) => (i === 9_999 ? { dependsOn: Array.from({ length: i }, (_, k) => `n${k}`) } : {})],
  [
    "a row, and all before one",
    (i) => ({
      dependsOn: i === 9_999 ? Array.from({ length: i }, (_, k) => `n${k}`) : i ? [`n${i - 1}`] : [],
    }),
  ],
  ["nested in a row", (i) => (i ? { parentId: `n${i - 1}` } : {})],
  ["in pairs", (i) => ({ dependsOn: i % 2 ? [`n${i - 1}`] : [] })],
])("10,000 steps: %s", (_, more) => {
  const steps = stepsOf(Array.from({ length: 10_000 }, (_, i) => ({ id: `n${i}`, ...more(i) })));
  const layout = layoutGraph(steps);
  expect(isDoneWithin(3_000, () => layoutGraph(steps))).toBe(true);
  expect(fault(layout, 10_000)).toBeUndefined();
});
