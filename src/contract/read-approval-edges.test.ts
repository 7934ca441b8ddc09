/** Approval requests that are almost of a known shape: what is read of them, and that the rest stands beside it. */
import { describe, expect, test } from "vitest";
import type { Approval } from "./approval.ts";
import { Payload } from "./payload.ts";
import { readApproval } from "./read-approval.ts";

const T1 = "2026-06-12T09:30:19.400Z";
const AT1 = Date.parse(T1);
const read = (request: unknown): Approval => readApproval(new Payload(JSON.stringify(request)), "awaiting_human")!;
const names = (request: unknown): string[] => read(request).extra.map(({ name }) => name);

test("a request holds what was sent and nothing else", () => {
  const raw = new Payload('{"title":"T"}');
  const nothing = { actions: [], options: [], fields: [], assignees: [], extra: [], notes: [] };
  expect(readApproval(raw, "awaiting_human")).toStrictEqual({
    ...nothing,
    raw,
    title: "T",
    key: expect.stringMatching(/^text-[0-9a-z]+-13$/),
  });
  expect(read("Look")).toMatchObject({ ...nothing, body: "Look" });
});

test("its key is its id, or its step and when that asked, or its text", () => {
  expect(read({ id: 7, nodeId: "n7" }).key).toBe("7");
  expect(read({ nodeId: "n7" }).key).toBe("n7@");
  expect(read({ nodeId: "n7", requestedAt: T1 }).key).toBe(`n7@${AT1}`);
  expect(read({ title: "a" }).key).not.toBe(read({ title: "b" }).key);
  // 32 bits of FNV-1a in base 36, and the length.
  expect(read("a").key).toBe("text-r37wmi-3");
});

describe("times", () => {
  test.each([
    [{ expiresAt: null }, [], ["expiresAt"]],
    [{ expiresAt: true }, [], ["expiresAt"]],
    [{ expiresAt: [T1] }, [], ["expiresAt"]],
    [{ expiresAt: { at: T1 } }, [], ["expiresAt"]],
    [{ expiresAt: "" }, [], ["expiresAt"]],
    [{ expiresAt: 7 }, ["The deadline, “7”, cannot be read."], ["expiresAt"]],
    [{ requestedAt: "soon" }, ["A time, “soon”, cannot be read."], ["requestedAt"]],
    [{ expiresAt: "x".repeat(80) }, [`The deadline, “${"x".repeat(60)}”, cannot be read.`], ["expiresAt"]],
    [{ expiresAt: T1 }, [], []],
  ])("%j", (request, notes, extra) => {
    expect([read(request).notes, names(request)]).toEqual([notes, extra]);
  });
});

test.each([
  ["https://a.example/x", true],
  ["HTTP://a.example", true],
  ["https://a.example/x y", false],
  ["https://a.example\\x", false],
  [" https://a.example", false],
  ["https://", false],
  ["https://[", false],
  ["ftp://a.example", false],
  [7, false],
])("the address %j is read: %s", (url, isRead) => {
  expect(read({ url }).url).toBe(isRead ? url : undefined);
  expect(names({ url })).toEqual(isRead ? [] : ["url"]);
});

