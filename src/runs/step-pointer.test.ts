/** From a step back to its place in the answer: the pointer leads to the very text of the step. */
import { expect, test } from "vitest";
import { readSteps } from "../contract/read-steps.ts";
import { parseRun } from "../contract/run.ts";
import { fieldPointer, stepPointer } from "./step-pointer.ts";

const MASK = "‹hidden: password, 7 characters, #0123456789ab›";

function runOf(nodes: unknown, at: readonly string[]) {
  const masks = { count: at.length, at: Object.fromEntries(at.map((one) => [one, { kind: "password", length: 7 }])) };
  const answer = { workflowId: "w", status: "completed", workflowNodes: nodes, runlight: { masks } };
  return parseRun(JSON.stringify(answer));
}

function stepOf(run: ReturnType<typeof runOf>, title: string) {
  const step = readSteps(run.workflowNodes).find((one) => one.title === title);
  if (!step) throw new Error(`No step ${title}`);
  return step;
}

test("a node of a list, of a record, and one nested in another", () => {
  const node = { id: "b", name: "B", output: { password: MASK } };
  const list = runOf([{ id: "a", name: "A" }, node], ["/workflowNodes/1/output/password"]);
  expect(stepPointer(list, stepOf(list, "B"))).toBe("/workflowNodes/1");
  expect(stepPointer(list, stepOf(list, "A"))).toBeUndefined();
  const record = runOf({ "x/y": { name: "B", output: MASK } }, ["/workflowNodes/x~1y/output"]);
  expect(stepPointer(record, stepOf(record, "B"))).toBe("/workflowNodes/x~1y");
  const nested = runOf([{ id: "a", name: "A", children: [node] }], ["/workflowNodes/0/children/0/output/password"]);
  expect(stepPointer(nested, stepOf(nested, "B"))).toBe("/workflowNodes/0/children/0");
});

test("a member by its text; what comes from elsewhere in the node means the node", () => {
  const run = runOf(
    [{ id: "b", name: "B", "out/put": 1, output: { password: MASK } }],
    ["/workflowNodes/0/output/password"],
  );
  const step = stepOf(run, "B");
  expect(fieldPointer(run, step, step.output?.text ?? "")).toBe("/workflowNodes/0/output");
  expect(fieldPointer(run, step, '"elsewhere"')).toBe("/workflowNodes/0");
});
