/** Approval requests from the shapes this API sends, and from shapes nobody should. */
import { describe, expect, test } from "vitest";
import { AWAITING, FUTURE } from "./example-answers.ts";
import type { Approval } from "./approval.ts";
import { Payload } from "./payload.ts";
import { readApproval } from "./read-approval.ts";
import { parseRun } from "./run.ts";

function read(request: unknown): Approval {
  return readApproval(new Payload(typeof request === "string" ? request : JSON.stringify(request)), "awaiting_human")!;
}

function names(approval: Approval): string[] {
  return approval.extra.map(({ name }) => name);
}

const T1 = "2026-06-12T09:30:19.400Z";
const AT1 = Date.parse(T1);

test("our own request: only what has no place in an approval is left over", () => {
  const run = parseRun(AWAITING);
  const approval = readApproval(run.pendingApproval, run.status)!;
  expect(approval).toMatchObject({
    key: "apr_7f31",
    id: "apr_7f31",
    nodeId: "n7",
    nodeName: "Manager approval",
    title: "Approve a refund of €129.90 to Ada Novak?",
    options: [
      { value: "approve", label: "Approve", tone: "approve" },
      { value: "reject", label: "Reject", tone: "reject" },
    ],
    assignees: [
      { id: "user_2xyz", label: "Mira Holm", kind: "unknown" },
      { id: "group_support_leads", label: "Support leads", kind: "group" },
    ],
    requestedAt: AT1,
    expiresAt: AT1 + 86_400_000,
    notes: [],
  });
  expect(approval.body).toMatch(/^Order \*\*A-10442\*\*.*\n.*attached\.$/);
  expect(approval.actions).toEqual([{ name: "payments.refund", args: expect.any(Payload) }]);
  expect(approval.actions[0]!.args!.text).toContain('"amount": 129.9');
  expect(names(approval)).toEqual(["slack"]);
  expect(approval.raw.text).toBe(run.pendingApproval!.text);
});

describe("what is not recognised", () => {
  test.each([undefined, "null", "{}", "[]", '""', '"  "'])(
    "missing or empty (%s): an approval all the same",
    (text) => {
      const approval = readApproval(text === undefined ? undefined : new Payload(text), "awaiting_human")!;
      expect(approval.notes).toEqual(["The approval's details were not returned."]);
      expect([approval.actions, approval.options, approval.extra, approval.id]).toEqual([[], [], [], undefined]);
    },
  );

  test.each(["17", "true"])("%s stands among the other fields", (text) => {
    expect(read(text).extra).toEqual([{ name: "pendingApproval", payload: new Payload(text) }]);
  });

  test("a text is its body", () => {
    expect(read('"Please look"')).toMatchObject({ body: "Please look", actions: [], notes: [] });
  });

  test("one request in a list is that request; several are several actions, each kept whole", () => {
    expect(read([{ id: "x", title: "T" }])).toMatchObject({ id: "x", title: "T" });
    const two = read([
      { action_request: { action: "a", args: {} }, config: { allow_accept: true }, description: "one" },
      { action_request: { action: "b" } },
      "words",
    ]);
    expect(two.actions).toEqual([
      { name: "a", args: new Payload("{}"), description: "one", allowed: ["accept"] },
      { name: "b" },
    ]);
    expect(names(two)).toEqual(["Item 1", "Item 2", "Item 3"]);
    expect(two.notes).toEqual(["The request is a list of 3 entries."]);
  });

  test("any other status has none", () => {
    const run = parseRun(FUTURE);
    expect(run.pendingApproval).toBeDefined();
    for (const status of [run.status, "running", "completed", "Awaiting_human", ""]) {
      expect(readApproval(run.pendingApproval, status)).toBeUndefined();
    }
  });

  test("an unknown request keeps every field, in the order sent", () => {
    const approval = readApproval(parseRun(FUTURE).pendingApproval, "awaiting_human")!;
    expect(names(approval)).toEqual(["kind", "needed", "votes"]);
  });

  test.each([
    ["Approve", "reject", "neutral"],
    ["Reject", "approve", "neutral"],
    ["Send it", "approve", "neutral"],
    ["Do not approve", "approve", "neutral"],
    ["Disapprove", "reject", "neutral"],
    ["APPROVED", "accept", "approve"],
    ["No", "deny", "reject"],
    ["Later", "later", "neutral"],
  ])("label %j with value %j is %s", (label, value, tone) => {
    expect(read({ options: [{ label, value }] }).options).toEqual([{ label, value, tone }]);
  });

  test("an option that says more than was read stays among the other fields too", () => {
    const approval = read({ options: [{ value: "a", label: "A", danger: true }] });
    expect([approval.options.length, names(approval)]).toEqual([1, ["options"]]);
  });

  test("an action with two names keeps the hidden one visible", () => {
    const approval = read('{"action":{"name":"safe.read","name":"payments.refund","args":{}}}');
    expect([approval.actions[0]!.name, names(approval)]).toEqual(["payments.refund", ["action"]]);
  });

  test.each([
    ["https://a.example/x?y=1", true],
    ["HTTP://a.example", true],
    ["javascript:alert(1)", false],
    ["data:text/html,x", false],
    ["//a.example", false],
    ["https:\\\\a.example", false],
    [" https://a.example", false],
    ["https://a b", false],
    ["https://", false],
    ["ftp://a.example", false],
  ])("url %j is a link: %s", (url, isLink) => {
    const approval = read({ url });
    expect([approval.url, names(approval)]).toEqual(isLink ? [url, []] : [undefined, ["url"]]);
  });

  test("wrong types and unreadable times stay among the other fields", () => {
    const approval = read({
      id: {},
      title: 7,
      assignees: [{}],
      options: "yes",
      fields: [1],
      expiresAt: "soon",
      requestedAt: true,
      approved: false,
    });
    expect(names(approval)).toEqual([
      "id",
      "title",
      "assignees",
      "options",
      "fields",
      "expiresAt",
      "requestedAt",
      "approved",
    ]);
    expect(approval.notes).toEqual(["The deadline, “soon”, cannot be read."]);
    expect(approval.decided).toBeUndefined();
  });

  test("without an id the key stays the same for the same request", () => {
    const request = { nodeId: "n7", requestedAt: T1, votes: 1 };
    expect(read({ ...request, votes: 2 }).key).toBe(read(request).key);
    expect(read({ ...request, requestedAt: "2026-06-13T00:00:00Z" }).key).not.toBe(read(request).key);
    expect(read({ odd: 1 }).key).toBe(read({ odd: 1 }).key);
    expect(read({ odd: 1 }).key).not.toBe(read({ odd: 2 }).key);
  });
});