describe("actions", () => {
  const args = new Payload('{"a":1}');
  test.each<[string, object, object[], string[]]>([
    ["a name alone", { action: "pay" }, [{ name: "pay" }], []],
    ["arguments alone", { action: { args: { a: 1 } } }, [{ args }], []],
    ["arguments that are null", { action: { name: "pay", args: null } }, [{ name: "pay" }], ["action"]],
    ["neither", { action: { description: "d" } }, [], ["action"]],
    ["more than is known", { action: { name: "pay", zebra: 1 } }, [{ name: "pay" }], ["action"]],
    ["no action", { action: 7 }, [], ["action"]],
    ["written straight into the request", { toolName: "pay", toolInput: { a: 1 } }, [{ name: "pay", args }], []],
    ["a tool with arguments that are no object", { toolName: "pay", toolInput: "x" }, [], ["toolName", "toolInput"]],
    ["arguments of no tool", { toolInput: { a: 1 } }, [], ["toolInput"]],
  ])("%s", (_, request, actions, extra) => {
    expect(read(request).actions).toStrictEqual(actions);
    expect(names(request)).toEqual(extra);
  });

  const action = { name: "pay", args: { a: 1 } };
  const rule = { action_name: "pay", allowed_decisions: ["approve"] };
  test.each<[string, unknown, boolean, string[]]>([
    ["for an action", [rule], true, []],
    ["with more than is known", [{ ...rule, zebra: 1 }], true, ["review_configs"]],
    ["for no action", [rule, { ...rule, action_name: "mail" }], true, ["review_configs"]],
    ["without decisions", [{ action_name: "pay" }], false, ["review_configs"]],
    ["with decisions that are no list", [{ ...rule, allowed_decisions: "approve" }], false, ["review_configs"]],
    ["with decisions that are no texts", [{ ...rule, allowed_decisions: [7] }], false, ["review_configs"]],
    ["without an action's name", [{ allowed_decisions: ["approve"] }], false, ["review_configs"]],
    ["that are no objects", [7], false, ["review_configs"]],
    ["that are no list", rule, false, ["review_configs"]],
  ])("rules %s", (_, rules, isAllowed, extra) => {
    const request = { action, review_configs: rules };
    expect(read(request).actions).toStrictEqual([{ name: "pay", args, ...(isAllowed && { allowed: ["approve"] }) }]);
    expect(names(request)).toEqual(extra);
  });
});

describe("options and fields", () => {
  test.each([
    [{ options: [true] }, [], ["options"]],
    [{ options: [{ zebra: 1 }] }, [], ["options"]],
    [{ config: {} }, [], ["config"]],
    [{ config: { xallow_accept: true } }, [], ["config"]],
    [{ config: { allow_accepted: true } }, [], ["config"]],
    [{ config: { allow_accept: true, other: true } }, [], ["config"]],
    [{ config: { allow_accept: "yes" } }, [], ["config"]],
    [{ config: { allow_accept: false } }, [], []],
    [{ config: { allow_accept: true } }, [{ value: "accept", label: "Accept", tone: "approve" }], []],
    [{ options: [{ label: "No", zebra: 1 }] }, [{ value: "No", label: "No", tone: "reject" }], ["options"]],
    [{ options: [{ value: "no", label: "Yes" }] }, [{ value: "no", label: "Yes", tone: "neutral" }], []],
  ])("%j", (request, options, extra) => {
    expect([read(request).options, names(request)]).toEqual([options, extra]);
  });

  test.each([
    [{ fields: [] }, [], ["fields"]],
    [{ fields: [{ type: "text" }] }, [], ["fields"]],
    [{ fields: ["name"] }, [], ["fields"]],
    [{ fields: { name: "a" } }, [], ["fields"]],
    [{ fields: [{ name: "a" }] }, [{ name: "a", required: false }], []],
    [{ fields: [{ name: "a", required: "yes" }] }, [{ name: "a", required: false }], []],
    [
      { fields: [{ name: "a", required: true, type: "text", label: "A" }] },
      [{ name: "a", required: true, type: "text", label: "A" }],
      [],
    ],
  ])("%j", (request, fields, extra) => {
    const sent = Array.isArray(request.fields) ? request.fields : [];
    const whole = fields.map((field, i) => ({ ...field, raw: new Payload(JSON.stringify(sent[i])) }));
    expect(read(request).fields).toStrictEqual(whole);
    expect(names(request)).toEqual(extra);
  });
});

