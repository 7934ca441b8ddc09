/** Circles are cut, and only circles. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { dropCircles } from "./link-steps.ts";

test.each<[string, number, number[], number[], number[]]>([
  ["a chain", 3, [0, 1, 1, 2], [0, 1, 1, 2], []],
  ["repeats", 2, [0, 1, 0, 1], [0, 1], []],
  ["a circle of two", 2, [0, 1, 1, 0], [0, 1], [1, 0]],
  ["a diamond", 4, [0, 1, 0, 2, 1, 3, 2, 3], [0, 1, 0, 2, 1, 3, 2, 3], []],
  ["a tail into a circle", 4, [0, 1, 1, 2, 2, 3, 3, 1], [0, 1, 1, 2, 2, 3], [3, 1]],
  ["nothing", 0, [], [], []],
])("%s", (_, count, edges, kept, dropped) => {
  expect(dropCircles(count, edges)).toEqual({ edges: kept, dropped });
});

test("what is kept has no circle, what is dropped would close one, and nothing is lost", () => {
  const graph = fc.integer({ min: 2, max: 8 }).chain((count) =>
    fc.tuple(
      fc.constant(count),
      fc.array(
        fc.tuple(fc.nat(count - 1), fc.nat(count - 1)).filter(([a, b]) => a !== b),
        { maxLength: 16 },
      ),
    ),
  );
  const canReach = (count: number, edges: readonly number[], from: number, to: number): boolean => {
    const reached = new Set([from]);
    for (let round = 0; round < count; round++) {
      for (let e = 0; e < edges.length; e += 2) if (reached.has(edges[e]!)) reached.add(edges[e + 1]!);
    }
    return reached.has(to);
  };
  const property = fc.property(graph, ([count, pairs]) => {
    const { edges, dropped } = dropCircles(count, pairs.flat());
    for (let e = 0; e < edges.length; e += 2) if (canReach(count, edges, edges[e + 1]!, edges[e]!)) return false;
    for (let e = 0; e < dropped.length; e += 2) if (!canReach(count, edges, dropped[e + 1]!, dropped[e]!)) return false;
    return (edges.length + dropped.length) / 2 === new Set(pairs.map(String)).size;
  });
  fc.assert(property, { numRuns: 10_000 });
});
