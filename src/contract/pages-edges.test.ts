/** Pages and our own additions at their edges: what is refused in which words, and what is left out. */
import { describe, expect, test } from "vitest";
import { readJson } from "./json.ts";
import { parseAgentsPage, parseApprovalsPage, parseAttempts, parseRunsPage, parseStarted } from "./pages.ts";
import { BadAnswer } from "./run.ts";
import { parseRunlight, toPlain } from "./runlight.ts";

describe("a page is refused in words", () => {
  test.each([
    [parseAgentsPage, "agents"],
    [parseRunsPage, "runs"],
    [parseApprovalsPage, "approvals"],
    [parseAttempts, "attempts"],
  ] as const)("%o", (parse, list) => {
    expect(() => parse("{")).toThrow(/^The answer is not JSON: .+\.$/);
    expect(() => parse("[]")).toThrow(new BadAnswer("The answer is JSON but not an object."));
    for (const text of ["{}", `{"${list}":{}}`, `{"${list}":null}`])
      expect(() => parse(text)).toThrow(new BadAnswer(`The answer has no list “${list}”.`));
    expect(() => parse(`{"${list}":[]}`)).not.toThrow();
  });

  test("with the member that does not fit", () => {
    expect(() => parseStarted('{"id":"i","workflowId":1}')).toThrow(/^The answer does not fit: workflowId: .+\.$/);
    const started = { id: "i", workflowId: "w", temporalRunId: "t", agentId: 1 };
    expect(parseStarted(JSON.stringify({ ...started, later: 1 }))).toStrictEqual(started);
  });
});

test("a page token is a text with something in it", () => {
  const token = (sent: unknown) => parseAgentsPage(JSON.stringify({ agents: [], nextPageToken: sent })).nextPageToken;
  expect([token("t"), token(""), token(7), token(null), token(undefined)]).toEqual(["t", null, null, null, null]);
});

test("counts are numbers, and none where none were sent", () => {
  const counts = (text: string) => [...parseRunsPage(`{"runs":[],"counts":${text}}`).counts];
  expect(counts('{"a":1,"b":1e400,"c":"1","d":null,"e":0}')).toEqual([
    ["a", 1],
    ["e", 0],
  ]);
  expect(counts("[1]")).toEqual([]);
});

test("what waits has its request when it was sent, the last of two; what is none hides no other", () => {
  const waiting = { agentId: 1, agentName: "A", workflowId: "w", temporalRunId: "t" };
  const item = JSON.stringify(waiting);
  const twice = `${item.slice(0, -1)},"pendingApproval":{"a":1.0},"pendingApproval":{"a":2.0}}`;
  const { approvals, unreadable, ...rest } = parseApprovalsPage(`{"approvals":[${item},7,${twice}],"asOf":7}`);
  expect(approvals[0]).toStrictEqual(waiting);
  expect(approvals[1]?.request?.text).toBe('{"a":2.0}');
  expect(unreadable.map(({ text }) => text)).toEqual(["7"]);
  expect(rest).toStrictEqual({ nextPageToken: null });
});

describe("our own additions", () => {
  const read = (sent: unknown) => parseRunlight(readJson(JSON.stringify(sent)));
  const stub = { size: 1, sha256: "s", href: "h" };
  const decision = { approvalId: "a", nodeId: "n", decision: "approve", by: "m", at: "t" };
  const mask = { kind: "token", length: 3 };

  test("each is read as it is", () => {
    for (const part of [
      { asOf: "t" },
      { cause: "c" },
      { attempt: { number: 1, of: 2 } },
      { decisions: [decision] },
      { masks: { count: 2, at: { "/a": mask, "/b": { ...mask, count: 2 } } } },
      { stubs: { "/a": stub } },
    ])
      expect(read(part)).toEqual(part);
    expect(read({ masks: { count: 1, at: { "/a": mask } } }).masks?.at["/a"]).toStrictEqual(mask);
  });

  test.each([
    { asOf: 7 },
    { cause: null },
    { attempt: 7 },
    { attempt: { number: 1 } },
    { attempt: { of: 1 } },
    { decisions: {} },
    { decisions: [decision, 7] },
    { masks: 7 },
    { masks: { at: {} } },
    { masks: { count: 1 } },
    { masks: { count: 1, at: 7 } },
    { masks: { count: 1, at: { "/a": 7 } } },
    { masks: { count: 1, at: { "/a": { kind: "token" } } } },
    { masks: { count: 1, at: { "/a": { length: 3 } } } },
    { stubs: 7 },
    { stubs: { "/a": 7 } },
    { stubs: { "/a": { ...stub, size: "1" } } },
    { stubs: { "/a": { ...stub, sha256: 1 } } },
    { stubs: { "/a": { ...stub, href: null } } },
  ])("%j is left out", (part) => {
    expect(read({ ...part, later: 1 })).toStrictEqual({});
  });

  test("no key is special", () => {
    const text = `{"stubs":{"__proto__":7,"/a":${JSON.stringify(stub)}},"masks":{"count":1,"at":{"__proto__":${JSON.stringify(mask)}}}}`;
    const { stubs, masks } = parseRunlight(readJson(text));
    expect(Object.entries(stubs ?? {})).toEqual([["/a", stub]]);
    expect(Object.entries(masks?.at ?? {})).toEqual([["__proto__", mask]]);
    expect([Object.getPrototypeOf(stubs), Object.getPrototypeOf(masks?.at)]).toEqual([null, null]);
  });

  test("of a hundred levels all are read, of more the first hundred", () => {
    const nested = (levels: number) => `${"[".repeat(levels)}1${"]".repeat(levels)}`;
    expect(JSON.stringify(toPlain(readJson(nested(100))))).toBe(nested(100));
    expect(JSON.stringify(toPlain(readJson(nested(101))))).toBe(nested(100).replace("1", "null"));
    const objects = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
    expect(JSON.stringify(toPlain(readJson(objects(100))))).toBe(objects(100));
    expect(JSON.stringify(toPlain(readJson(objects(101))))).toBe(objects(99).replace("1", "{}"));
  });
});
