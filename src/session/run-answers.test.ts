/** What any answer says of a run: its end, or what it waits for, whichever page asked. */
import { expect, test } from "vitest";
import { parseApprovalsPage, parseRunsPage } from "../contract/pages.ts";
import { parseRun } from "../contract/run.ts";
import { answersIn } from "./run-answers.ts";

const RUN = { workflowId: "wf_57_run_1", agentId: 57, temporalRunId: "t1", status: "running" };
const SAID = { agentId: 57, workflowId: "wf_57_run_1", temporalRunId: "t1" };
const run = (members: object) => parseRun(JSON.stringify({ ...RUN, ...members }));

test("a watched run, pinned or not", () => {
  expect(answersIn(["run", 57, "wf_57_run_1", null], { run: run({}) })).toEqual([{ ...SAID, isNewest: true }]);
  expect(answersIn(["run", 57, "wf_57_run_1", "t1"], { run: run({ status: "error" }) })).toEqual([
    { ...SAID, isNewest: false, ended: "error" },
  ]);
  const waiting = run({ status: "awaiting_human", pendingApproval: { id: "apr_1" } });
  expect(answersIn(["run", 57, "wf_57_run_1", null], { run: waiting })[0]?.waits).toBe("apr_1");
  expect(answersIn(["run", 57, "wf_57_run_1", null], { failures: 1 })).toEqual([]);
});

test("runs of a list, and what waits across agents", () => {
  const runs = [RUN, { ...RUN, workflowId: "wf_57_run_2", status: "awaiting_human" }];
  const page = parseRunsPage(JSON.stringify({ runs, counts: {}, nextPageToken: null }));
  expect(answersIn(["runs", 57, {}], page).map(({ workflowId, waits }) => [workflowId, waits])).toEqual([
    ["wf_57_run_1", undefined],
    ["wf_57_run_2", ""],
  ]);
  const approvals = [{ ...SAID, agentName: "Refund Review", pendingApproval: { id: "apr_1" } }];
  const waiting = { page: parseApprovalsPage(JSON.stringify({ approvals, nextPageToken: null })), clockOffsetMs: 0 };
  expect(answersIn(["approvals", "mine", null], waiting)).toEqual([{ ...SAID, isNewest: false, waits: "apr_1" }]);
  expect(answersIn(["approvals", "decided", null], waiting)).toEqual([]);
});

test.each([[["session"]], [["agents", null]], [["usual", 57]], [["run", "57", "a", null]], [[]]])(
  "nothing in %j",
  (key) => expect(answersIn(key, undefined)).toEqual([]),
);
