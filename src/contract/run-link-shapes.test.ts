/** Where a pasted text is read one way and not another: parts of addresses, wrapped links, what clings and what does not. */
import { describe, expect, it } from "vitest";
import { RUN_ID_MAX } from "./run-id.ts";
import { trimPasted } from "./run-link-text.ts";
import { LINK_TEXT_MAX, readRunLink } from "./run-link.ts";

const UUID = "00000089-4a2b-4c3d-8e4f-5a6b7c8d9e0f";
const LINK = "https://h/agents/42/runs/wf_42_run_88";
const RUN = { kind: "run", agentId: 42, workflowId: "wf_42_run_88", kept: {} };
const runOf = (workflowId: string) => ({ ...RUN, workflowId });
const agentless = (workflowId: string) => ({ kind: "agentless", workflowId });

describe("read", () => {
  it.each([
    ["behind an address of something else", `https://example.com/ and ${LINK}`, RUN],
    ["with a slash at its end", `${LINK}/`, RUN],
    ["below the page, with an address in its query", "/agents/42/runs/wf_42_run_88?next=https:", RUN],
    ["with escapes of its own, without a scheme", "localhost:4600/agents/42/runs/a%253Ab", runOf("a%3Ab")],
    ["a page's address to its end", "https://h/agents/42/runs/a/payload", runOf("a/payload")],
    ["not the API's without api", "https://h/v1/agents/42/runs/a/payload", runOf("a/payload")],
    ["not the API's in another version", "https://h/api/v2/agents/42/runs/a/payload", runOf("a/payload")],
    ["the API's, up to what is below a run", "https://h/api/v1/agents/42/runs/a/b/payload/c", runOf("a/b")],
    ["the API's, named as what is below a run", "https://h/api/v1/agents/42/runs/attempts", runOf("attempts")],
    ["the API's, with a part that only ends so", "https://h/api/v1/agents/42/runs/a/xcancel", runOf("a/xcancel")],
    ["the API's, with a part that only begins so", "https://h/api/v1/agents/42/runs/a/cancels", runOf("a/cancels")],
    ["in the second parameter", `https://safe.example/?a=hello&url=${encodeURIComponent(LINK)}`, RUN],
    ["as an id in a parameter of the link doctor", "https://h/r?link=wf_42_run_88", RUN],
    ["behind the link doctor's r alone", "https://h/x/r/order-5", agentless("order-5")],
    ["behind the link doctor with its slashes", "https://h/r/refund-A/10436", agentless("refund-A/10436")],
    ["as an id with an escape and a slash", "a/b%3Ac", agentless("a/b%3Ac")],
    ["as an id that ends like an address", "job/https://example.com/x", agentless("job/https://example.com/x")],
    [
      "of Temporal's page, in upper case",
      `https://t/namespaces/d/workflows/order-5/${UUID.toUpperCase()}`,
      { ...agentless("order-5"), temporalRunId: UUID },
    ],
    ["of Temporal's page, without an attempt", "https://t/namespaces/d/workflows/order-5/x", agentless("order-5")],
  ])("%s", (_, text, expected) => {
    expect(readRunLink(text)).toEqual(expected);
  });
});

describe("not read", () => {
  const noRun = "This address leads to no run";
  it.each([
    ["another page of an agent", "https://h/agents/42/steps/wf_1_a", noRun],
    ["runs of something else", "https://h/x/42/runs/wf_1_a", noRun],
    ["a list of runs", "https://h/agents/42/runs/", noRun],
    ["another page of Temporal's", "https://t/namespaces/d/schedules/wf_1_a", noRun],
    ["workflows of something else", "https://t/x/d/workflows/wf_1_a", noRun],
    ["Temporal's list", "https://t/namespaces/d/workflows", noRun],
    ["an id of Temporal's that cannot be asked for", "https://t/namespaces/d/workflows/a%01b", noRun],
    ["an id in the address of something else", "https://h/a/b/wf_42_run_88", noRun],
    ["an id that is all of an address", "https://h/wf_42_run_88", noRun],
    ["an attempt behind the link doctor", `https://h/r/${UUID}`, noRun],
    ["an address without TLS", "http://example.com/", noRun],
    ["an id that cannot be asked for", "https://h/agents/42/runs/a%01b", "by an id that can't be asked for"],
    ["an attempt, in upper case", UUID.toUpperCase(), `wf_42_run_88:${UUID}`],
    ["half an id", `..:${UUID}`, "No run can have this id"],
    ["a text that is as long as an id may be", `../${"x".repeat(RUN_ID_MAX - 3)}`, "No run can have this id"],
    ["a text that is longer", `../${"x".repeat(RUN_ID_MAX - 2)}`, "too long"],
    ["what comes after twenty thousand characters", `${"x ".repeat(LINK_TEXT_MAX / 2)}${LINK}`, "No link to a run"],
  ])("%s", (_, text, why) => {
    expect(readRunLink(text)).toEqual({ kind: "unknown", why: expect.stringContaining(why) as string });
  });

  it("a link wrapped more often than mail filters do", () => {
    const wrapped = (times: number): string =>
      times === 0 ? LINK : `https://safe.example/?url=${encodeURIComponent(wrapped(times - 1))}`;
    expect([1, 2, 3].map((times) => readRunLink(wrapped(times)))).toEqual([RUN, RUN, RUN]);
    expect([4, 5, 6].map((times) => readRunLink(wrapped(times)).kind)).toEqual(["unknown", "unknown", "unknown"]);
  });
});

describe("what clings to a text", () => {
  it.each([
    ["a)b", "a)b"],
    ["(a)", "a"],
    ["a(1)", "a(1)"],
    ["a(1))", "a(1)"],
    ["x)", "x"],
    ["…", "…"],
    ['"""', ""],
    ["...", ""],
    [")", ""],
    ["", ""],
    ["« a.b »", "a.b"],
  ])("%j leaves %j", (text, rest) => {
    expect(trimPasted(text)).toBe(rest);
  });
});
