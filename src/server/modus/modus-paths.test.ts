/** The addresses asked of the Modus API, to the letter. */
import { expect, test } from "vitest";
import { ProblemError } from "../problems.ts";
import { agentsPath, runPath, runsPath } from "./modus-paths.ts";

const QUERY = { pageSize: 20, after: "", status: "running", approvalScope: "all", search: "" } as const;

test("one run has a query only for an attempt of it", () => {
  expect(runPath(42, { workflowId: "a/b" })).toBe("/agents/42/runs/a%2Fb");
  expect(runPath(42, { workflowId: "a", temporalRunId: "t" })).toBe("/agents/42/runs/a?temporalRunId=t");
});

test("lists are asked for with what is set, and with nothing that is not", () => {
  expect(agentsPath({ pageSize: 20, after: "" })).toBe("/agents?pageSize=20");
  expect(agentsPath({ pageSize: 20, after: "a&b" })).toBe("/agents?pageSize=20&pageToken=a%26b");
  expect(runsPath(42, QUERY)).toBe("/agents/42/runs?status=running&pageSize=20");
  expect(runsPath(42, { ...QUERY, status: "awaiting_human", search: "x", withinMs: 86_400_000 })).toBe(
    "/agents/42/runs?status=awaiting_human&timeframe=last_day&approvalScope=all&search=x&pageSize=20",
  );
});

test("a length of time without a word of the API is refused, with the words there are", () => {
  const ask = () => runsPath(42, { ...QUERY, withinMs: 5 });
  expect(ask).toThrow(ProblemError);
  expect(ask).toThrow("by the last hour, day or week only");
});
