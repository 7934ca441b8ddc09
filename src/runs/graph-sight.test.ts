/** However many nodes, however large the frame and however it is zoomed: only some hundred elements, and all that is in sight. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Payload } from "../contract/payload.ts";
import { readSteps } from "../contract/read-steps.ts";
import { CARD, layoutGraph } from "./graph-layout.ts";
import { linesOf } from "./graph-lines.ts";
import { coarseSight, detailOf, nodeAt, nodesInSight, sightAt } from "./graph-sight.ts";

type Node = Record<string, unknown>;
const stepsOf = (nodes: readonly Node[]) => readSteps(new Payload(JSON.stringify(nodes)));
/** Elements of a plain card. */
const EACH = { full: 5, lean: 2, map: 0 };

const steps = stepsOf(Array.from({ length: 900 }, (_, i) => ({ id: `n${i}` })));
const dense = layoutGraph(steps);
const places = fc.record({
  left: fc.integer({ min: -200, max: dense.width }),
  top: fc.integer({ min: -200, max: dense.height }),
  zoom: fc.double({ min: 0.04, max: 2, noNaN: true }),
  frame: fc.record({ width: fc.integer({ min: 100, max: 4_000 }), height: fc.integer({ min: 100, max: 2_000 }) }),
});

test("the cards of the densest graph are at most 350 elements", () => {
  const property = fc.property(places, ({ left, top, zoom, frame }) => {
    const cards = nodesInSight(dense, sightAt(left, top, frame, zoom)).length;
    return cards * EACH[detailOf(dense.nodes.length, zoom, frame)] <= 350;
  });
  fc.assert(property, { numRuns: 10_000 });
});

test("whatever stands in the frame is in sight, and its lines too", () => {
  const property = fc.property(places, ({ left, top, zoom, frame }) => {
    const sight = sightAt(left, top, frame, zoom);
    const wide = coarseSight(sight);
    const [right, bottom] = [left + frame.width / zoom, top + frame.height / zoom];
    return [sight, wide].every((s) => s.left <= left && s.top <= top && s.right >= right && s.bottom >= bottom);
  });
  fc.assert(property, { numRuns: 10_000 });
});

test("a point finds the card it is on, one beside it the nearest", () => {
  for (const [i, { x, y }] of dense.nodes.slice(0, 200).entries()) {
    expect(nodeAt(dense, x + CARD.width / 2, y + CARD.height / 2, 0)).toBe(i);
    expect(nodeAt(dense, x - 3, y + 1, 8)).toBe(i);
  }
  expect(nodeAt(dense, -100, -100, 8)).toBeUndefined();
});

test("lines tell what was waited for, what is ahead and what is marked", () => {
  const at = (second: number) => new Date(second * 1_000).toISOString();
  const few = stepsOf([
    { id: "a", status: "completed", startedAt: at(0), endedAt: at(1) },
    { id: "slow", status: "completed", startedAt: at(1), endedAt: at(5), dependsOn: ["a"] },
    { id: "quick", status: "completed", startedAt: at(1), endedAt: at(2), dependsOn: ["a"] },
    { id: "join", status: "completed", startedAt: at(5), endedAt: at(6), dependsOn: ["slow", "quick"] },
    { id: "next", status: "pending", dependsOn: ["join"] },
    { id: "part", status: "completed", parentId: "quick" },
  ]);
  const layout = layoutGraph(few);
  const sight = { left: 0, top: 0, right: layout.width, bottom: layout.height };
  const drawn = (critical: ReadonlySet<string>, selected?: number) =>
    linesOf({ layout, steps: few, critical, selected, sight }).lines.map(
      ({ kind, path }) => `${kind} ${path.split("M").length - 1}`,
    );
  expect(drawn(new Set())).toEqual(["ahead 1", "part 1", "gone 4"]);
  const critical = new Set(["a", "slow", "join"].map((id) => few.find((step) => step.id === id)!.key));
  expect(drawn(critical)).toEqual(["ahead 1", "part 1", "gone 2", "critical 2"]);
  expect(drawn(critical, layout.nodeOf.get(few[3]!.key))).toEqual([
    "part 1",
    "gone 1",
    "critical 1",
    "selected 2",
    "selected-critical 1",
  ]);
});

test("more links than can be drawn are cut, those of the picked node never", () => {
  const ids = (name: string) => Array.from({ length: 80 }, (_, i) => `${name}${i}`);
  const many = stepsOf([...ids("a").map((id) => ({ id })), ...ids("b").map((id) => ({ id, dependsOn: ids("a") }))]);
  const layout = layoutGraph(many);
  const sight = { left: 0, top: 0, right: layout.width, bottom: layout.height };
  const { lines, isCut } = linesOf({ layout, steps: many, critical: new Set(), selected: 159, sight });
  expect(isCut).toBe(true);
  expect(lines.find(({ kind }) => kind === "selected")?.path.split("M").length).toBe(81);
});

test("what ends in sight is drawn before what only passes", () => {
  const star = stepsOf(Array.from({ length: 8_000 }, (_, i) => ({ id: `n${i}`, dependsOn: i === 0 ? [] : ["n0"] })));
  const layout = layoutGraph(star);
  // All links begin at the first card, in the middle; some end in sight below it.
  const middle = layout.nodes[0]!.x;
  const sight = { left: middle - 300, top: 0, right: middle + 500, bottom: layout.height };
  const below = nodesInSight(layout, sight).filter((node) => node > 0);
  const { lines } = linesOf({ layout, steps: star, critical: new Set(), selected: undefined, sight });
  const heads = lines.map((line) => line.heads).join("");
  expect(below.length).toBeGreaterThan(1);
  for (const node of below) expect(heads).toContain(`M${layout.nodes[node]!.x + CARD.width / 2} `);
});