describe("people", () => {
  const unknown = (word: string) => ({ id: word, label: word, kind: "unknown" });
  test.each<[unknown, object[], string[]]>([
    ["group:legal", [{ id: "group:legal", label: "legal", kind: "group" }], []],
    ["user:m", [{ id: "user:m", label: "m", kind: "user" }], []],
    ["TEAM: a b ", [{ id: "TEAM: a b ", label: " a b ", kind: "group" }], []],
    ["my group:legal", [unknown("my group:legal")], []],
    ["group:a\nb", [unknown("group:a\nb")], []],
    ["group: ", [unknown("group: ")], []],
    ["floor:3", [unknown("floor:3")], []],
    [{ name: "Mira" }, [{ label: "Mira", kind: "unknown" }], []],
    [{ name: "Mira", type: "user", email: "m@x" }, [{ label: "Mira", kind: "user" }], []],
    [{ id: 7 }, [{ id: "7", label: "7", kind: "unknown" }], []],
    [{ name: "Mira", floor: 3 }, [{ label: "Mira", kind: "unknown" }], ["assignees"]],
    [{ name: "Mira", type: "robot" }, [{ label: "Mira", kind: "unknown" }], ["assignees"]],
    [{ name: "Mira", type: 7 }, [{ label: "Mira", kind: "unknown" }], ["assignees"]],
    [{ floor: 3 }, [], ["assignees"]],
    [true, [], ["assignees"]],
  ])("%j", (person, assignees, extra) => {
    expect(read({ assignees: [person] }).assignees).toStrictEqual(assignees);
    expect(names({ assignees: [person] })).toEqual(extra);
  });
});

describe("an answer already given", () => {
  test.each<[object, object | undefined, string[]]>([
    [{ decision: ["approve", "later"] }, { outcome: "approve, later" }, []],
    [{ decision: [7] }, undefined, ["decision"]],
    [{ approved: false }, undefined, ["approved"]],
    [{ approved: false, respondedAt: T1 }, { outcome: "rejected", at: AT1 }, []],
    [{ approved: true, respondedAt: T1 }, { outcome: "approved", at: AT1 }, []],
    [{ approved: true, respondedAt: [T1] }, undefined, ["approved", "respondedAt"]],
    [{ approved: true, respondedAt: true }, undefined, ["approved", "respondedAt"]],
    [{ status: "Timed_Out", comment: "c", decidedBy: "m" }, { outcome: "Timed_Out", by: "m", comment: "c" }, []],
    [{ status: "waiting" }, undefined, ["status"]],
    [{ status: 7 }, undefined, ["status"]],
    [{ status: { approved: true, responded_at: T1, comment: null } }, { outcome: "approved", at: AT1 }, []],
    [{ status: { approved: true, responded_at: T1, zebra: 1 } }, { outcome: "approved", at: AT1 }, ["status"]],
    [{ status: { zebra: null } }, undefined, ["status"]],
    [{ status: { zebra: 1 } }, undefined, ["status"]],
  ])("%j", (request, decided, extra) => {
    expect(read(request).decided).toStrictEqual(decided);
    expect(names(request)).toEqual(extra);
  });

  test("when it was asked may stand in the status", () => {
    expect(read({ status: { requested_at: T1, zebra: null } })).toMatchObject({ requestedAt: AT1, extra: [] });
    expect(names({ status: { requested_at: T1, zebra: 1 } })).toEqual(["status"]);
    expect(read({ status: { requested_at: T1 } })).not.toHaveProperty("decided");
  });
});

describe("lists", () => {
  test("of one empty request is a list all the same; of one that is no object too", () => {
    for (const list of [[{}], ["x"]]) expect(read(list).notes).toEqual(["The request is a list of 1 entries."]);
  });

  test("keep each entry's own text, and what each allows", () => {
    const list = [
      { action: "pay", options: ["approve"] },
      { action: "mail", body: "why" },
    ];
    const { actions, extra } = read(list);
    expect(actions).toStrictEqual([
      { name: "pay", allowed: ["approve"] },
      { name: "mail", description: "why" },
    ]);
    expect(extra).toEqual(list.map((one, i) => ({ name: `Item ${i + 1}`, payload: new Payload(JSON.stringify(one)) })));
  });
});
