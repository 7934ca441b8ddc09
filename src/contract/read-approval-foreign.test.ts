/** Approval requests from the shapes other platforms send. */
import { describe, expect, test } from "vitest";
import type { Approval } from "./approval.ts";
import { Payload } from "./payload.ts";
import { readApproval } from "./read-approval.ts";

function read(request: unknown): Approval {
  return readApproval(new Payload(typeof request === "string" ? request : JSON.stringify(request)), "awaiting_human")!;
}

function names(approval: Approval): string[] {
  return approval.extra.map(({ name }) => name);
}

const T1 = "2026-06-12T09:30:19.400Z";
const AT1 = Date.parse(T1);

describe("other platforms' requests", () => {
  test.each<[string, object, object, string[]]>([
    [
      "Agent Inbox",
      {
        action_request: { action: "send_email", args: { to: "a" } },
        config: { allow_accept: true, allow_edit: true, allow_respond: false, allow_ignore: true },
        description: "**why**",
      },
      {
        actions: [{ name: "send_email", args: new Payload('{"to":"a"}') }],
        body: "**why**",
        options: [
          { value: "accept", label: "Accept", tone: "approve" },
          { value: "edit", label: "Edit", tone: "neutral" },
          { value: "ignore", label: "Ignore", tone: "neutral" },
        ],
      },
      [],
    ],
    [
      "LangChain: several actions, each with its own decisions",
      {
        action_requests: [
          { name: "a", args: {}, description: "first" },
          { name: "b", args: { x: 1.5 } },
        ],
        review_configs: [
          { action_name: "a", allowed_decisions: ["approve"] },
          { action_name: "b", allowed_decisions: ["approve", "edit"] },
        ],
      },
      {
        actions: [
          { name: "a", args: new Payload("{}"), description: "first", allowed: ["approve"] },
          { name: "b", args: new Payload('{"x":1.5}'), allowed: ["approve", "edit"] },
        ],
      },
      [],
    ],
    [
      "LangChain: decisions for an action that is not there stay visible",
      { action_requests: [{ name: "a" }], review_configs: [{ action_name: "z", allowed_decisions: ["approve"] }] },
      { actions: [{ name: "a" }] },
      ["review_configs"],
    ],
    [
      "Airflow",
      {
        subject: "S",
        body: "B",
        options: ["Approve", "Reject"],
        defaults: ["Reject"],
        multiple: false,
        params: {},
        assigned_users: [{ id: "u1", name: "Uma" }],
        created_at: T1,
        responded_by_user: null,
        chosen_options: [],
      },
      {
        title: "S",
        body: "B",
        options: [
          { value: "Approve", label: "Approve", tone: "approve" },
          { value: "Reject", label: "Reject", tone: "reject" },
        ],
        assignees: [{ id: "u1", label: "Uma", kind: "unknown" }],
        requestedAt: AT1,
      },
      ["defaults", "multiple", "params", "responded_by_user", "chosen_options"],
    ],
    [
      "Airflow, answered",
      { subject: "S", chosen_options: ["Approve"], responded_by_user: { id: "u1", name: "Uma" }, responded_at: T1 },
      { decided: { outcome: "Approve", by: "Uma", at: AT1 } },
      [],
    ],
    [
      "Vertesia",
      {
        id: "t1",
        title: "T",
        description: "D",
        assignee: "group:legal",
        fields: [{ name: "amount", type: "number", required: true, label: "Amount", default: 1 }, { name: "note" }],
        due_at: T1,
        status: "pending",
      },
      {
        id: "t1",
        assignees: [{ id: "group:legal", label: "legal", kind: "group" }],
        expiresAt: AT1,
        fields: [
          { name: "amount", type: "number", required: true, label: "Amount", raw: expect.any(Payload) },
          { name: "note", required: false, raw: new Payload('{"name":"note"}') },
        ],
      },
      ["status"],
    ],
    [
      "HumanLayer",
      {
        run_id: "r",
        call_id: "c1",
        spec: { fn: "pay", kwargs: { a: 1 }, channel: { slack: {} }, reject_options: [] },
        status: { requested_at: T1, responded_at: null, approved: null, comment: null },
      },
      { id: "c1", key: "c1", actions: [{ name: "pay", args: new Payload('{"a":1}') }], requestedAt: AT1 },
      ["run_id", "spec"],
    ],
    [
      "HumanLayer, answered",
      { call_id: "c1", status: { requested_at: T1, responded_at: T1, approved: false, comment: "no" } },
      { requestedAt: AT1, decided: { outcome: "rejected", at: AT1, comment: "no" } },
      [],
    ],
    [
      "HumanLayer, newer",
      { id: "h", toolName: "bash", toolInput: { cmd: "ls" }, status: "pending" },
      { actions: [{ name: "bash", args: new Payload('{"cmd":"ls"}') }] },
      ["status"],
    ],
    [
      "Trigger waitpoint",
      { id: "w", url: "https://api.trigger.dev/x", status: "WAITING", timeoutAt: T1, tags: ["a"] },
      { id: "w", url: "https://api.trigger.dev/x", expiresAt: AT1 },
      ["status", "tags"],
    ],
    ["Trigger waitpoint, over", { id: "w", status: "TIMED_OUT" }, { decided: { outcome: "TIMED_OUT" } }, []],
    [
      "a bare action",
      { action: "pay", args: { a: 1 } },
      { actions: [{ name: "pay", args: new Payload('{"a":1}') }] },
      [],
    ],
  ])("%s", (_, request, expected, left) => {
    const approval = read(request);
    expect(approval).toMatchObject(expected);
    expect(names(approval)).toEqual(left);
    expect(approval.notes).toEqual([]);
  });
});
