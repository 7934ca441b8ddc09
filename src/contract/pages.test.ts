/** Pages as documented, as hostile as they may come. */
import * as fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import {
  parseAgentsPage,
  parseApprovalsPage,
  parseAttempts,
  parseRunsPage,
  parseStarted,
  SessionSchema,
} from "./pages.ts";
import { parseDecided } from "./decided.ts";
import { BadAnswer } from "./run.ts";
import { parseSession } from "./session-read.ts";

const run = {
  id: "wf_1_run_1:u",
  workflowId: "wf_1_run_1",
  agentId: 1,
  agentName: "A",
  agentType: "task",
  status: "running",
};

test("a runs page keeps what it does not know and hides no run behind a broken one", () => {
  const page = parseRunsPage(
    `{"runs":[${JSON.stringify({ ...run, odd: 1 })},7,{"agentId":1}],"counts":{"running":1,"__proto__":2,"odd":"x"},"nextPageToken":"t"}`,
  );
  expect(page.runs).toHaveLength(1);
  expect(page.runs[0]?.extra.map(({ name }) => name)).toEqual(["odd"]);
  expect(page.unreadable.map(({ text }) => text)).toEqual(["7", '{"agentId":1}']);
  expect([...page.counts]).toEqual([
    ["running", 1],
    ["__proto__", 2],
  ]);
  expect(page.nextPageToken).toBe("t");
});

test("an agents page", () => {
  const text =
    '{"agents":[{"id":42,"name":"Sales","deletedAt":null,"slug":null,"variation":{}},{"id":"x"}],"nextPageToken":null}';
  const page = parseAgentsPage(text);
  expect(page.agents).toEqual([{ id: 42, name: "Sales", slug: null }]);
  expect(page.unreadable).toHaveLength(1);
  expect(page.nextPageToken).toBeNull();
});

test("an approvals page keeps the request's exact text, whatever its depth", () => {
  const request = `{"amount":1240.00,"deep":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
  const item = `{"agentId":1,"agentName":"A","workflowId":"w","temporalRunId":"t","pendingApproval":${request}}`;
  const page = parseApprovalsPage(`{"approvals":[${item}],"nextPageToken":null,"asOf":"2026-11-24T12:00:00Z"}`);
  expect(page.approvals[0]?.request?.text).toBe(request);
  expect(page.asOf).toBe("2026-11-24T12:00:00Z");
});

test("attempts come newest first", () => {
  const attempt = (n: number) => ({
    temporalRunId: `t${n}`,
    attempt: n,
    status: "error",
    startedAt: "2026-11-24T12:00:00Z",
  });
  expect(parseAttempts(JSON.stringify({ attempts: [attempt(1), attempt(2)] })).map((one) => one.attempt)).toEqual([
    2, 1,
  ]);
});

test("session, started run and decision", () => {
  const can = { start: true, cancel: true, decide: true, attempts: true };
  const session = {
    source: "embedded",
    label: "Sample agents",
    can,
    viewer: { name: "local", isLocal: true },
    signIn: "none",
  };
  expect(parseSession(JSON.stringify(session))).toEqual(session);
  expect(v.parse(SessionSchema, session)).toEqual(session);
  expect(() => parseSession(JSON.stringify({ ...session, can: { ...can, decide: 1 } }))).toThrow(/can\.decide/);
  const started = { id: "w:t", workflowId: "w", temporalRunId: "t", agentId: 1 };
  expect(parseStarted(JSON.stringify(started))).toEqual(started);
  const decision = { approvalId: "a", nodeId: "n", decision: "approve", by: "local", at: "2026-11-24T12:00:00Z" };
  expect(parseDecided(JSON.stringify({ decision }))).toEqual(decision);
});

describe("nothing but BadAnswer is thrown", () => {
  const parsers = [
    parseAgentsPage,
    parseApprovalsPage,
    parseAttempts,
    parseDecided,
    parseRunsPage,
    parseSession,
    parseStarted,
  ];
  const keys = fc.constantFrom("agents", "runs", "attempts", "approvals", "counts", "nextPageToken", "decision");
  test("for 10,000 texts", () => {
    const item = fc.oneof(fc.jsonValue(), fc.constant(run));
    const keyed = fc.dictionary(keys, fc.oneof(item, fc.array(item))).map((value) => JSON.stringify(value));
    const property = fc.property(fc.oneof(fc.string(), fc.json(), keyed), (sent) => {
      for (const parse of parsers) {
        try {
          parse(sent);
        } catch (error) {
          if (!(error instanceof BadAnswer)) throw error;
        }
      }
    });
    fc.assert(property, { numRuns: 10_000 });
  });
  test("nor for nesting that overflows a stack", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect(() => parseSession(`{"source":${deep}}`)).toThrow(BadAnswer);
    expect(parseAgentsPage(`{"agents":[{"id":1,"name":${deep}}]}`).unreadable).toHaveLength(1);
  });
});
