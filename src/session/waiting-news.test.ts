/** Each request that waits is one thing to tell of, whatever else the list says. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseApprovalsPage } from "../contract/pages.ts";
import { requestKey, waitingOf } from "./waiting-news.ts";

const RUN = { agentId: 57, agentName: "<b>Refund</b>", workflowId: "wf_57_run_1", temporalRunId: "t1" };

function waiting(...approvals: readonly object[]) {
  return waitingOf(parseApprovalsPage(JSON.stringify({ approvals, nextPageToken: null })).approvals);
}

test("a request is told by ids alone", () => {
  const [news] = waiting({ ...RUN, pendingApproval: { id: "apr_1", description: "Pay now" } });
  expect(news).toEqual({ key: '[57,"wf_57_run_1","t1","apr_1"]', agentId: 57, workflowId: "wf_57_run_1" });
});

test("the same run with another request, or another attempt, is another; twice in a list it is one", () => {
  const first = { ...RUN, pendingApproval: { id: "apr_1" } };
  const all = waiting(
    first,
    first,
    { ...RUN, pendingApproval: { id: "apr_2" } },
    { ...first, temporalRunId: "t2" },
    { ...RUN, pendingApproval: { title: "no id" } },
    RUN,
  );
  expect(all.map(({ key }) => JSON.parse(key) as unknown[])).toEqual([
    [57, "wf_57_run_1", "t1", "apr_1"],
    [57, "wf_57_run_1", "t1", "apr_2"],
    [57, "wf_57_run_1", "t2", "apr_1"],
    [57, "wf_57_run_1", "t1", ""],
  ]);
});

test("property: two requests have one key only when all their ids are the same", () => {
  const word = fc.oneof(fc.string(), fc.constantFrom("", "a", '"', "\\", ","));
  const ids = fc.record({ agentId: fc.nat(3), workflowId: word, temporalRunId: word, approvalId: word });
  fc.assert(
    fc.property(ids, ids, (one, other) => {
      const isSame = Object.keys(one).every((id) => one[id as keyof typeof one] === other[id as keyof typeof one]);
      expect(requestKey(one) === requestKey(other)).toBe(isSame);
    }),
    { numRuns: 10_000 },
  );
});
