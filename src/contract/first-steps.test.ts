/** The first of many steps, shown before all are read: what they say then is what they say in the end. */
import { expect, test } from "vitest";
import { firstStepsOf, readFirstSteps, readStepsAhead } from "./read-steps.ts";
import { parseRun } from "./run.ts";
import { runAtOnce } from "./slices.ts";

interface Node {
  readonly id: string;
  readonly [key: string]: unknown;
}

const list = (count: number): Node[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `n${i}`,
    name: `Step ${i}`,
    status: i === 3 ? "failed" : "completed",
    ...(i > 0 ? { dependsOn: [`n${i - 1}`] } : {}),
  }));

function nodesOf(workflowNodes: unknown) {
  const nodes = parseRun(JSON.stringify({ workflowId: "w", status: "completed", workflowNodes })).workflowNodes;
  if (!nodes) throw new Error("no nodes");
  return nodes;
}

test("the first steps are the first of all, and stay the same objects but the last, which gets its successor", () => {
  const nodes = nodesOf(list(5_000));
  expect(readFirstSteps(nodes, 48)).toBe(true);
  const first = firstStepsOf(nodes);
  expect(first?.total).toBe(5_000);
  const all = runAtOnce(readStepsAhead(nodes));
  expect(all).toHaveLength(5_000);
  const count = first?.steps.length ?? 0;
  expect(count).toBe(48);
  expect(first?.steps.slice(0, -1)).toEqual(all.slice(0, count - 1));
  expect(first?.steps.every((step, i) => i === count - 1 || step === all[i])).toBe(true);
  expect(all[count - 1]?.downstream).toEqual([`n${count}`]);
  expect(firstStepsOf(nodes)).toBeUndefined();
});

test("all steps are as they are when they are read at once", () => {
  const [early, plain] = [nodesOf(list(3_000)), nodesOf(list(3_000))];
  readFirstSteps(early, 48);
  const texts = (nodes: typeof early) =>
    runAtOnce(readStepsAhead(nodes)).map(({ key, title, phase, upstream, downstream, raw }) => [
      ...[key, title, phase, ...upstream, "<", ...downstream],
      raw.text,
    ]);
  expect(texts(early)).toEqual(texts(plain));
});

test.each([
  ["a short list", list(100)],
  ["a record", Object.fromEntries(list(3_000).map((node) => [node.id, node]))],
  ["a later step may stand within an earlier one", [...list(3_000), { id: "z", parentId: "n1" }]],
  ["a later span may stand within an earlier one", [...list(3_000), { id: "z", parent_span_id: "n1" }]],
  ["steps within steps", [...list(3_000), { id: "z", children: [{ id: "y" }] }]],
  ["iterations, which share a row", list(3_000).map((node, i) => ({ ...node, iteration: i }))],
  ["items of a loop", list(3_000).map((node, i) => ({ ...node, itemIndex: i }))],
  ["an order of their own", list(3_000).map((node, i) => ({ ...node, sequence: 3_000 - i }))],
])("is not told of %s", (_, nodes) => {
  const payload = nodesOf(nodes);
  expect(readFirstSteps(payload, 48)).toBe(false);
  expect(firstStepsOf(payload)).toBeUndefined();
});
